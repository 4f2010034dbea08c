using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Training.Inspection;

/// <summary>What a model computes of one frame's whole view. One thread at a time, that of its <see cref="Microscope"/>.</summary>
public sealed class MagnifiedFrame
{
    readonly ModelRunner _runner;
    readonly float[] _sample;

    internal MagnifiedFrame(ModelRunner runner, float[] sample, IReadOnlyList<LayerActivation> layers)
    {
        (_runner, _sample, Layers) = (runner, sample, layers);
        Answer = Run(sample);
    }

    /// <summary>The output of every layer, in the order of the file.</summary>
    public IReadOnlyList<LayerActivation> Layers { get; }

    /// <summary>The network's answer.</summary>
    public NetworkAnswer Answer { get; }

    /// <summary>The answer if a part of the picture were greyed out.</summary>
    /// <param name="x">Its left edge; this and the others as parts of the picture, 0..1.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    public NetworkAnswer Covered(double x, double y, double width, double height)
    {
        static int Pixel(double part) => (int)Math.Round(Math.Clamp(part, -1, 2) * SampleFormat.Size);
        var covered = _sample.ToArray();
        Occlusion.Cover(covered, (Pixel(x), Pixel(y), Pixel(x + width), Pixel(y + height)), _runner.Model.Contract.Input.Layout);
        return Run(covered);
    }

    /// <summary>Which pixels a value of the feature vector comes from.</summary>
    /// <param name="objectClass">The class.</param>
    /// <param name="value">0 confidence, 1..4 x, y, width and height of the cell that is the likeliest now; of a model without a grid 0 alone.</param>
    /// <returns>(96, 96): how much it falls, in the mean, when a patch that covers the pixel is greyed out; negative where it rises.</returns>
    public float[] Pixels(ObjectClass objectClass, int value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, Answer.Grid is null ? 1 : FeatureVector.ValuesPerClass);
        if (value == 0) return SaliencyMap.Of(_runner, _sample, objectClass).Drops;
        var (grid, cell) = (Answer.Grid!.Value, Answer.Cells[(int)objectClass]);
        return Occlusion.Drops(_runner, _sample, output => NetworkAnswer.Values(grid, output, objectClass, cell)[value]);
    }

    NetworkAnswer Run(float[] sample)
    {
        var output = new float[_runner.Model.OutputLength];
        _runner.Run(sample, 1, output);
        return NetworkAnswer.Of(output, _runner.Model.Contract);
    }
}

/// <summary>A network's output for one sample, and the feature vector of that.</summary>
/// <param name="Output">The raw output: (5 K, C, C), or (K) of a model without a grid.</param>
/// <param name="Grid">What the output means; null for a model without a grid.</param>
/// <param name="Cells">The likeliest cell of each class, row times C plus column; 0 without a grid.</param>
/// <param name="Features">(K, 5): confidence, x, y, w, h of that cell as parts of the sample, not clamped to it; without a grid the confidence alone.</param>
public sealed record NetworkAnswer(float[] Output, GridLayout? Grid, int[] Cells, float[][] Features)
{
    internal static NetworkAnswer Of(float[] output, ModelContract contract)
    {
        var classes = contract.Classes.Count;
        if (contract.Output != ModelOutput.Grid) return new(output, null, new int[classes], [.. output.Select(logit => new[] { Sigmoid(logit) })]);
        var grid = GridLayout.Of(output.Length, classes);
        int[] cells = [.. contract.Classes.Classes.Select(one =>
        {
            var logits = output.AsSpan(grid.Start(one, GridLayout.Logit), grid.Plane);
            var best = 0;
            for (var cell = 1; cell < logits.Length; cell++)
                if (logits[cell] > logits[best]) best = cell;
            return best;
        })];
        return new(output, grid, cells, [.. contract.Classes.Classes.Select(one => Values(grid, output, one, cells[(int)one]))]);
    }

    /// <summary>Confidence, x, y, w, h of a cell.</summary>
    /// <remarks>Source: <see cref="GridLayout"/>.</remarks>
    internal static float[] Values(GridLayout grid, ReadOnlySpan<float> output, ObjectClass objectClass, int cell)
    {
        var of = new float[GridLayout.ValuesPerClass];
        for (var k = 0; k < of.Length; k++) of[k] = output[grid.Start(objectClass, k) + cell];
        var cells = grid.Cells;
        return
        [
            Sigmoid(of[GridLayout.Logit]), (cell % cells + 0.5f + of[GridLayout.OffsetX]) / cells, (cell / cells + 0.5f + of[GridLayout.OffsetY]) / cells,
            MathF.Exp(of[GridLayout.LogWidth]) / cells, MathF.Exp(of[GridLayout.LogHeight]) / cells,
        ];
    }

    static float Sigmoid(float logit) => 1 / (1 + MathF.Exp(-logit));
}
