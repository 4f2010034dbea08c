using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Tracking;

/// <summary>The probability, 0..1, that an object at a place in the image would be detected.</summary>
public static class ImageVisibility
{
    /// <summary>This part of the frame at its edges counts as out of view: objects that are cut off are not detected reliably. Chosen by us.</summary>
    const double Margin = 0.03;

    /// <summary>
    /// Diameters of a ball in pixels of the 96 x 96 sample: below the first hardly any is detected, from the second on most are, by the model card's
    /// measurements.
    /// </summary>
    const double SmallestBall = 3, PlainBall = 9;

    /// <summary>0 outside of the frame and behind a nearer robot or obstacle, 1 otherwise.</summary>
    /// <param name="x">Pixels.</param>
    /// <param name="y">Pixels.</param>
    /// <param name="range">How far away it is in metres; infinite when not known.</param>
    /// <param name="detections">The detections of the frame.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    public static double Of(double x, double y, double range, ReadOnlySpan<Detection> detections, int width, int height)
    {
        double marginX = Margin * width, marginY = Margin * height;
        if (x < marginX || y < marginY || x > width - marginX || y > height - marginY) return 0;
        foreach (var detection in detections)
        {
            if (detection.Class is not (ObjectClass.Robot or ObjectClass.Obstacle) || !detection.Box.Contains((float)x, (float)y)) continue;
            if (!(detection.Ground is { } ground && ground.Range > range)) return 0;
        }

        return 1;
    }

    /// <summary>The same for a ball, by the size of its box in pixels.</summary>
    public static double OfBall(Box box, int width) =>
        Math.Clamp((box.Width * SampleFormat.Size / width - SmallestBall) / (PlainBall - SmallestBall), 0, 1);
}
