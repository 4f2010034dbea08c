using RobotVision.Capture;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Placing;

namespace RobotVision.Pipeline;

/// <summary>
/// One camera of a <see cref="VisionPipeline"/>: where its frames come from, where it is, how well it sees, and what became of its frames. For one run.
/// </summary>
public sealed class VisionCamera
{
    const int MostProblems = 100;

    readonly string? _given;
    readonly List<string> _problems = [];
    HealthWatch _health = null!;
    volatile PipelineStatus _status = PipelineStatus.Waiting;
    volatile string? _problem;
    volatile Exception? _failure;
    long _timesLost;
    (string Name, string Masked) _lastSource = ("", "");

    /// <summary>Puts a camera together.</summary>
    /// <param name="source">
    /// Where its frames come from; borrowed. A recording of several cameras is the source of all of them and says of each frame whose it is
    /// (<see cref="Frame.Camera"/>).
    /// </param>
    /// <param name="placer">Places what was found; in the image alone when null. Used by one pipeline alone while it runs.</param>
    /// <param name="name">Its name in results; the source's, without passwords, when null.</param>
    public VisionCamera(IFrameSource source, FramePlacer? placer = null, string? name = null)
    {
        (Source, Placer, _given) = (source, placer ?? new(), name);
        Name = name ?? SourceName.Masked(source.Name);
    }

    /// <summary>Its name in results.</summary>
    public string Name { get; }

    /// <summary>Whether the name was given to it.</summary>
    public bool IsNamed => _given is not null;

    /// <summary>Where its frames come from.</summary>
    public IFrameSource Source { get; }

    /// <summary>Places what was found in its frames.</summary>
    public FramePlacer Placer { get; }

    /// <summary>What was done with its frames.</summary>
    public PipelineMetrics Metrics { get; } = new();

    /// <summary>What the source said of bad frames and of what it lost, one sentence each, at most a hundred. To be read when the run has ended.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What is wrong, or was last; null when nothing is. Any thread.</summary>
    public string? Problem => _problem ?? Placer.Problem;

    /// <summary>What ended it before its source did; null where nothing has. Any thread.</summary>
    public Exception? Failure => _failure;

    /// <summary>Runs all steps of its frames.</summary>
    internal FrameProcessor Processor { get; private set; } = null!;

    /// <summary>Its place among the cameras of the pipeline.</summary>
    internal int Index { get; private set; }

    /// <summary>Watches its pictures.</summary>
    internal PictureWatch Pictures => _health.Picture;

    /// <summary>Becomes a camera of a pipeline.</summary>
    internal void Join(int index, FrameProcessor processor, TimeProvider clock) =>
        (Index, Processor, _health) = (index, processor, new(clock, () => Source.FramesPerSecond));

    /// <summary>How it is, without what concerns the whole run.</summary>
    internal PipelineState StateAt(DateTimeOffset now, ExecutionProvider provider)
    {
        var state = new PipelineState(now, _status, SourceName.Masked(Source.Name), Problem, provider,
            Metrics.Published, Metrics.Dropped, Interlocked.Read(ref _timesLost))
        {
            Camera = _given,
            Poses = Placer.PoseCounts,
            Drift = Placer.Drift,
        };
        return state with { Health = Judge(state) };
    }

    /// <summary>A source's name without passwords; worked out when it changes, since frame after frame comes from the same. On the thread that reads.</summary>
    internal string Masked(string source)
    {
        if (!ReferenceEquals(source, _lastSource.Name)) _lastSource = (source, SourceName.Masked(source));
        return _lastSource.Masked;
    }

    /// <summary>Keeps count of what reading brought.</summary>
    /// <param name="outcome">What it brought.</param>
    /// <param name="frame">The frame, where there is one.</param>
    /// <returns>Whether its status has changed.</returns>
    internal bool Note(ReadOutcome outcome, Frame frame)
    {
        switch (outcome)
        {
            case ReadOutcome.BadFrame:
                Metrics[Stage.Capture].CountDrop(DropReason.BadFrame);
                Remember(Source.Problem!);
                return false;
            case ReadOutcome.SourceLost:
                _problem = Source.Problem is { } problem ? SourceName.Masked(problem) : null;
                if (_status != PipelineStatus.Running) return false;
                Interlocked.Increment(ref _timesLost);
                _health.Lose();
                return Become(PipelineStatus.SourceLost);
            case ReadOutcome.Frame:
                _problem = null;
                if (Source.Problem is { } damage) Remember(damage); // the frame is used all the same
                _health.Source.Frame(frame.Timestamp);
                return Become(PipelineStatus.Running);
            default:
                if (Source.Problem is { } last) Remember(last, isLast: true);
                return false;
        }
    }

    /// <summary>Takes a status.</summary>
    /// <returns>Whether it was another one before.</returns>
    internal bool Become(PipelineStatus status)
    {
        if (_status == status) return false;
        _status = status;
        return true;
    }

    /// <summary>It cannot go on; the others do.</summary>
    internal void Fail(Exception failure)
    {
        _failure ??= failure;
        _problem = SourceName.Masked(failure.Message);
    }

    void Remember(string problem, bool isLast = false)
    {
        problem = SourceName.Masked(problem);
        _problem = problem;
        if (_problems.Count < MostProblems || isLast) _problems.Add(problem);
    }

    HealthReport Judge(PipelineState state) => _health.Judge(
        state.Status switch
        {
            PipelineStatus.Running => null,
            PipelineStatus.Ended => _failure is null ? "the run has ended" : state.Problem,
            _ => state.Problem ?? $"no frame has come from {state.Source}",
        },
        unsent: 0, ProblemsOf(state));

    static IEnumerable<HealthReason> ProblemsOf(PipelineState state)
    {
        if (state.Problem is { } problem) yield return new(HealthProblem.Input, problem);
        if (state.Drift is { IsDrifting: true })
            yield return new(HealthProblem.Drift, "crossings do not lie as the field's: the camera was moved, or its pose is wrong");
    }
}
