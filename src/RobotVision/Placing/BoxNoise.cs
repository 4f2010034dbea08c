using RobotVision.Detections;

namespace RobotVision.Placing;

/// <summary>The noise of the network's boxes, as one standard deviation along x and y; it grows with the box.</summary>
/// <param name="Floor">The noise of the smallest objects, in pixels of the sample in which they were detected.</param>
/// <param name="Share">What each pixel of the box's side adds, without unit.</param>
public readonly record struct BoxNoise(double Floor, double Share)
{
    /// <summary>The noise of a class's standing point: the ball's centre, a crossing's centre, the bottom centre of the rest.</summary>
    /// <remarks>
    /// The ball's is measured with an earlier grid.onnx on 400 rendered validation images (seed 1000001) with six close-ups, as the 95 % quantile of the
    /// errors over 1.96: 0.75 to 0.9 pixels of the sample for boxes of 6 to 14 of them in the whole view, and 0.9, 1.3, 0.9, 1.2, 1.6 for boxes of 8,
    /// 12, 17, 24, 34 in close-ups, where the sample is blurred by its magnification. The others are chosen by us.
    /// </remarks>
    public static BoxNoise Of(ObjectClass objectClass) => objectClass switch
    {
        ObjectClass.Ball => new(0.9, 0.035),
        ObjectClass.Robot or ObjectClass.Obstacle => new(1, 0.1),
        ObjectClass.Goalpost => new(1, 0.1),
        _ when objectClass.IsExtra() => new(1, 0.1), // as of other objects that stand on the ground
        _ => new(0.7, 0),
    };

    /// <summary>One standard deviation in pixels of the frame.</summary>
    /// <param name="side">The box's side along the axis in pixels of the frame.</param>
    /// <param name="samplePixel">Pixels of the frame that one of the sample covers along the axis, in the view in which it was detected.</param>
    public double Sigma(double side, double samplePixel)
    {
        double floor = Floor * samplePixel, share = Share * side;
        return Math.Sqrt(floor * floor + share * share);
    }
}
