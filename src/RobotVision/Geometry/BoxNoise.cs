using RobotVision.Detection;

namespace RobotVision.Geometry;

/// <summary>How far off the network's boxes are, as one standard deviation along x and y; it grows with the box.</summary>
/// <param name="Floor">What is left for the smallest objects, in pixels of the 96 x 96 sample.</param>
/// <param name="Share">What a pixel of the box's side adds, without unit.</param>
public readonly record struct BoxNoise(double Floor, double Share)
{
    /// <summary>Pixels across the sample.</summary>
    const double SampleSide = 96;

    /// <summary>The noise of a class's standing point: the ball's centre, a crossing's centre, the bottom centre of the rest.</summary>
    /// <remarks>
    /// The ball's is measured: models/grid.onnx, one look, 120 balls in 144 rendered frames (evaluate-ground --clips 8 --frames 18 --fps 2 --seed 1)
    /// are off by 4.6 pixels at 24 to 36 pixels of width, 4.5 at 36 to 54 and 6.4 at 54 to 81, in frames of 640x480. The others are chosen by us.
    /// </remarks>
    public static BoxNoise Of(ObjectClass objectClass) => objectClass switch
    {
        ObjectClass.Ball => new(0.7, 0.07),
        ObjectClass.Robot or ObjectClass.Obstacle => new(1, 0.1),
        ObjectClass.Goalpost => new(1, 0.1),
        _ => new(0.7, 0),
    };

    /// <summary>One standard deviation in pixels of the frame.</summary>
    /// <param name="side">The box's side along the axis in pixels of the frame.</param>
    /// <param name="frameSide">The frame's side along the axis in pixels.</param>
    public double Sigma(double side, double frameSide)
    {
        double floor = Floor * frameSide / SampleSide, share = Share * side;
        return Math.Sqrt(floor * floor + share * share);
    }
}
