using System.Diagnostics;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Monitoring;

/// <summary>
/// What a training run is doing, for whoever looks at it while it goes on: its work, its curves, and what its newest weights say of a few images. It
/// only listens to the run. Any thread.
/// </summary>
public sealed class RunMonitor : IDisposable
{
    /// <summary>Points of the curves to keep at most; of more, every second one goes.</summary>
    const int MostPoints = 8192;

    readonly Lock _gate = new();
    readonly TrainingRun _run;
    readonly SampleAnswers _samples;
    readonly List<CurvePoint> _curve = [];
    RunState _state = new("preparing", 0, 0);
    int _generation;
    (string Work, long Step, long Time) _first = ("", 0, 0);

    /// <summary>Listens to a run; to be made before it begins.</summary>
    public RunMonitor(TrainingRun run)
    {
        (_run, _samples) = (run, new SampleAnswers(run));
        run.Logged += Add;
        Progress = new ProgressAction<TrainingProgress>(Report);
        Work = new ProgressAction<WorkProgress>(Report);
    }

    /// <summary>Where the run reports its steps.</summary>
    public IProgress<TrainingProgress> Progress { get; }

    /// <summary>Where the run reports its work before and after the steps.</summary>
    public IProgress<WorkProgress> Work { get; }

    /// <summary>The run's files.</summary>
    public RunFiles Files => _run.Files;

    /// <summary>What it is doing.</summary>
    public RunState State
    {
        get
        {
            lock (_gate) return _state with { WhyNotEndEarly = _state.Outcome is null ? _run.WhyNotEndEarly : "The training has ended." };
        }
    }

    /// <summary>What the newest weights that were looked at say of some images; null before the first look.</summary>
    public SampleSet? Samples => _samples.Newest;

    /// <summary>The curves from a point on.</summary>
    /// <param name="known">Which points are known: the generation of the curve, and how many; points of another generation are not those of now.</param>
    /// <returns>The generation, the number of the first point that is returned, and the points.</returns>
    public (int Generation, int From, IReadOnlyList<CurvePoint> Points) Curve((int Generation, int Count) known)
    {
        lock (_gate)
        {
            var from = known.Generation == _generation ? Math.Clamp(known.Count, 0, _curve.Count) : 0;
            return (_generation, from, _curve[from..]);
        }
    }

    /// <summary>Lets the weights of the next report look at the images.</summary>
    public void LookAtSamples() => _run.RequestWeights();

    /// <inheritdoc cref="TrainingRun.EndEarly"/>
    public void EndEarly()
    {
        _run.EndEarly();
        lock (_gate) _state = _state with { IsEndingEarly = true };
    }

    /// <summary>Tells that the run has ended.</summary>
    /// <param name="outcome">What became of it, a sentence.</param>
    public void End(string outcome)
    {
        lock (_gate) _state = _state with { Outcome = outcome, SecondsLeft = null };
    }

    /// <summary>Ends the looking at images.</summary>
    public void Dispose()
    {
        _run.Logged -= Add;
        _samples.Dispose();
    }

    void Report(WorkProgress value)
    {
        lock (_gate) _state = new(value.Work, value.Done, value.Total) { IsEndingEarly = _state.IsEndingEarly, Processor = _run.Processor };
    }

    void Report(TrainingProgress value)
    {
        lock (_gate)
        {
            if (_first.Work != value.Work) _first = (value.Work, value.Step, Stopwatch.GetTimestamp());
            _state = new(value.Work, value.Step, value.Steps)
            {
                AreSteps = true,
                ImagesPerSecond = value.ImagesPerSecond,
                LearningRate = value.LearningRate,
                Processor = _run.Processor,
                IsEndingEarly = _state.IsEndingEarly,
                SecondsLeft = value.Step > _first.Step
                    ? Stopwatch.GetElapsedTime(_first.Time).TotalSeconds * (value.Steps - value.Step) / (value.Step - _first.Step) : null,
            };
        }

        // Those of the exported weights come from the log, which has more of them.
        if (value.Work == TrainingProgress.OfTheModel) return;
        Add(value.Work, new(value.Step, value.Steps)
        {
            Losses = value.Losses,
            LearningRate = value.LearningRate,
            ImagesPerSecond = value.ImagesPerSecond,
        });
    }

    void Add(MetricsEntry entry) => Add(TrainingProgress.OfTheModel, entry);

    void Add(string work, MetricsEntry entry)
    {
        lock (_gate)
        {
            _curve.Add(new(work, entry));
            if (_curve.Count <= MostPoints) return;
            var kept = CurvePoint.Thin(_curve, MostPoints / 2);
            _curve.Clear();
            _curve.AddRange(kept);
            _generation++;
        }
    }
}

/// <summary>What a run is doing.</summary>
/// <param name="Work">What, in a few words.</param>
/// <param name="Done">Steps or images done.</param>
/// <param name="Total">Steps or images in all; 0 where unknown.</param>
public sealed record RunState(string Work, long Done, long Total)
{
    /// <summary>Whether steps of a training are counted, not images.</summary>
    public bool AreSteps { get; init; }

    /// <summary>Training samples per second.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Seconds until these steps are done, at the pace so far; null where unknown.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>The device of the training steps; empty before them.</summary>
    public string Processor { get; init; } = "";

    /// <summary>Whether the training was asked to end early.</summary>
    public bool IsEndingEarly { get; init; }

    /// <summary>Why it cannot be ended early now; null where it can be.</summary>
    public string? WhyNotEndEarly { get; init; }

    /// <summary>What became of the run; null while it goes on.</summary>
    public string? Outcome { get; init; }
}
