using RobotVision.Training.Graph;

namespace RobotVision.Training.Losses;

/// <summary>
/// Generalised IoU loss: 1 - GIoU = 2 - I/U - U/C, with the areas of intersection, union and the smallest enclosing box; 0 where the boxes agree and
/// always below 2. Boxes are (x, y, ln w, ln h) along axis 1, x and y of the centre: (N, 4) or (N, 4, rows, columns), all in one unit. Each box counts
/// with the mean of its four weights; summed over the sample, mean over the batch.
/// </summary>
/// <remarks>Source: Rezatofighi et al., "Generalized Intersection over Union", 2019, algorithm 2.</remarks>
public sealed class BoxOverlapLoss : Loss
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Parts { get; } = ["box"];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The output does not have four values per box.</exception>
    public override LossPass Write(GraphBuilder graph, Tensor output, Tensor target, Tensor weight)
    {
        if (output.Rank < 2 || output.Shape[1] != 4)
            throw new ArgumentException($"Box overlap loss: expected an output (N, 4, ...), found {output}. Use it on the four values of a box only.");
        // A box of weight 0 is replaced by (0, 0, 0, 0), sides of length 1, so that its values cannot overflow.
        var known = graph.Sign(weight);
        (output, target) = (graph.Mul(output, known), graph.Mul(target, known));
        weight = graph.Mul(graph.ReduceMean(weight, keepAxes: true, 1), graph.Scalar(1f / output.Shape[0]));

        Side x = Side.Of(graph, output, target, 0), y = Side.Of(graph, output, target, 1);
        var intersection = graph.Mul(x.Shared, y.Shared);
        var around = graph.Mul(x.Around, y.Around);
        var area = graph.Mul(x.Length, y.Length);
        var union = graph.Sub(graph.Add(area, graph.Mul(x.TargetLength, y.TargetLength)), intersection);
        var good = graph.Add(graph.Div(intersection, union), graph.Div(union, around));
        var loss = Total(graph, graph.Mul(weight, graph.Sub(graph.Scalar(2), good)));

        // By the intersection I, with U = A + T - I: -(1/U + I/U^2) + 1/C. By the area A: I/U^2 - 1/C. By the area around C: U/C^2.
        var overlap = graph.Div(intersection, graph.Mul(union, union));
        var byArea = graph.Mul(weight, graph.Sub(overlap, graph.Div(graph.Scalar(1), around)));
        var byIntersection = graph.Neg(graph.Add(byArea, graph.Div(weight, union)));
        var byAround = graph.Mul(weight, graph.Div(union, graph.Mul(around, around)));
        Tensor Along(Side one, Side other, Tensor shared, Tensor length, Tensor all) => graph.Add(
            graph.Add(graph.Mul(graph.Mul(byIntersection, other.Shared), shared), graph.Mul(graph.Mul(byArea, other.Length), length)),
            graph.Mul(graph.Mul(byAround, other.Around), all));
        var zero = graph.Scalar(0);
        var gradient = graph.Concat(1,
            Along(x, y, x.SharedByCentre, zero, x.AroundByCentre), Along(y, x, y.SharedByCentre, zero, y.AroundByCentre),
            Along(x, y, x.SharedByLog, x.Length, x.AroundByLog), Along(y, x, y.SharedByLog, y.Length, y.AroundByLog));
        return new([loss], graph.Mul(gradient, known));
    }

    /// <summary>Two boxes along one axis: lengths of the box, the target, the intersection and the enclosing interval, with derivatives.</summary>
    sealed record Side(
        Tensor Length, Tensor TargetLength, Tensor Shared, Tensor Around,
        Tensor SharedByCentre, Tensor SharedByLog, Tensor AroundByCentre, Tensor AroundByLog)
    {
        public static Side Of(GraphBuilder graph, Tensor output, Tensor target, int axis)
        {
            var half = graph.Scalar(0.5f);
            (Tensor First, Tensor Last, Tensor Length) Ends(Tensor box)
            {
                Tensor centre = graph.SliceChannels(box, axis, 1), length = graph.Exp(graph.SliceChannels(box, axis + 2, 1));
                var reach = graph.Mul(length, half);
                return (graph.Sub(centre, reach), graph.Add(centre, reach), length);
            }
            var (first, last, length) = Ends(output);
            var (targetFirst, targetLast, targetLength) = Ends(target);
            var shared = graph.Relu(graph.Sub(graph.Min(last, targetLast), graph.Max(first, targetFirst)));
            var around = graph.Sub(graph.Max(last, targetLast), graph.Min(first, targetFirst));

            // Each end of the box bounds the intersection or the enclosing interval or, where both boxes end there, half of each: then the derivative
            // is 0 where the boxes agree.
            Tensor outerLast = Half(graph, last, targetLast), outerFirst = Half(graph, targetFirst, first);
            var one = graph.Scalar(1);
            Tensor innerLast = graph.Sub(one, outerLast), innerFirst = graph.Sub(one, outerFirst);
            var touches = graph.Sign(shared);
            var reach = graph.Mul(length, half);
            return new(length, targetLength, shared, around,
                graph.Mul(touches, graph.Sub(innerLast, innerFirst)), graph.Mul(graph.Mul(touches, reach), graph.Add(innerLast, innerFirst)),
                graph.Sub(outerLast, outerFirst), graph.Mul(reach, graph.Add(outerLast, outerFirst)));
        }

        /// <summary>1 where a is greater than b, 1/2 where they are equal, 0 elsewhere.</summary>
        static Tensor Half(GraphBuilder graph, Tensor a, Tensor b) =>
            graph.Add(graph.Mul(graph.Sign(graph.Sub(a, b)), graph.Scalar(0.5f)), graph.Scalar(0.5f));
    }
}
