using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Training.Inspection;

/// <summary>Converts a sample back to a picture.</summary>
public static class SampleImage
{
    /// <summary>The sample as a picture of 96 x 96 pixels.</summary>
    /// <param name="sample">27,648 values.</param>
    /// <param name="format">The format of the sample.</param>
    public static BgrImage Draw(ReadOnlySpan<float> sample, SampleFormat format)
    {
        var picture = new BgrImage(SampleFormat.Size, SampleFormat.Size);
        var (pixelStep, channelStep) = format.Layout == SampleLayout.Chw ? (1, SampleFormat.Size * SampleFormat.Size) : (3, 1);
        for (var pixel = 0; pixel < SampleFormat.Size * SampleFormat.Size; pixel++)
            for (var blueFirst = 0; blueFirst < 3; blueFirst++)
            {
                var channel = format.Order == ColorOrder.Rgb ? 2 - blueFirst : blueFirst;
                picture.Pixels[pixel * 3 + blueFirst] = (byte)Math.Clamp(
                    MathF.Round(sample[pixel * pixelStep + channel * channelStep] / format.Scale + format.Mean), 0, 255);
            }

        return picture;
    }
}
