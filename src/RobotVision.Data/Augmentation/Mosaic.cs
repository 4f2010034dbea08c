using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>Combines four samples into one: each contributes one quarter, at its own position and scale.</summary>
static class Mosaic
{
    const int Size = SampleFormat.Size;

    /// <summary>The four quarters around a point drawn from the middle half of the sample.</summary>
    public static Box[] Quarters(ref RandomSequence random)
    {
        int x = Size / 4 + random.NextInt32(Size / 2), y = Size / 4 + random.NextInt32(Size / 2);
        return [new(0, 0, x, y), new(x, 0, Size, y), new(0, y, x, Size), new(x, y, Size, Size)];
    }

    /// <summary>Copies one quarter of a sample.</summary>
    public static void Copy(ReadOnlySpan<float> source, Box quarter, Span<float> destination)
    {
        int left = (int)quarter.X1, width = (int)quarter.X2 - left;
        for (var plane = 0; plane < 3; plane++)
            for (var y = (int)quarter.Y1; y < quarter.Y2; y++)
            {
                var start = (plane * Size + y) * Size + left;
                source.Slice(start, width).CopyTo(destination[start..]);
            }
    }

    /// <summary>Joins the clipped labels of four samples; a class counts as labelled if it is labelled in all four.</summary>
    public static SampleLabels Join(ReadOnlySpan<SampleLabels> parts, ReadOnlySpan<Box> quarters, AugmentationOptions options)
    {
        var labels = new List<Label>();
        var labelled = uint.MaxValue;
        for (var i = 0; i < parts.Length; i++)
        {
            labelled &= parts[i].Labelled.Bits;
            foreach (var label in parts[i].Labels)
                if (LabelGeometry.Clip(label, quarters[i], options) is { } left) labels.Add(left);
        }

        return new($"{parts[0].Name} + {parts[1].Name} + {parts[2].Name} + {parts[3].Name}", labels, new ClassSet(labelled));
    }
}
