using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Training.Inspection;

/// <summary>Which pixels of a sample made a model say that something is there.</summary>
/// <param name="Class">The class.</param>
/// <param name="Confidence">How sure the model is of it, 0..1, at its surest place.</param>
/// <param name="Row">The grid's row of that place; null where the model does not say where.</param>
/// <param name="Column">Its column.</param>
/// <param name="Drops">(96, 96): by how much that confidence falls on average when a patch that covers the pixel is greyed out; below 0 where it rises.</param>
/// <remarks>
/// Occlusion: the meaning is exact and any model will do. Source: Zeiler and Fergus, "Visualizing and understanding convolutional networks",
/// 2014, section 4.2. Grey is the value 0 of a sample, which is also what lies outside a frame. The confidence is looked for about the
/// same place, so that a peak that moves a little is no loss, and one that jumps elsewhere is.
/// </remarks>
public sealed record SaliencyMap(ObjectClass Class, float Confidence, int? Row, int? Column, float[] Drops)
{
    /// <summary>The side of a patch in pixels; chosen by us: about the ball that the network sees best.</summary>
    public const int Patch = 12;

    /// <summary>Pixels from one patch to the next.</summary>
    const int Step = 4;

    const int Size = SampleFormat.Size;

    /// <summary>Finds them.</summary>
    /// <param name="model">The model, borrowed; the more samples it takes at once, the faster.</param>
    /// <param name="sample">27,648 values in the model's format.</param>
    /// <param name="objectClass">The class to ask about.</param>
    public static SaliencyMap Of(VisionModel model, ReadOnlySpan<float> sample, ObjectClass objectClass)
    {
        var output = new float[model.OutputLength];
        using var runner = model.CreateRunner();
        runner.Run(sample, 1, output);
        GridLayout? grid = model.Contract.Output == "grid" ? GridLayout.Of(model.OutputLength) : null;
        int? cell = grid is { } layout ? Surest(Logits(layout, output, objectClass)) : null;
        var confidence = ConfidenceAt(grid, output, objectClass, cell ?? 0);

        var starts = Enumerable.Range(0, (Size + Patch - Step) / Step).Select(i => i * Step - (Patch - Step)).ToArray(); // the border is covered as often as the middle
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
        return new(objectClass, confidence, cell / grid?.Cells, cell % grid?.Cells, sums);

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

    /// <summary>Lays the map over its sample: the more a pixel matters, the redder; what speaks against is blue.</summary>
    /// <param name="picture">(96, 96), the sample as a picture.</param>
    /// <param name="scale">Screen pixels a pixel.</param>
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

    static int Surest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return best;
    }

    static float ConfidenceAt(GridLayout? grid, ReadOnlySpan<float> output, ObjectClass objectClass, int cell)
    {
        if (grid is not { } layout) return Sigmoid(output[(int)objectClass]);
        return Sigmoid(layout.HighestAbout(Logits(layout, output, objectClass), cell / layout.Cells, cell % layout.Cells));
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
