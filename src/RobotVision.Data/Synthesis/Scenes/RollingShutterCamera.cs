using RobotVision.Cameras;
using RobotVision.Geometry;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>A camera that turns while its rows are read out one after the other; the middle row sees what the still camera sees.</summary>
/// <param name="still">The lens and sensor, held still.</param>
/// <param name="turn">By how many radians the camera turns about its own x (down positive) and y (right positive) from the first row to the last.</param>
sealed class RollingShutterCamera(ICameraModel still, (double Down, double Right) turn) : ICameraModel
{
    const int Rounds = 6; // each leaves about the turn's part of a row that the last one did: below a hundredth of a pixel

    public int Width => still.Width;

    public int Height => still.Height;

    /// <summary>Those of the camera held still.</summary>
    public CameraIntrinsics Intrinsics => still.Intrinsics;

    public ICameraModel Scaled(int width, int height) => new RollingShutterCamera(still.Scaled(width, height), turn);

    public bool TryUnproject(double x, double y, out Vector3d rayInCamera)
    {
        var lit = still.TryUnproject(x, y, out var ray);
        rayInCamera = Turn(ray, y, 1);
        return lit;
    }

    // The row decides the turn and the turn the row: repeated until they agree.
    public bool TryProject(Vector3d pointInCamera, out double x, out double y)
    {
        if (!still.TryProject(pointInCamera, out x, out y)) return false;
        for (var round = 0; round < Rounds; round++)
            if (!still.TryProject(Turn(pointInCamera, Math.Clamp(y, 0, Height), -1), out x, out y)) return false;
        return true;
    }

    // No scene asks for it; the rows' own turn would have to be differentiated too.
    public bool TryProject(Vector3d pointInCamera, out double x, out double y, out ProjectionJacobian jacobian) =>
        throw new NotSupportedException("RollingShutterCamera: a projection's derivatives are known of still cameras only.");

    // About y, then about x; backwards in the other order.
    Vector3d Turn(Vector3d v, double y, int way)
    {
        var moment = (Math.Clamp(y, 0, Height) / Height - 0.5) * way;
        var (sinX, cosX) = Math.SinCos(-turn.Down * moment);
        var (sinY, cosY) = Math.SinCos(turn.Right * moment);
        Vector3d AboutX(Vector3d p) => new(p.X, cosX * p.Y - sinX * p.Z, sinX * p.Y + cosX * p.Z);
        Vector3d AboutY(Vector3d p) => new(cosY * p.X + sinY * p.Z, p.Y, cosY * p.Z - sinY * p.X);
        return way > 0 ? AboutX(AboutY(v)) : AboutY(AboutX(v));
    }
}
