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
/// <remarks>
/// Occlusion works with any model. Source: Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014, section 4.2. Grey is the
/// value 0 of a sample, which also fills the area outside a frame. The confidence is searched around the same cell: a peak that moves a little does
/// not count as a fall, one that jumps elsewhere does.
/// </remarks>
public sealed record SaliencyMap(ObjectClass Class, float Confidence, int? Row, int? Column, float[] Drops)
{
    /// <summary>The name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>Side of a patch in pixels; chosen as about the ball size that the network finds best.</summary>
    public const int Patch = 12;

    /// <summary>Pixels from one patch to the next.</summary>
    const int Step = 4;

    const int Size = SampleFormat.Size;

    /// <summary>Computes the map.</summary>
    /// <param name="model">The model, borrowed; larger batches are faster.</param>
    /// <param name="sample">27,648 values in the model's format.</param>
    /// <param name="objectClass">The class.</param>
    public static SaliencyMap Of(VisionModel model, ReadOnlySpan<float> sample, ObjectClass objectClass)
    {
        var output = new float[model.OutputLength];
        using var runner = model.CreateRunner();
        runner.Run(sample, 1, output);
        GridLayout? grid = model.Contract.Output == ModelOutput.Grid ? GridLayout.Of(model.OutputLength, model.Contract.Classes.Count) : null;
        int? cell = grid is { } layout ? IndexOfMaximum(Logits(layout, output, objectClass)) : null;
        var confidence = ConfidenceAt(grid, output, objectClass, cell ?? 0);

        // Starts outside the sample, so that the border is covered as often as the middle.
        var starts = Enumerable.Range(0, (Size + Patch - Step) / Step).Select(i => i * Step - (Patch - Step)).ToArray();
        var (sums, counts) = (new float[Size * Size], new int[Size * Size]);
        var (batch, outputs) = (new float[model.MaxSamples * SampleFormat.Length], new float[model.MaxSamples * model.OutputLength]);
        var waiting = new List<(int Left, int Top)>();
        foreach (var top in starts)
        {
            foreach (var left in starts)
            {
                var covered = batch.AsSpan(waiting.Count * SampleFormat.Length, SampleFormat.Length);
                sample.CopyTo(covered);
                Cover(covered, left, top, model.Contract.Input.Layout);
                waiting.Add((left, top));
                if (waiting.Count == model.MaxSamples) Finish();
            }
        }

        if (waiting.Count > 0) Finish();
        for (var i = 0; i < sums.Length; i++) sums[i] /= counts[i];
        return new(objectClass, confidence, cell / grid?.Cells, cell % grid?.Cells, sums) { Name = model.Contract.Classes[objectClass] };

        void Finish()
        {
            runner.Run(batch, waiting.Count, outputs);
            for (var k = 0; k < waiting.Count; k++)
            {
                var drop = confidence - ConfidenceAt(grid, outputs.AsSpan(k * model.OutputLength, model.OutputLength), objectClass, cell ?? 0);
                var (left, top) = waiting[k];
                for (var y = Math.Max(0, top); y < Math.Min(Size, top + Patch); y++)
                    for (var x = Math.Max(0, left); x < Math.Min(Size, left + Patch); x++)
                    {
                        sums[y * Size + x] += drop;
                        counts[y * Size + x]++;
                    }
            }

            waiting.Clear();
        }
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

    static void Cover(Span<float> sample, int left, int top, SampleLayout layout)
    {
        var (begin, end) = (Math.Max(0, left), Math.Min(Size, left + Patch));
        for (var y = Math.Max(0, top); y < Math.Min(Size, top + Patch); y++)
        {
            if (layout == SampleLayout.Hwc) sample[((y * Size + begin) * 3)..((y * Size + end) * 3)].Clear();
            else
                for (var plane = 0; plane < 3; plane++) sample[((plane * Size + y) * Size + begin)..((plane * Size + y) * Size + end)].Clear();
        }
    }
}
