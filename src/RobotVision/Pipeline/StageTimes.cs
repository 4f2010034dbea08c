namespace RobotVision.Pipeline;

/// <summary>How long each stage worked on one frame. One thread at a time.</summary>
public sealed class StageTimes
{
    /// <summary>How many stages there are.</summary>
    public const int Count = (int)Stage.Publish + 1;

    readonly TimeSpan[] _times = new TimeSpan[Count];

    /// <summary>The time of a stage; zero of one that has not worked on the frame.</summary>
    public TimeSpan this[Stage stage]
    {
        get => _times[(int)stage];
        internal set => _times[(int)stage] = value;
    }

    /// <summary>All stages before publishing together.</summary>
    public TimeSpan Sum
    {
        get
        {
            var sum = TimeSpan.Zero;
            for (var stage = Stage.Capture; stage < Stage.Publish; stage++) sum += this[stage];
            return sum;
        }
    }
}
