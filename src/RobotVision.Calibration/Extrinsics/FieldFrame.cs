using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>The crossings of one image with the approximate camera pose.</summary>
/// <param name="Name">Name for messages.</param>
/// <param name="Pose">The approximate camera pose; position and heading on the field do not matter.</param>
/// <param name="Crossings">Line crossings and penalty marks that were seen.</param>
public sealed record FieldFrame(string Name, CameraPose Pose, IReadOnlyList<MarkSighting> Crossings)
{
    /// <summary>The image, of the lens's size, in which lines are measured; null to use only the crossings.</summary>
    public BgrImage? Image { get; init; }
}

/// <summary>An image whose crossings are matched to the field's marks.</summary>
/// <param name="Frame">The image.</param>
/// <param name="Placement">Position of the robot on the field.</param>
/// <param name="Pairs">The sightings with their marks.</param>
sealed record MatchedFrame(FieldFrame Frame, FieldPlacement Placement, IReadOnlyList<(MarkSighting Seen, FieldMark Mark)> Pairs);
