namespace RobotVision.Poses;

/// <summary>Receives poses on threads of its own and keeps those of the last seconds; messages that are no poses are counted.</summary>
public interface IPoseReceiver : IDisposable
{
    /// <summary>The poses.</summary>
    PoseHistory History { get; }
}
