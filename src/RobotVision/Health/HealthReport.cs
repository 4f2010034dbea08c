namespace RobotVision.Health;

/// <summary>How well a live run sees, in one word.</summary>
public enum HealthLevel
{
    /// <summary>Frames come and nothing is wrong.</summary>
    Ok,

    /// <summary>Frames come, but something is wrong with them or with what becomes of the results.</summary>
    Degraded,

    /// <summary>No frames come.</summary>
    Lost,
}

/// <summary>What can be wrong with a live run.</summary>
public enum HealthProblem
{
    /// <summary>The source gives no frames.</summary>
    NoFrames,

    /// <summary>The source gives the same picture again and again.</summary>
    Frozen,

    /// <summary>The pictures are black.</summary>
    Black,

    /// <summary>The pictures show one even colour, as behind a cap or a hand.</summary>
    Covered,

    /// <summary>Far fewer frames come than the source promised.</summary>
    Slow,

    /// <summary>Stalls or losses of the source have become frequent.</summary>
    Unsteady,

    /// <summary>The time stamps of the frames run backwards.</summary>
    Clock,

    /// <summary>The newest frame was damaged, or poses are missing: <c>problem</c> of the state.</summary>
    Input,

    /// <summary>Results could not be sent or written within the last seconds.</summary>
    Unsent,

    /// <summary>The recording is not whole.</summary>
    Recording,

    /// <summary>The camera was moved since its calibration.</summary>
    Drift,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Problem">Its kind.</param>
/// <param name="Text">What was found and what to do, a phrase.</param>
public readonly record struct HealthReason(HealthProblem Problem, string Text)
{
    /// <summary>Whether it is about the pictures or when they come, which nothing else in the state tells.</summary>
    public bool IsOfPictures => Problem is HealthProblem.Frozen or HealthProblem.Black or HealthProblem.Covered or HealthProblem.Slow
        or HealthProblem.Unsteady or HealthProblem.Clock;
}

/// <summary>How steadily a source has given frames during the last hour.</summary>
public enum SourceQuality
{
    /// <summary>Never lost, and at most five stalls.</summary>
    Good,

    /// <summary>Lost up to five times, or up to sixty stalls.</summary>
    Unsteady,

    /// <summary>Lost or stalled more often.</summary>
    Bad,
}

/// <summary>How well a live run sees, and why not better.</summary>
/// <param name="Level">The worst of all.</param>
/// <param name="Reasons">What is wrong; empty where nothing is.</param>
public sealed record HealthReport(HealthLevel Level, IReadOnlyList<HealthReason> Reasons)
{
    /// <summary>Nothing is wrong.</summary>
    public static HealthReport Ok { get; } = new(HealthLevel.Ok, []);

    /// <summary>Gaps between two frames during the last hour that were several times as long as usual.</summary>
    public int Stalls { get; init; }

    /// <summary>How often the source was lost during the last hour.</summary>
    public int Losses { get; init; }

    /// <summary>Frames a second that the source gave within the last seconds; 0 where none came.</summary>
    public double FramesPerSecond { get; init; }

    /// <summary>Stalls and losses in one word.</summary>
    public SourceQuality Quality => (Losses, Stalls) switch
    {
        (0, <= 5) => SourceQuality.Good,
        ( <= 5, <= 60) => SourceQuality.Unsteady,
        _ => SourceQuality.Bad,
    };

    /// <summary>The level and, where something is wrong, why: <c>degraded: the same picture for 3 s</c>.</summary>
    public override string ToString() =>
        Level.ToString().ToLowerInvariant() + (Reasons.Count == 0 ? "" : $": {string.Join("; ", Reasons.Select(reason => reason.Text))}");
}
