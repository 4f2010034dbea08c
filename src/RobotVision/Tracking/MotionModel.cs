using RobotVision.Detections;

namespace RobotVision.Tracking;

/// <summary>How objects of a class move; lengths are metres on the ground and pixels in an image.</summary>
/// <param name="Acceleration">Power of the random acceleration along each axis: length^2 / s^3.</param>
/// <param name="Drift">Power of the random walk of the place itself: length^2 / s.</param>
/// <param name="Friction">Deceleration of a moving object: length / s^2.</param>
/// <param name="FirstSpeed">One standard deviation of the velocity of an object that was seen once: length / s.</param>
/// <param name="KickSpeed">One standard deviation of how much a kick changes the velocity: length / s; 0 for objects that are not kicked.</param>
/// <param name="LargestSigma">A track whose place has a larger standard deviation is dropped: length.</param>
/// <remarks>Values chosen by us: people's walking speed, the kick of a RoboCup robot, and a rolling ball's friction on turf.</remarks>
readonly record struct MotionModel(
    double Acceleration, double Drift, double Friction, double FirstSpeed, double KickSpeed, double LargestSigma)
{
    /// <summary>On the ground. Without odometry even goals move relative to the robot.</summary>
    public static MotionModel OnGround(ObjectClass objectClass, bool hasOdometry) => objectClass switch
    {
        ObjectClass.Ball => new(0.3, 0, 0.35, 1, 3, 1.5),
        ObjectClass.Robot or ObjectClass.Obstacle => new(0.3, 0, 0, 0.5, 0, 1.5),
        _ when hasOdometry && !objectClass.IsExtra() => new(0, 0.001, 0, 0, 0, 1.5),
        _ => new(0.3, 0, 0, 0.5, 0, 1.5),
    };

    /// <summary>In an image of some width, in pixels; the head's turning moves everything in the image.</summary>
    public static MotionModel InImage(double width) => new(width * width, 0, 0, 0.5 * width, 2 * width, 0.15 * width);
}
