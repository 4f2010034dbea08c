using RobotVision.Detection;
using RobotVision.Training.Graph;
using RobotVision.Training.Learning;
using RobotVision.Training.Tests.Graph;

namespace RobotVision.Training.Tests.Learning;

/// <summary>The losses against their formulas in double precision; the gradients against finite differences of those.</summary>
public class LossTests
{
    const int Batch = 2;

    [Test]
    public void GridLoss_RandomOutput_AgreesWithTheFormulaAndItsSlope() => Check(
        new GridLoss(), [Batch, GridLayout.Channels, GridLayout.Cells, GridLayout.Cells],
        (z, t, i) => i / 144 % GridLayout.ValuesPerClass == GridLayout.Logit ? CrossEntropy(z, t) : Math.Abs(z - t), same: false);

    [Test]
    public void GridLoss_OutputEqualToTarget_HasNoSlopeInTheBoxes() => Check(
        new GridLoss(), [Batch, GridLayout.Channels, GridLayout.Cells, GridLayout.Cells],
        (z, t, i) => i / 144 % GridLayout.ValuesPerClass == GridLayout.Logit ? CrossEntropy(z, t) : Math.Abs(z - t), same: true);

    [Test]
    public void BinaryCrossEntropyLoss_RandomOutput_AgreesWithTheFormulaAndItsSlope() => Check(
        new BinaryCrossEntropyLoss(), [Batch, 8], (z, t, _) => CrossEntropy(z, t), same: false);

    static double CrossEntropy(double logit, double target)
    {
        var probability = 1 / (1 + Math.Exp(-logit));
        return -target * Math.Log(probability) - (1 - target) * Math.Log(1 - probability);
    }

    static void Check(Loss loss, int[] shape, Func<double, double, int, double> formula, bool same)
    {
        const double step = 1e-6;
        var length = Shapes.Length(shape);
        double[] output = Random(length, 4, 1), target = same ? output : Random(length, 0.5, 2);
        // A third of the values takes no part, and they are badly wrong, so that a forgotten weight shows.
        var weight = Random(length, 1, 3).Select((value, i) => i % 3 == 0 ? 0 : Math.Abs(value)).ToArray();

        var graph = new GraphBuilder("loss");
        Tensor outputs = graph.Input("output", shape), targets = graph.Input("target", shape), weights = graph.Input("weight", shape);
        var pass = loss.Write(graph, outputs, targets, weights);
        for (var i = 0; i < pass.Parts.Count; i++) graph.Output($"part{i}", pass.Parts[i]);
        graph.Output("gradient", pass.OutputGradient);
        var names = Enumerable.Range(0, pass.Parts.Count).Select(i => $"part{i}").ToArray();
        var found = GraphRunner.Run(graph, [(outputs, output), (targets, target), (weights, weight)], [.. names, "gradient"]);

        var expected = Enumerable.Range(0, length).Sum(i => weight[i] * formula(output[i], target[i], i)) / Batch;
        Assert.That(names.Sum(name => found[name][0]), Is.EqualTo(expected).Within(1e-4 * Math.Abs(expected)));
        for (var i = 0; i < length; i++)
        {
            var slope = weight[i] * (formula(output[i] + step, target[i], i) - formula(output[i] - step, target[i], i)) / (2 * step) / Batch;
            Assert.That(found["gradient"][i], Is.EqualTo(slope).Within(1e-5 * Math.Max(1, Math.Abs(slope))), $"value {i}");
        }
    }

    static double[] Random(int length, double deviation, uint stream)
    {
        var values = new float[length];
        RandomTensors.FillNormal(values, deviation, 11, stream);
        return [.. values.Select(value => (double)value)];
    }
}
