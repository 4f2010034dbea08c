using RobotVision.Detections;

namespace RobotVision.Tracking;

/// <summary>How surely something at a place in the image would be found if it were there, 0..1.</summary>
public static class ImageVisibility
{
    /// <summary>This part of the frame at its edges counts as out of view: what is cut off is not found reliably. Chosen by us.</summary>
    const double Margin = 0.03;

    /// <summary>
    /// Pixels of the 96 x 96 sample that a ball must measure to be found at all, and to be found mostly: in the model card's measurements hardly
    /// any ball below 3 is found, and most are from 9.
    /// </summary>
    const double SmallestBall = 3, PlainBall = 9;

    const double SampleSide = 96;

    /// <summary>0 outside of the frame and behind a nearer robot or obstacle, 1 otherwise.</summary>
    /// <param name="x">Pixels.</param>
    /// <param name="y">Pixels.</param>
    /// <param name="range">How far away it is in metres; infinite when not known.</param>
    /// <param name="detections">What the frame shows.</param>
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

    /// <summary>The same for a ball whose picture has a size.</summary>
    public static double OfBall(Box box, int width) =>
        Math.Clamp((box.Width * SampleSide / width - SmallestBall) / (PlainBall - SmallestBall), 0, 1);
}
