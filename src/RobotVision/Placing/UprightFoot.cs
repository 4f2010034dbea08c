using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Placing;

/// <summary>
/// Where an upright object, such as a goal post, stands in its box. In the picture of a tilted camera, and towards the sides of a wide
/// lens, upright objects lean: the foot is then nearer to one lower corner of the box than to the middle of its lower edge.
/// </summary>
public static class UprightFoot
{
    /// <summary>Steps of the search; chosen by us.</summary>
    const int Steps = 5;

    /// <summary>
    /// Finds the foot's x on the box's lower edge: where the middle of the vertical that stands there and reaches the box's upper edge is the box's middle.
    /// </summary>
    /// <param name="projector">Lens and world.</param>
    /// <param name="pose">The camera's pose.</param>
    /// <param name="box">The object's box in pixels, not cut off at its lower edge.</param>
    /// <returns>Pixels, within the box; its middle where the lower edge does not lie on the ground or the lens cannot see the object.</returns>
    public static double X(GroundProjector projector, in TimedPose pose, Box box)
    {
        double foot = box.CenterX, top = box.CenterX;
        for (var step = 0; step < Steps; step++)
        {
            if (!projector.TryLocate(pose, foot, box.Y2, 0, out var place) || !TryReach(projector, pose, place, box.Y1, ref top)) return box.CenterX;
            foot = Math.Clamp(box.CenterX + (foot - top) / 2, box.X1, box.X2);
        }

        return foot;
    }

    // Follows the vertical from a place on the ground up to a row of pixels: x becomes its place there.
    static bool TryReach(GroundProjector projector, in TimedPose pose, Vector3d place, double row, ref double x)
    {
        if (!projector.Camera.TryUnproject(x, row, out var ray)) return false;
        var direction = pose.DirectionFromCamera(ray);
        double away = Math.Sqrt(direction.X * direction.X + direction.Y * direction.Y);
        double range = Math.Sqrt(Square(place.X - pose.Position.X) + Square(place.Y - pose.Position.Y));
        if (away < 1e-6) return false;
        return projector.TryProject(pose, new(place.X, place.Y, pose.Position.Z + direction.Z / away * range), out x, out _);
    }

    static double Square(double value) => value * value;
}
