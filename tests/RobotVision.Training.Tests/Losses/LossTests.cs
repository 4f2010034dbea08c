using RobotVision.Detections;
using RobotVision.Training.Graph;
using RobotVision.Training.Losses;
using RobotVision.Training.Steps;
using RobotVision.Training.Tests.Graph;

namespace RobotVision.Training.Tests.Losses;

/// <summary>Compares the losses with their formulas in double precision, and the gradients with finite differences of these.</summary>
public class LossTests
{
    const int Batch = 2;

    [Test]
    public void GridLoss_RandomOutput_AgreesWithTheFormulaAndItsSlope() => Check(
        new GridLoss(), [Batch, GridLayout.ChannelsOf(), 12, 12],
        (z, t, i) => i / 144 % GridLayout.ValuesPerClass == GridLayout.Logit ? CrossEntropy(z, t) : Math.Abs(z - t), same: false);

    [Test]
    public void GridLoss_OutputEqualToTarget_HasNoSlopeInTheBoxes() => Check(
        new GridLoss(), [Batch, GridLayout.ChannelsOf(), 12, 12],
        (z, t, i) => i / 144 % GridLayout.ValuesPerClass == GridLayout.Logit ? CrossEntropy(z, t) : Math.Abs(z - t), same: true);

    [Test]
    public void GridLoss_QualityFocal_AgreesWithTheFormulaAndItsSlope([Values] bool same) => Check(
        new GridLoss(ConfidenceLossKind.QualityFocal), [Batch, GridLayout.ChannelsOf(), 6, 6],
        (z, t, i) => i / 36 % GridLayout.ValuesPerClass == GridLayout.Logit
            ? Math.Pow(1 / (1 + Math.Exp(-z)) - t, 2) * CrossEntropy(z, t) : Math.Abs(z - t), same);

    [Test]
    public void BinaryCrossEntropyLoss_RandomOutput_AgreesWithTheFormulaAndItsSlope() => Check(
        new BinaryCrossEntropyLoss(), [Batch, 8], (z, t, _) => CrossEntropy(z, t), same: false);

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(1.5f)]
    public void FocalLoss_AnyTarget_AgreesWithTheFormulaAndItsSlope(float gamma) => Check(new FocalLoss(gamma, 0.3f), [Batch, 4, 3], (z, t, _) =>
    {
        var p = 1 / (1 + Math.Exp(-z));
        return -0.3f * t * Math.Pow(1 - p, gamma) * Math.Log(p) - (1 - 0.3f) * (1 - t) * Math.Pow(p, gamma) * Math.Log(1 - p);
    }, same: false);

    [Test]
    public void AbsoluteLoss_AnyOutput_AgreesWithTheFormulaAndItsSlope([Values] bool same) =>
        Check(new AbsoluteLoss(), [Batch, 12], (z, t, _) => Math.Abs(z - t), same);

    [Test]
    public void SquaredLoss_AnyOutput_AgreesWithTheFormulaAndItsSlope([Values] bool same) =>
        Check(new SquaredLoss(), [Batch, 12], (z, t, _) => (z - t) * (z - t) / 2, same);

    [Test]
    public void SmoothAbsoluteLoss_AnyOutput_AgreesWithTheFormulaAndItsSlope([Values] bool same, [Values(1, 3)] double limit) =>
        Check(new SmoothAbsoluteLoss((float)limit), [Batch, 24], (z, t, _) =>
            Math.Abs(z - t) < limit ? (z - t) * (z - t) / (2 * limit) : Math.Abs(z - t) - limit / 2, same);

    [TestCase(5)]
    [TestCase(5, 2, 3)]
    public void SoftmaxCrossEntropyLoss_AnyOutput_AgreesWithTheFormulaAndItsSlope(params int[] shape)
    {
        var pixels = Shapes.Length(shape) / shape[0];
        double Formula(double[] z, double[] t, double[] w)
        {
            var sum = 0.0;
            for (var i = 0; i < z.Length; i++)
            {
                var first = i / (5 * pixels) * 5 * pixels + i % pixels;
                var all = Enumerable.Range(0, 5).Sum(c => Math.Exp(z[first + c * pixels]));
                sum -= w[i] * t[i] * Math.Log(Math.Exp(z[i]) / all);
            }
            return sum;
        }
        var length = Batch * Shapes.Length(shape);
        double[] hot = [.. Enumerable.Range(0, length).Select(i => i / pixels % 5 == 2 ? 1.0 : 0)];
        int[] whole = [Batch, .. shape];
        Check(new SoftmaxCrossEntropyLoss(), whole, Random(length, 4, 1), hot, Weights(length), Formula);
        Check(new SoftmaxCrossEntropyLoss(), whole, new double[length], [.. Random(length, 1, 2).Select(Math.Abs)], Weights(length), Formula);
    }

    [TestCase("apart")]
    [TestCase("equal")]
    [TestCase("inside")]
    [TestCase("same height")]
    [TestCase("random")]
    public void BoxOverlapLoss_AnyBoxes_AgreesWithTheFormulaAndItsSlope(string boxes)
    {
        int[] shape = [Batch, 4, 3, 2];
        var length = Shapes.Length(shape);
        double[] target = Random(length, 0.5, 2);
        double[] output = boxes == "random" ? Random(length, 0.5, 1) : [.. target.Select((value, i) => (float)(value + (boxes, Value: i / 6 % 4) switch
        {
            ("apart", 0) => 9,
            ("inside", > 1) => 0.4,
            ("same height", 0) => 0.3,
            ("same height", 2) => 0.25,
            _ => 0,
        }))];
        var weight = Enumerable.Range(0, length).Select(i => i % 6 == 0 ? 0 : 0.5 + i % 3).ToArray();
        Check(new BoxOverlapLoss(), shape, output, target, weight, BoxFormula);
    }

    [Test]
    public void BoxOverlapLoss_ValueThatOverflowsInABoxWithoutWeight_TakesNoPart()
    {
        double[] output = [0, 0, 0, 0, 0, 0, 500, 500], weight = [1, 1, 1, 1, 0, 0, 0, 0];
        Check(new BoxOverlapLoss(), [Batch, 4], output, new double[8], weight, BoxFormula);
    }

    [Test]
    public void BoxOverlapLoss_OtherOutput_IsRejected()
    {
        var graph = new GraphBuilder("loss");
        var output = graph.Input("output", Batch, 5);
        Assert.That(() => new BoxOverlapLoss().Write(graph, output, output, output), Throws.ArgumentException.With.Message.Contains("(2, 5)"));
    }

    /// <summary>1 - GIoU box by box, from the corners.</summary>
    static double BoxFormula(double[] z, double[] t, double[] w)
    {
        var pixels = z.Length / Batch / 4;
        var sum = 0.0;
        for (var place = 0; place < Batch * pixels; place++)
        {
            int At(int value) => (place / pixels * 4 + value) * pixels + place % pixels;
            (double Low, double High) Ends(double[] box, int axis) =>
                (box[At(axis)] - Math.Exp(box[At(axis + 2)]) / 2, box[At(axis)] + Math.Exp(box[At(axis + 2)]) / 2);
            var mean = Enumerable.Range(0, 4).Average(value => w[At(value)]);
            if (mean == 0) continue;
            double intersection = 1, around = 1, area = 1, targetArea = 1;
            for (var axis = 0; axis < 2; axis++)
            {
                var (a, b) = (Ends(z, axis), Ends(t, axis));
                intersection *= Math.Max(0, Math.Min(a.High, b.High) - Math.Max(a.Low, b.Low));
                around *= Math.Max(a.High, b.High) - Math.Min(a.Low, b.Low);
                area *= a.High - a.Low;
                targetArea *= b.High - b.Low;
            }
            var union = area + targetArea - intersection;
            sum += mean * (1 - (intersection / union - (around - union) / around));
        }
        return sum;
    }

    static double CrossEntropy(double logit, double target)
    {
        var probability = 1 / (1 + Math.Exp(-logit));
        return -target * Math.Log(probability) - (1 - target) * Math.Log(1 - probability);
    }

    static void Check(Loss loss, int[] shape, Func<double, double, int, double> formula, bool same)
    {
        var length = Shapes.Length(shape);
        double[] random = Random(length, 4, 1), constant = new double[length], oneHot = [.. Enumerable.Range(0, length).Select(i => i == 1 ? 3.0 : 0)];
        double[][] outputs = same ? [random] : [random, constant, oneHot];
        foreach (var output in outputs)
            Check(loss, shape, output, same ? output : Random(length, 0.5, 2), Weights(length), (z, t, w) =>
                Enumerable.Range(0, length).Sum(i => w[i] * formula(z[i], t[i], i)));
    }

    static void Check(Loss loss, int[] shape, double[] output, double[] target, double[] weight, Func<double[], double[], double[], double> formula)
    {
        const double step = 1e-6;
        var graph = new GraphBuilder("loss");
        Tensor outputs = graph.Input("output", shape), targets = graph.Input("target", shape), weights = graph.Input("weight", shape);
        var pass = loss.Write(graph, outputs, targets, weights);
        for (var i = 0; i < pass.Parts.Count; i++) graph.Output($"part{i}", pass.Parts[i]);
        graph.Output("gradient", pass.OutputGradient);
        var names = Enumerable.Range(0, pass.Parts.Count).Select(i => $"part{i}").ToArray();
        var found = GraphRunner.Run(graph, [(outputs, output), (targets, target), (weights, weight)], [.. names, "gradient"]);

        var expected = formula(output, target, weight) / Batch;
        Assert.That(names.Sum(name => found[name][0]), Is.EqualTo(expected).Within(1e-5 * Math.Max(1, Math.Abs(expected))));
        var tolerance = 1e-5 * Math.Max(0.01, found["gradient"].Max(Math.Abs)); // of the largest slope
        var z = (double[])output.Clone();
        for (var i = 0; i < z.Length; i += 1 + z.Length / 400)
        {
            z[i] = output[i] + step;
            var above = formula(z, target, weight);
            z[i] = output[i] - step;
            var slope = (above - formula(z, target, weight)) / (2 * step) / Batch;
            z[i] = output[i];
            Assert.That(found["gradient"][i], Is.EqualTo(slope).Within(tolerance), $"value {i}");
        }
    }

    /// <summary>A third of the values have weight 0 and large errors, so that an ignored weight is noticed.</summary>
    static double[] Weights(int length) => [.. Random(length, 1, 3).Select((value, i) => i % 3 == 0 ? 0 : Math.Abs(value))];

    static double[] Random(int length, double deviation, uint stream)
    {
        var values = new float[length];
        RandomTensors.FillNormal(values, deviation, 11, stream);
        return [.. values.Select(value => (double)value)];
    }
}
