using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Training.Inspection;

/// <summary>Greys out parts of a sample and measures what that changes.</summary>
/// <remarks>
/// Works with any model. Source: Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014, section 4.2. Grey is the value 0 of a
/// sample, which also fills the area outside a frame.
/// </remarks>
static class Occlusion
{
    /// <summary>Side of a patch in pixels; chosen as about the ball size that the network finds best.</summary>
    public const int Patch = 12;

    /// <summary>Pixels from one patch to the next.</summary>
    const int Step = 4;

    const int Size = SampleFormat.Size;

    /// <summary>What of a network's output is looked at.</summary>
    /// <param name="output">The output for one sample.</param>
    public delegate float Measure(ReadOnlySpan<float> output);

    /// <summary>How much a measure falls without each pixel.</summary>
    /// <param name="runner">Runs the model; larger batches are faster.</param>
    /// <param name="sample">27,648 values in the model's format.</param>
    /// <param name="measure">The measure.</param>
    /// <returns>(96, 96): its mean fall when a patch that covers the pixel is greyed out; negative where it rises.</returns>
    public static float[] Drops(ModelRunner runner, ReadOnlySpan<float> sample, Measure measure)
    {
        var model = runner.Model;
        var (batch, outputs) = (new float[model.MaxSamples * SampleFormat.Length], new float[model.MaxSamples * model.OutputLength]);
        runner.Run(sample, 1, outputs);
        var before = measure(outputs.AsSpan(0, model.OutputLength));
        var (sums, counts) = (new float[Size * Size], new int[Size * Size]);
        var waiting = new List<(int Left, int Top)>();
        // Starts outside the sample, so that the border is covered as often as the middle.
        var starts = Enumerable.Range(0, (Size + Patch - Step) / Step).Select(i => i * Step - (Patch - Step)).ToArray();
        foreach (var top in starts)
        {
            foreach (var left in starts)
            {
                var covered = batch.AsSpan(waiting.Count * SampleFormat.Length, SampleFormat.Length);
                sample.CopyTo(covered);
                Cover(covered, (left, top, left + Patch, top + Patch), model.Contract.Input.Layout);
                waiting.Add((left, top));
                if (waiting.Count == model.MaxSamples) Finish();
            }
        }

        if (waiting.Count > 0) Finish();
        for (var i = 0; i < sums.Length; i++) sums[i] /= counts[i];
        return sums;

        void Finish()
        {
            runner.Run(batch, waiting.Count, outputs);
            for (var k = 0; k < waiting.Count; k++)
            {
                var drop = before - measure(outputs.AsSpan(k * model.OutputLength, model.OutputLength));
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

    /// <summary>Greys out a rectangle; what of it lies outside the sample is left out.</summary>
    /// <param name="sample">The sample, changed.</param>
    /// <param name="box">In pixels of the sample; right and bottom do not belong to it.</param>
    /// <param name="layout">The sample's layout.</param>
    public static void Cover(Span<float> sample, (int Left, int Top, int Right, int Bottom) box, SampleLayout layout)
    {
        var (begin, end) = (Math.Clamp(box.Left, 0, Size), Math.Clamp(box.Right, 0, Size));
        if (begin >= end) return;
        for (var y = Math.Max(0, box.Top); y < Math.Min(Size, box.Bottom); y++)
        {
            if (layout == SampleLayout.Hwc) sample[((y * Size + begin) * 3)..((y * Size + end) * 3)].Clear();
            else
                for (var plane = 0; plane < 3; plane++) sample[((plane * Size + y) * Size + begin)..((plane * Size + y) * Size + end)].Clear();
        }
    }
}
