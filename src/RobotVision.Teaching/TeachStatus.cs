using RobotVision.Training.Runs;

namespace RobotVision.Teaching;

/// <summary>How models are trained while the tagging goes on.</summary>
/// <param name="Recipe">The recipe; its data are replaced.</param>
/// <param name="From">The float32 model that every training begins with; null for that of the recipe.</param>
/// <param name="Output">Where a model goes that is taken.</param>
/// <param name="Minutes">The time of one training, with the models that are judged on held-out frames.</param>
public sealed record TeachOptions(string Recipe, string? From, string Output, double Minutes)
{
    /// <summary>Steps of one training; null for as many as the minutes allow.</summary>
    public long? Steps { get; init; }

    /// <summary>Recordings without labels to learn from as well; the recipe's where there are none.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Close-ups of each frame for the guesses.</summary>
    public int CloseUps { get; init; }

    /// <summary>Version of this code, for the model's origin.</summary>
    public string Commit { get; init; } = "";
}

/// <summary>What the teaching is doing.</summary>
public enum TeachPhase
{
    /// <summary>It waits for more tagged frames.</summary>
    Waiting,

    /// <summary>It trains.</summary>
    Training,

    /// <summary>The last training failed; it waits to be told to try again.</summary>
    Failed,
}

/// <summary>What the teaching is doing and has done.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Work">What exactly, or why it failed.</param>
public sealed record TeachStatus(TeachPhase Phase, string Work)
{
    /// <summary>The number of the model that is trained; 0 for none.</summary>
    public int Number { get; init; }

    /// <summary>Steps or images done.</summary>
    public long Step { get; init; }

    /// <summary>Steps or images in all; 0 where unknown.</summary>
    public long Steps { get; init; }

    /// <summary>Training samples per second.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>Seconds until the training ends; null where steps were given instead of minutes, or nothing is trained.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>The losses of the training so far.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>Frames that are tagged and can be trained on.</summary>
    public int Tagged { get; init; }

    /// <summary>Tagged frames of the data set's <c>val</c> and <c>test</c> lists besides, on which no model is trained.</summary>
    public int HeldOut { get; init; }

    /// <summary>From so many on the next training begins by itself.</summary>
    public int NextAt { get; init; }

    /// <summary>Whether nothing is trained until somebody asks for it.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The number of the model that was written to the output; null for none.</summary>
    public int? Taken { get; init; }

    /// <summary>The models that are trained, in their order.</summary>
    public IReadOnlyList<TaughtStatus> Models { get; init; } = [];
}

/// <summary>One report of a training.</summary>
/// <param name="Work">What is trained: the model, or one that is judged on frames held out.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean loss since the report before.</param>
public readonly record struct CurvePoint(string Work, long Step, double Loss);

/// <summary>A trained model.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Frames">How many frames it was trained on.</param>
/// <param name="Verdict">Whether to take it.</param>
/// <param name="Changes">The comparison with the model that the training began with.</param>
public sealed record TaughtStatus(int Number, int Frames, Verdict Verdict, IReadOnlyList<DomainComparison> Changes);
