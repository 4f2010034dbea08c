using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

/// <summary>Makes a dark image with one bright object and finds the object in a sample of it.</summary>
static class BrightSquare
{
    /// <summary>An image with one labelled box of a colour, white by default.</summary>
    public static LabelledImage Image(
        Box box, int width = 320, int height = 240, ObjectClass objectClass = ObjectClass.Robot, bool round = false,
        (byte Blue, byte Green, byte Red)? color = null)
    {
        var image = new BgrImage(width, height);
        var (blue, green, red) = color ?? (byte.MaxValue, byte.MaxValue, byte.MaxValue);
        image.Pixels.AsSpan().Fill(40);
        for (var y = (int)box.Y1; y < (int)box.Y2; y++)
        {
            for (var x = (int)box.X1; x < (int)box.X2; x++)
            {
                float u = (x + 0.5f - box.CenterX) / box.Width * 2, v = (y + 0.5f - box.CenterY) / box.Height * 2;
                var pixel = image.Pixels.AsSpan((y * width + x) * 3, 3);
                if (!round || u * u + v * v <= 1) (pixel[0], pixel[1], pixel[2]) = (blue, green, red);
            }
        }

        return new("square", image, [new(objectClass, box)], ClassSet.BuiltIn);
    }

    /// <summary>The box around the pixels whose green is above a level.</summary>
    public static Box? Find(ReadOnlySpan<float> sample, float level)
    {
        const int size = SampleFormat.Size;
        int x1 = size, y1 = size, x2 = 0, y2 = 0;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (sample[(size + y) * size + x] <= level) continue;
                (x1, y1, x2, y2) = (Math.Min(x1, x), Math.Min(y1, y), Math.Max(x2, x + 1), Math.Max(y2, y + 1));
            }
        }

        return x2 > x1 ? new Box(x1, y1, x2, y2) : null;
    }

    /// <summary>Half way between the darkest and the brightest value.</summary>
    public static float Middle(ReadOnlySpan<float> sample)
    {
        float low = float.MaxValue, high = float.MinValue;
        foreach (var value in sample) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (low + high) / 2;
    }

    /// <summary>Asserts that the label contains the white box to within a margin and is larger by at most the slack.</summary>
    public static void AssertContains(Box label, Box white, float margin, float slack, string because) =>
        Assert.Multiple(() =>
        {
            Assert.That(label.X1 - white.X1, Is.InRange(-slack, margin), because + ": left");
            Assert.That(label.Y1 - white.Y1, Is.InRange(-slack, margin), because + ": top");
            Assert.That(white.X2 - label.X2, Is.InRange(-slack, margin), because + ": right");
            Assert.That(white.Y2 - label.Y2, Is.InRange(-slack, margin), because + ": bottom");
        });
}
