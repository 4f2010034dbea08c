using RobotVision.Geometry;

namespace RobotVision.Calibration.Boards;

/// <summary>Pose of a board in the camera's frame: a rotation (axis times angle in radians) and a translation in metres.</summary>
/// <param name="Rotation">Axis times angle, as OpenCV's rvec.</param>
/// <param name="Shift">Position of the board's first corner.</param>
public readonly record struct BoardPlacement(Vector3d Rotation, Vector3d Shift)
{
    /// <summary>The board's normal in the camera's frame; it points away from the camera that sees the printed side.</summary>
    public Vector3d Normal => Turn(new(0, 0, 1));

    /// <summary>Whether all numbers are finite.</summary>
    public bool IsFinite => double.IsFinite(Rotation.X + Rotation.Y + Rotation.Z + Shift.X + Shift.Y + Shift.Z);

    /// <summary>The placement of six numbers: rotation, then shift.</summary>
    public static BoardPlacement Of(ReadOnlySpan<double> numbers) => new(new(numbers[0], numbers[1], numbers[2]), new(numbers[3], numbers[4], numbers[5]));

    /// <summary>The six numbers: rotation, then shift.</summary>
    public double[] ToNumbers() => [Rotation.X, Rotation.Y, Rotation.Z, Shift.X, Shift.Y, Shift.Z];

    /// <summary>Transforms a point of the board into the camera's frame.</summary>
    public Vector3d ToCamera(Vector3d pointOnBoard) => Turn(pointOnBoard) + Shift;

    /// <summary>Rotates a direction of the board into the camera's frame.</summary>
    /// <remarks>Source: O. Rodrigues' rotation formula.</remarks>
    public Vector3d Turn(Vector3d direction)
    {
        var angle = Rotation.Length;
        if (angle < 1e-12) return direction + Rotation.Cross(direction);
        var axis = Rotation * (1 / angle);
        var (sine, cosine) = Math.SinCos(angle);
        return direction * cosine + axis.Cross(direction) * sine + axis * (axis.Dot(direction) * (1 - cosine));
    }
}
