using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>A camera that rotates while its rows are read out one after the other; the middle row sees what the still camera sees.</summary>
/// <param name="still">The camera without rotation.</param>
/// <param name="rotation">
/// The rotation from the first row to the last, in radians, about the camera's x axis (positive down) and y axis (positive right).
/// </param>
sealed class RollingShutterCamera(ICameraModel still, (double Down, double Right) rotation) : ICameraModel
{
    const int Iterations = 6; // leaves an error below a hundredth of a pixel

    public int Width => still.Width;

    public int Height => still.Height;

    /// <summary>The intrinsics of the still camera.</summary>
    public CameraIntrinsics Intrinsics => still.Intrinsics;

    public ICameraModel Scaled(int width, int height) => new RollingShutterCamera(still.Scaled(width, height), rotation);

    public bool TryUnproject(double x, double y, out Vector3d rayInCamera)
    {
        var lit = still.TryUnproject(x, y, out var ray);
        rayInCamera = Rotate(ray, y, 1);
        return lit;
    }

    // The rotation depends on the row and the row on the rotation, so the projection is a fixed-point iteration.
    public bool TryProject(Vector3d pointInCamera, out double x, out double y)
    {
        if (!still.TryProject(pointInCamera, out x, out y)) return false;
        for (var i = 0; i < Iterations; i++)
            if (!still.TryProject(Rotate(pointInCamera, Math.Clamp(y, 0, Height), -1), out x, out y)) return false;
        return true;
    }

    // Not needed by any scene; the rotation would have to be differentiated too.
    public bool TryProject(Vector3d pointInCamera, out double x, out double y, out ProjectionJacobian jacobian) =>
        throw new NotSupportedException("RollingShutterCamera: derivatives of the projection are not supported, use the still camera.");

    // Rotates about y, then about x (direction 1), or back in the reverse order (direction -1).
    Vector3d Rotate(Vector3d v, double y, int direction)
    {
        var time = (Math.Clamp(y, 0, Height) / Height - 0.5) * direction;
        var (sinX, cosX) = Math.SinCos(-rotation.Down * time);
        var (sinY, cosY) = Math.SinCos(rotation.Right * time);
        Vector3d AboutX(Vector3d p) => new(p.X, cosX * p.Y - sinX * p.Z, sinX * p.Y + cosX * p.Z);
        Vector3d AboutY(Vector3d p) => new(cosY * p.X + sinY * p.Z, p.Y, cosY * p.Z - sinY * p.X);
        return direction > 0 ? AboutX(AboutY(v)) : AboutY(AboutX(v));
    }
}
