namespace RobotVision.Onboard.Foxglove;

/// <summary>The messages of one frame or one state, at most one a channel, which all viewers share. Not changed once viewers have it.</summary>
/// <param name="Nanoseconds">When they were made, since 1970 UTC.</param>
/// <param name="Camera">The place of the frame's camera; 0 of a state.</param>
sealed record FoxgloveMessages(ulong Nanoseconds, int Camera = 0)
{
    readonly byte[]?[] _of = new byte[]?[FoxgloveChannels.Count];

    /// <summary>The message of a channel; null where there is none.</summary>
    public byte[]? this[FoxgloveChannel channel]
    {
        get => _of[(int)channel];
        set => _of[(int)channel] = value;
    }
}
