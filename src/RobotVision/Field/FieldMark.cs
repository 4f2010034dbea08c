using RobotVision.Detections;

namespace RobotVision.Field;

/// <summary>A line crossing or penalty mark of a field.</summary>
/// <param name="Class">One of line_l, line_t, line_x, penalty_mark.</param>
/// <param name="X">Metres from the field's centre along the field.</param>
/// <param name="Y">Metres from the field's centre across it, left of x.</param>
public readonly record struct FieldMark(ObjectClass Class, double X, double Y);
