using System.Diagnostics;
using RobotVision.Inference;
using RobotVision.Reports;
using RobotVision.Tagging.Guesses;
using RobotVision.Tagging.Session;
using RobotVision.Tagging.Storage;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Monitoring;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Teaching;

/// <summary>
/// Trains a model on the frames that are tagged so far, in the background, whenever there are enough new ones, and lets the page show what it sees
/// from then on. A training that was interrupted goes on. Any thread.
/// </summary>
public sealed class Teacher : IAsyncDisposable
{
    /// <summary>From so many tagged frames on a model is trained.</summary>
    public const int LeastFrames = 15;

    /// <summary>By this factor the tagged frames must have grown before the next training.</summary>
    const double Growth = 1.5;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    readonly Lock _gate = new();
    readonly TagSession _session;
    readonly TeachOptions _options;
    readonly CancellationTokenSource _stop;
    readonly List<TaughtModel> _models;
    readonly Task _work;
    CancellationTokenSource? _training;
    volatile RunMonitor? _monitor;
    TeachStatus _status = new(TeachPhase.Waiting, "");
    readonly List<TaughtStatus> _finished = [];
    readonly List<CurvePoint> _curve = [];
    long _began;
    bool _wanted, _paused, _hasFailed;
    int? _taken;

    /// <summary>Starts.</summary>
    /// <param name="session">The tagging; it outlives this.</param>
    /// <param name="options">What is trained, and for how long.</param>
    /// <param name="stop">Stops it; a training leaves its checkpoint.</param>
    public Teacher(TagSession session, TeachOptions options, CancellationToken stop)
    {
        (_session, _options, _stop) = (session, options, CancellationTokenSource.CreateLinkedTokenSource(stop));
        Folder = Path.Combine(session.Set.Folder, ".teaching");
        _models = [.. TaughtModel.All(Folder)];
        _paused = File.Exists(StopFile);
        _finished.AddRange(_models.Where(model => model.IsFinished).Select(Describe));
        _work = LowPriority.RunInIdleTime(Run, "teaching");
    }

    /// <summary>The folder of all trainings.</summary>
    public string Folder { get; }

    string StopFile => Path.Combine(Folder, "stopped"); // there while nothing is trained until somebody asks for it

    /// <summary>Shows the training that goes on, or the last one; null before the first. It stays this object's.</summary>
    public RunMonitor? Monitor => _monitor;

    /// <summary>Called with one line for the terminal.</summary>
    public event Action<string>? Told;

    /// <summary>Called when a model was written to the output, with its files there.</summary>
    public event Action<RunFiles>? Taken;

    /// <summary>What is being done, and what was.</summary>
    public TeachStatus Status
    {
        get
        {
            lock (_gate)
                return _status with
                {
                    Tagged = Done().Count,
                    HeldOut = HeldOut,
                    NextAt = NextAt(),
                    IsPaused = _paused,
                    Taken = _taken,
                    Models = [.. _finished],
                    Curve = [.. _curve],
                };
        }
    }

    /// <summary>Trains as soon as possible, however many frames are new.</summary>
    public void TrainNow()
    {
        lock (_gate) (_wanted, _paused) = (true, false);
        if (File.Exists(StopFile)) File.Delete(StopFile);
    }

    /// <summary>Stops the training that runs and trains no more until <see cref="TrainNow"/>, also after a restart; its checkpoint is kept.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _paused = true;
            _training?.Cancel();
        }

        Directory.CreateDirectory(Folder);
        File.WriteAllText(StopFile, "");
    }

    /// <summary>Writes a model to the output, whatever its verdict.</summary>
    /// <param name="number">Its number.</param>
    /// <exception cref="InvalidDataException">There is no such model.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Take(int number)
    {
        TaughtModel model;
        lock (_gate)
            model = _models.Find(one => one.Number == number && one.IsFinished)
                ?? throw new InvalidDataException($"Model {number}: expected one that is trained, found {_models.Count(one => one.IsFinished)} of them.");
        model.CopyTo(_options.Output);
        lock (_gate) _taken = number;
        Tell($"model {number} is written to {_options.Output}");
        Taken?.Invoke(new(_options.Output));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _monitor?.Dispose();
        _stop.Dispose();
    }

    void Run()
    {
        _session.WaitUntilReadAsync().Wait();
        if (HeldOut is > 0 and var heldOut) Tell($"{Plural.Of(heldOut, "tagged frame")} of the val and test lists: kept for evaluation, not trained on");
        Try(() =>
        {
            if (_models.LastOrDefault(model => model.IsFinished) is { } last) Show(last);
        });
        while (!_stop.Token.WaitHandle.WaitOne(Interval))
            Try(() =>
            {
                if (NextModel() is { } model) Train(model);
            });
    }

    /// <summary>Runs work. What fails because of files, disk, memory or options is told and the tagging goes on; nothing is trained until asked for.</summary>
    void Try(Action work)
    {
        try
        {
            work();
        }
        catch (OperationCanceledException)
        {
            Report(new(TeachPhase.Waiting, "stopped; it goes on from its checkpoint"));
        }
        catch (Exception exception) when (
            exception is InvalidDataException or IOException or UnauthorizedAccessException or EnvironmentException or OptionException or DivergedException
                or InsufficientMemoryException)
        {
            lock (_gate) (_paused, _hasFailed) = (true, true);
            Report(new(TeachPhase.Failed, exception.Message));
            Tell($"training failed: {exception.Message}");
        }
    }

    /// <summary>The training to do now: one that was interrupted, or one on what is tagged now; null for none.</summary>
    TaughtModel? NextModel()
    {
        bool wanted;
        lock (_gate)
        {
            if (_paused) return null;
            wanted = _wanted;
            if (_models.LastOrDefault() is { IsFinished: false } interrupted)
            {
                if (!_hasFailed) return interrupted;
                _models.Remove(interrupted); // with the frames as they are now, which may have been mended
                Directory.Delete(Path.GetDirectoryName(interrupted.Data)!, recursive: true);
            }
        }

        var done = Done(); // after the request was read: it has all that was tagged before it
        lock (_gate)
        {
            if (done.Count == 0 || (done.Count < NextAt() && !wanted)) return null;
            _hasFailed = false;
            if (wanted) _wanted = false;
        }

        var next = new TaughtModel(Folder, _models.Count + 1);
        FrameSnapshot.Write(_session.Set, done, next.Data);
        lock (_gate) _models.Add(next);
        return next;
    }

    void Train(TaughtModel model)
    {
        using var training = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        lock (_gate)
        {
            _training = training;
            _curve.Clear();
            _began = Stopwatch.GetTimestamp();
        }

        try
        {
            Report(new(TeachPhase.Training, $"on {model.Frames} frames") { Number = model.Number });
            var recipe = TrainingRecipe.Load(_options.Recipe);
            var own = recipe.Data.FirstOrDefault(source => source.Yaml is not null); // what is tagged stands in its place
            recipe = recipe with
            {
                From = _options.From ?? recipe.From,
                Data = [new() { Yaml = model.Yaml, ClipFrames = own?.ClipFrames, ClipStep = own?.ClipStep }],
                Also = _options.Also.Count > 0 ? [.. _options.Also] : recipe.Also,
                Validation = [],
                Training = recipe.Training with { Minutes = _options.Minutes, Steps = _options.Steps ?? TrainingOptions.UnlimitedSteps },
            };
            var run = new TrainingRun(recipe, model.Files.Model, _options.Commit);
            _monitor?.Dispose();
            _monitor = new(run);
            run.Run(
                model.HasBegun, new ProgressAction<TrainingProgress>(value => Report(model, value)), training.Token,
                warning => Tell($"model {model.Number}: {warning}"), new ProgressAction<WorkProgress>(value => Report(model, value)));
            Finish(model);
        }
        catch (Exception exception)
        {
            _monitor?.End(exception is OperationCanceledException ? "The training was stopped; it goes on from its checkpoint." : exception.Message);
            throw;
        }
        finally
        {
            lock (_gate) _training = null;
        }
    }

    void Report(TaughtModel model, WorkProgress value)
    {
        _monitor!.Work.Report(value);
        Report(new(TeachPhase.Training, value.Work) { Number = model.Number, Step = value.Done, Steps = value.Total });
    }

    void Report(TaughtModel model, TrainingProgress value)
    {
        _monitor!.Progress.Report(value);
        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        lock (_gate) _curve.Add(new(value.Work, value.Step, value.Losses.Values.Sum()));
        Report(new(TeachPhase.Training, value.Work)
        {
            Number = model.Number,
            Step = value.Step,
            Steps = value.Steps,
            ImagesPerSecond = value.ImagesPerSecond,
            SecondsLeft = _options.Steps is null ? Math.Max(0, _options.Minutes * 60 - seconds) : null,
        });
    }

    void Finish(TaughtModel model)
    {
        var verdict = VerdictOf(model);
        foreach (var folder in new[] { model.Files.Folds, model.Files.Unlabelled }) // of one that was ended early: it is not resumed
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        _monitor!.End($"Model {model.Number}: {verdict.Text}");
        lock (_gate) _finished.Add(Describe(model));
        Tell($"model {model.Number}: {verdict.Text}");
        if (verdict.IsBetter) Take(model.Number);
        Show(model);
        Report(new(TeachPhase.Waiting, ""));
    }

    /// <summary>Lets the page show what a model sees, so that one corrects instead of drawing; one that is worse on these frames is not shown.</summary>
    void Show(TaughtModel model)
    {
        if (!VerdictOf(model).IsBetterHere) return;
        var path = File.Exists(model.Files.QuantisedModel) ? model.Files.QuantisedModel : model.Files.Model;
        var loaded = VisionModel.Load(path, new() { Accelerator = Accelerator.Cpu, Threads = 1 });
        _session.Looks.Replace(new ModelGuesses(loaded, _options.CloseUps, $"model {model.Number}", _session.Set.ClassNames));
    }

    /// <summary>From how many tagged frames on the next training begins by itself.</summary>
    int NextAt() => _models.Count == 0 ? LeastFrames : Math.Max(LeastFrames, (int)Math.Ceiling(_models[^1].Frames * Growth));

    List<int> Done() => [.. Tagged().Where(index => !_session.Set.Frames[index].IsHeldOut)];

    /// <summary>The tagged frames on which a data set measures: no model learns from them.</summary>
    int HeldOut => Tagged().Count(index => _session.Set.Frames[index].IsHeldOut);

    IEnumerable<int> Tagged() => _session.Rows(0).Rows.Where(row => row.Status == FrameStatus.Done && !row.HasProblem).Select(row => row.Index);

    TaughtStatus Describe(TaughtModel model) => new(model.Number, model.Frames, VerdictOf(model), model.Changes);

    /// <summary>The verdict on a model, compared with the one it began with and with the last one that was written before it.</summary>
    Verdict VerdictOf(TaughtModel model)
    {
        DomainComparison? written = null;
        foreach (var before in _models)
        {
            if (before.Number >= model.Number || !before.IsFinished) break;
            if (before.Changes is [var taught, ..] changes && Verdict.Of(changes, written).IsBetter) written = taught;
        }

        return Verdict.Of(model.Changes, written);
    }

    void Report(TeachStatus status)
    {
        lock (_gate) _status = status;
    }

    void Tell(string text) => Told?.Invoke(text);
}
