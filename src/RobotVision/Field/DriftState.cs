namespace RobotVision.Field;

/// <summary>Whether the camera still sits as it was calibrated, by the crossings that are seen.</summary>
/// <param name="IsDrifting">Whether crossings no longer fit: the camera was moved, the poses are wrong, or the field is another.</param>
/// <param name="Roll">By how much roll seems to be off in radians, to be added to the pose's; of the last seconds, and noisy.</param>
/// <param name="Pitch">The same of pitch.</param>
/// <param name="Warnings">How often it has begun since the start.</param>
public sealed record DriftState(bool IsDrifting, double Roll, double Pitch, long Warnings);
