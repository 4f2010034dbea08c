using RobotVision.Detections;

namespace RobotVision.Placing;

/// <summary>Sizes of objects for pictures and boxes in space: they are not measured.</summary>
public static class NominalSize
{
    /// <summary>Width and height in metres; chosen by us from the sizes in RoboCup's humanoid leagues.</summary>
    /// <param name="objectClass">The class.</param>
    /// <param name="ballRadius">The ball's radius in metres.</param>
    public static (double Width, double Height) Of(ObjectClass objectClass, double ballRadius) => objectClass switch
    {
        ObjectClass.Ball => (2 * ballRadius, 2 * ballRadius),
        ObjectClass.Robot => (0.3, 0.6),
        ObjectClass.Goalpost => (0.1, 1),
        ObjectClass.LineL or ObjectClass.LineT or ObjectClass.LineX or ObjectClass.PenaltyMark => (0.15, 0.01),
        _ => (0.3, 0.8),
    };
}
