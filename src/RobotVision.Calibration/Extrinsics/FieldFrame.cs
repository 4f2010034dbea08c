using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>The crossings of one image, and where the camera was thought to be.</summary>
/// <param name="Name">What to call it in messages.</param>
/// <param name="Pose">The camera's pose by what is known so far; place and heading on the field do not matter.</param>
/// <param name="Crossings">Line crossings and penalty marks that were seen.</param>
public sealed record FieldFrame(string Name, CameraPose Pose, IReadOnlyList<MarkSighting> Crossings)
{
    /// <summary>The image, of the lens's size, in which the lines themselves are measured; null leaves it at the crossings.</summary>
    public BgrImage? Image { get; init; }
}
