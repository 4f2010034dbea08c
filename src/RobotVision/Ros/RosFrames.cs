using RobotVision.Geometry;

namespace RobotVision.Ros;

/// <summary>The names of coordinate frames and the axes of cameras.</summary>
/// <remarks>Source: REP 103 (axes), 105 and 120 (names).</remarks>
static class RosFrames
{
    /// <summary>The usual names: the camera's optical frame, and the ground under the robot.</summary>
    public const string Camera = "camera_optical_frame", Ground = "base_footprint";

    /// <summary>Turns the axes of a camera that looks along x (x ahead, y left, z up) into those of an optical frame (x right, y down, z ahead).</summary>
    static readonly Rotation ToOptical = new(0.5, 0.5, -0.5, 0.5);

    /// <summary>The frame of a camera.</summary>
    /// <param name="camera">The camera's name; null where it has none.</param>
    /// <param name="named">The frame that was asked for; empty for the usual one.</param>
    public static string CameraOf(string? camera, string named) => named.Length > 0 ? named : camera is null ? Camera : $"{camera}_optical_frame";

    /// <summary>Turns the axes of a camera that looks along x (x ahead, y left, z up) into those of a frame, which its name tells.</summary>
    public static Rotation AxesOf(string frame) =>
        frame.EndsWith("_optical_frame", StringComparison.Ordinal) || frame.EndsWith("_optical", StringComparison.Ordinal) ? ToOptical : Rotation.Identity;
}
