using System.Collections.Concurrent;
using System.Globalization;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Poses;

namespace RobotVision.Recording;

/// <summary>
/// Records a live run: pictures, results, all that decides results, states and poses, in MCAP files of limited size. It subscribes to the pipeline and
/// writes on a thread of its own, so that a slow disk never holds up a frame; frames that it misses are counted. Where the disk is full or the free space
/// at its floor, recording ends and the run goes on. Any thread.
/// </summary>
public sealed class FrameRecorder : IPublisher
{
    /// <summary>Frames of each camera that may wait for the disk: half a second at 30 frames a second, as far as a subscription goes.</summary>
    const int FramesOfEach = 16;

    const int MostStates = 64;

    readonly RecorderOptions _options;
    readonly IReadOnlyList<RunSettings> _settings;
    readonly TimeProvider _clock;
    readonly RecordingFolder _folder;
    readonly ConcurrentQueue<PipelineState> _states = new();
    readonly List<TimedPose> _poses = [];
    readonly List<(PoseHistory History, int? Camera)> _histories = [];
    readonly ManualResetEventSlim _hasEnded = new(), _goesOn = new(initialState: true);
    VisionPipeline? _pipeline;
    volatile Subscription? _subscription;
    Thread? _thread;
    Stream? _stream;
    RecordingWriter? _writer;
    string _path = "", _model = "";
    long[] _posesTaken = [];
    long _checkedAt;
    long _frames, _lost;
    volatile string? _problem;
    volatile bool _isActive, _hasFailed;

    /// <summary>Takes the folder; nothing is recorded before <see cref="Start"/>.</summary>
    /// <param name="options">Where, and how much.</param>
    /// <param name="settings">What decides the results, of each camera of the pipeline; the model is that of the pipeline.</param>
    /// <param name="clock">Where times come from.</param>
    /// <exception cref="OptionException">A value is out of range.</exception>
    /// <exception cref="IOException">The folder cannot be written, or another process records to it.</exception>
    public FrameRecorder(RecorderOptions options, IReadOnlyList<RunSettings> settings, TimeProvider clock)
    {
        options.Validate();
        (_options, _settings, _clock, _folder) = (options, settings, clock, new(options));
    }

    /// <summary>Whether the disk failed, so that the recording is not what was asked for.</summary>
    public bool HasFailed => _hasFailed;

    /// <inheritdoc/>
    public RecordingState? Recording => new(_isActive, Path.GetFileName(_path), Interlocked.Read(ref _frames), Dropped, _problem ?? DropReason);

    int QueueLength => Math.Min(FramesOfEach * _settings.Count, Subscription.MaxQueueLength);

    long Dropped => Interlocked.Read(ref _lost) + (_subscription?.Lost ?? 0);

    string? DropReason => Dropped > 0 ? "frames are missing in the recording: writing is slower than they come. Record to a faster disk." : null;

    /// <summary>Begins to record a pipeline that does not run yet and has this among its publishers.</summary>
    /// <param name="pipeline">Borrowed until this is disposed.</param>
    public void Start(VisionPipeline pipeline)
    {
        _pipeline = pipeline;
        pipeline.KeepsSnapshots = true;
        var histories = pipeline.Cameras.Select((camera, index) => (History: camera.Placer.Setup.Poses as PoseHistory, index))
            .Where(one => one.History is { IsFixed: false }).DistinctBy(one => one.History).ToArray();
        _histories.AddRange(histories.Select(one => (one.History!, histories.Length > 1 ? one.index : (int?)null)));
        _posesTaken = new long[_histories.Count];
        _subscription = pipeline.Subscribe(QueueLength);
        _isActive = true;
        _thread = new Thread(Record) { IsBackground = true, Name = "recorder" };
        _thread.Start();
    }

    /// <summary>Ends the file within half a second and records nothing until <see cref="Resume"/>.</summary>
    public void Pause() => _goesOn.Reset();

    /// <summary>Goes on recording, in a new file.</summary>
    /// <exception cref="InvalidDataException">The recording has ended, because the disk is full or failed, or the run has.</exception>
    public void Resume()
    {
        if (_thread is not { IsAlive: true }) throw new InvalidDataException(_problem ?? "Expected a run that goes on, found that it has ended.");
        _goesOn.Set();
    }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        // Frames come by the subscription, which never holds up the pipeline.
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        if (_isActive && _states.Count < MostStates) _states.Enqueue(state);
    }

    /// <summary>Waits until all is written, the last state too; the run has ended.</summary>
    public void Complete()
    {
        _hasEnded.Set();
        _goesOn.Set();
        _thread?.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        Complete();
        _folder.Dispose();
    }

    void Record()
    {
        try
        {
            RecordAll();
            WriteStates();
            CloseFile();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _hasFailed = true;
            _problem = $"recording has ended: '{(_path.Length > 0 ? _path : _options.Folder)}' cannot be written: {exception.Message} "
                + "Is the disk full? Free some of it, or record elsewhere.";
        }
        finally
        {
            _isActive = false;
            _writer?.Dispose();
            CloseStream();
            _subscription!.Dispose();
            _states.Clear();
        }
    }

    void RecordAll()
    {
        Task<bool>? waiting = null;
        while (Check())
        {
            if (!_goesOn.IsSet)
            {
                Rest();
                waiting = null;
            }

            waiting ??= _subscription!.WaitToReadAsync().AsTask();
            if (waiting.Wait(_options.Interval))
            {
                if (!waiting.Result)
                {
                    _writer?.Flush();
                    _hasEnded.Wait(); // for the last state
                    return;
                }

                waiting = null;
                while (_subscription!.TryRead(out var result))
                    using (result) Write(result.Observation);
            }

            WriteStates();
            WritePoses();
        }
    }

    /// <summary>Waits until recording goes on or the run has ended; meanwhile no frame is kept for it.</summary>
    void Rest()
    {
        CloseFile();
        _isActive = false;
        var before = _subscription!;
        _subscription = null;
        before.Dispose();
        Interlocked.Add(ref _lost, before.Lost);
        _goesOn.Wait();
        _states.Clear();
        _subscription = _pipeline!.Subscribe(QueueLength);
        _isActive = !_hasEnded.IsSet;
    }

    /// <summary>Twice a second: hands on what was written, keeps to the limit, and says whether the floor of free space is not reached.</summary>
    bool Check()
    {
        if (_checkedAt != 0 && _clock.GetElapsedTime(_checkedAt) < _options.Interval) return true;
        _checkedAt = _clock.GetTimestamp();
        _writer?.Flush();
        if (_writer is not null) _folder.MakeRoom(0, _path);
        var missing = _folder.Missing;
        if (missing <= 0) return true;
        _problem = string.Create(
            CultureInfo.InvariantCulture,
            $"recording has ended: {_options.Floor / 1e6:F0} MB shall stay free on the disk of '{_options.Folder}', "
            + $"{missing / 1e6:F0} MB are missing. Free some of it, or record elsewhere.");
        return false;
    }

    void Write(Observation observation)
    {
        // A file is of one model.
        if (_writer is not null && (_writer.Length >= _options.FileBytes || observation.Inputs.Model != _model)) CloseFile();
        if (_writer is null) OpenFile(observation.Inputs.Model);
        _writer!.Write(observation);
        Interlocked.Increment(ref _frames);
    }

    void OpenFile(string model)
    {
        var now = _clock.GetUtcNow();
        _stream = _folder.Begin(now, out var path);
        (_path, _model) = (path, model);
        // Of a model that was replaced again meanwhile only the hash is known.
        var first = _pipeline!.Model is { } runs && runs.Hash == model ? _settings[0].With(runs) : _settings[0] with { ModelHash = model };
        _writer = new(_stream, [.. _settings.Select(settings => settings.WithModelOf(first))], now);
    }

    void CloseFile()
    {
        if (_writer is null) return;
        _writer.Complete();
        _writer.Dispose();
        _writer = null;
        _stream!.Dispose();
        _stream = null;
    }

    void CloseStream()
    {
        try
        {
            _stream?.Dispose();
        }
        catch (IOException)
        {
            // What was flushed is in the file.
        }
    }

    void WriteStates()
    {
        while (_states.TryDequeue(out var state))
        {
            if (_writer is null) OpenFile(_pipeline!.Model.Hash);
            _writer!.Write(state);
        }
    }

    void WritePoses()
    {
        if (_writer is null) return;
        foreach (var (i, (history, camera)) in _histories.Index())
        {
            history.CopySince(ref _posesTaken[i], _poses);
            foreach (var pose in _poses) _writer.Write(pose, camera);
            _poses.Clear();
        }
    }
}
