using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Placing;

/// <summary>The outline of a ball in the image.</summary>
/// <remarks>
/// The rays that touch a sphere are a cone about the ray to its centre with the half angle asin(radius / distance). Its image is an
/// ellipse in a pinhole camera and another curve in a fisheye, and its middle is not the image of the sphere's centre: points
/// of the outline are projected one by one.
/// </remarks>
public static class BallOutline
{
    const int Points = 48;

    /// <summary>
    /// The smallest upright box around a ball's image; false when the lens cannot see all of it: the box is then that of the visible part, empty where
    /// there is none.
    /// </summary>
    /// <param name="camera">The lens.</param>
    /// <param name="centreInCamera">The ball's centre in the camera's frame, in metres.</param>
    /// <param name="radius">Metres.</param>
    /// <param name="box">Pixels; may reach out of the image.</param>
    public static bool TryBox(ICameraModel camera, Vector3d centreInCamera, double radius, out Box box)
    {
        box = default;
        var distance = centreInCamera.Length;
        if (!(distance > radius)) return false;
        var ahead = centreInCamera * (1 / distance);
        var across = (Math.Abs(ahead.Y) < 0.9 ? new Vector3d(0, 1, 0) : new Vector3d(1, 0, 0)).Cross(ahead).Normalized();
        var down = ahead.Cross(across);
        var sine = radius / distance;
        var middle = ahead * Math.Sqrt(1 - sine * sine);
        double x1 = double.MaxValue, y1 = double.MaxValue, x2 = double.MinValue, y2 = double.MinValue;
        var seen = 0;
        for (var i = 0; i < Points; i++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * i / Points);
            if (!camera.TryProject(middle + (across * c + down * s) * sine, out var x, out var y)) continue;
            (x1, y1, x2, y2) = (Math.Min(x1, x), Math.Min(y1, y), Math.Max(x2, x), Math.Max(y2, y));
            seen++;
        }

        if (seen > 0) box = new((float)x1, (float)y1, (float)x2, (float)y2);
        return seen == Points;
    }
}
