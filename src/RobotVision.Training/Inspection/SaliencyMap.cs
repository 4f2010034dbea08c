using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Training.Inspection;

/// <summary>Shows which pixels of a sample raise a model's confidence in a class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Confidence">The highest confidence of the class in the sample, 0..1.</param>
/// <param name="Row">Row of the grid cell with that confidence; null for a model without a grid.</param>
/// <param name="Column">Its column.</param>
/// <param name="Drops">(96, 96): mean fall of that confidence when a patch that covers the pixel is greyed out; negative where it rises.</param>
/// <remarks>The confidence is searched around the same cell: a peak that moves a little does not count as a fall, one that jumps elsewhere does.</remarks>
public sealed record SaliencyMap(ObjectClass Class, float Confidence, int? Row, int? Column, float[] Drops)
{
    /// <summary>The name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>Side of a patch in pixels.</summary>
    public const int Patch = Occlusion.Patch;

    const int Size = SampleFormat.Size;

    /// <summary>Computes the map.</summary>
    /// <param name="model">The model, borrowed; larger batches are faster.</param>
    /// <param name="sample">27,648 values in the model's format.</param>
    /// <param name="objectClass">The class.</param>
    public static SaliencyMap Of(VisionModel model, ReadOnlySpan<float> sample, ObjectClass objectClass)
    {
        using var runner = model.CreateRunner();
        return Of(runner, sample, objectClass);
    }

    /// <summary>Computes the map.</summary>
    /// <param name="runner">Runs the model, borrowed; larger batches are faster.</param>
    /// <param name="sample">27,648 values in the model's format.</param>
    /// <param name="objectClass">The class.</param>
    internal static SaliencyMap Of(ModelRunner runner, ReadOnlySpan<float> sample, ObjectClass objectClass)
    {
        var model = runner.Model;
        var output = new float[model.OutputLength];
        runner.Run(sample, 1, output);
        GridLayout? grid = model.Contract.Output == ModelOutput.Grid ? GridLayout.Of(model.OutputLength, model.Contract.Classes.Count) : null;
        int? cell = grid is { } layout ? IndexOfMaximum(Logits(layout, output, objectClass)) : null;
        float Confidence(ReadOnlySpan<float> of) => ConfidenceAt(grid, of, objectClass, cell ?? 0);
        return new(objectClass, Confidence(output), cell / grid?.Cells, cell % grid?.Cells, Occlusion.Drops(runner, sample, Confidence))
        {
            Name = model.Contract.Classes[objectClass],
        };
    }

    /// <summary>Draws the map over its sample: red where the confidence falls without the pixel, blue where it rises.</summary>
    /// <param name="picture">(96, 96), the sample as a picture.</param>
    /// <param name="scale">Screen pixels per pixel.</param>
    public BgrImage Draw(ImageView picture, int scale)
    {
        var strongest = Math.Max(1e-6f, Drops.Max(MathF.Abs));
        var drawn = new BgrImage(Size * scale, Size * scale);
        for (var y = 0; y < drawn.Height; y++)
            for (var x = 0; x < drawn.Width; x++)
            {
                var pixel = picture.Row(y / scale).Slice(x / scale * 3, 3);
                var grey = (pixel[0] + pixel[1] + pixel[2]) / 3f;
                var part = Drops[y / scale * Size + x / scale] / strongest;
                var weight = 0.75f * MathF.Abs(part);
                var at = drawn.Pixels.AsSpan((y * drawn.Width + x) * 3, 3);
                at[0] = (byte)(grey * (1 - weight) + (part < 0 ? 255 : 0) * weight);
                at[1] = (byte)(grey * (1 - weight));
                at[2] = (byte)(grey * (1 - weight) + (part > 0 ? 255 : 0) * weight);
            }

        return drawn;
    }

    static ReadOnlySpan<float> Logits(GridLayout grid, ReadOnlySpan<float> output, ObjectClass objectClass) =>
        output.Slice(grid.Start(objectClass, GridLayout.Logit), grid.Plane);

    static int IndexOfMaximum(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return best;
    }

    static float ConfidenceAt(GridLayout? grid, ReadOnlySpan<float> output, ObjectClass objectClass, int cell)
    {
        if (grid is not { } layout) return Sigmoid(output[(int)objectClass]);
        var logits = Logits(layout, output, objectClass);
        return Sigmoid(logits[layout.HighestAbout(logits, cell / layout.Cells, cell % layout.Cells)]);
    }

    static float Sigmoid(float logit) => 1 / (1 + MathF.Exp(-logit));
}
