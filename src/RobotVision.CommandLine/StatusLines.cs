using System.Globalization;
using RobotVision.Health;
using RobotVision.Pipeline;

namespace RobotVision.CommandLine;

/// <summary>
/// Says on the standard error how a live run is: when the source comes, goes and comes back and what is wrong, a line each, and how fast it is,
/// on the terminal's last line every second or, where there is no terminal, in a line a minute.
/// </summary>
/// <param name="output">The standard error.</param>
/// <param name="width">Characters a line of the terminal; null where there is none, or where results are written to it.</param>
/// <param name="clock">Where times come from.</param>
public sealed class StatusLines(TextWriter output, int? width, TimeProvider clock) : IPublisher
{
    const string StartOfLine = "\r", ClearLine = "\r\e[K";

    static readonly TimeSpan PlainInterval = TimeSpan.FromMinutes(1), ShortestInterval = TimeSpan.FromSeconds(0.5);

    long _since = clock.GetTimestamp();
    long _published;
    string? _recordingProblem;
    bool _unsent;
    ModelSwapState? _swap;
    CameraLines[] _cameras = [];

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        // Frames go to the other publishers.
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        IReadOnlyList<PipelineState> cameras = state.Cameras.Count > 0 ? state.Cameras : [state];
        if (_cameras.Length == 0) _cameras = [.. cameras.Select(camera => new CameraLines(camera, Report))];
        foreach (var (lines, camera) in _cameras.Zip(cameras)) lines.WriteStatus(camera);
        WriteSwap(state.Swap);
        foreach (var (lines, camera) in _cameras.Zip(cameras)) lines.WriteProblems(camera);
        WriteProblems(state);
        WriteSpeed(state);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Every line is out.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (width is not null) output.Write(ClearLine);
    }

    void WriteSwap(ModelSwapState? swap)
    {
        if (swap == _swap) return;
        if ((_swap = swap) is not { } now) return;
        if (now.Reason is { } reason) Report($"warning: {reason}");
        else if (now.Status == SwapStatus.Kept) Report($"{now.File} has proved itself; {now.BeforeFile} is no longer kept");
        else if (now.Status == SwapStatus.Returned) Report($"{now.BeforeFile} runs again, as was asked for");
    }

    void WriteProblems(PipelineState state)
    {
        if (!_unsent && state.Unsent is { } unsent) Report($"warning: {unsent.Problem}");
        _unsent = state.Unsent is not null;
        if (state.Recording?.Problem is { } missing && missing != _recordingProblem) Report($"warning: {_recordingProblem = missing}");
    }

    void WriteSpeed(PipelineState state)
    {
        var elapsed = clock.GetElapsedTime(_since);
        if (state.Status != PipelineStatus.Running || elapsed < (width is null ? PlainInterval : ShortestInterval)) return;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Source}: {(state.Published - _published) / elapsed.TotalSeconds:F1} frames/s, {state.Published} published, {state.Dropped} dropped");
        (_since, _published) = (clock.GetTimestamp(), state.Published);
        if (width is not { } columns) output.WriteLine(text);
        else output.Write($"{ClearLine}{text[..Math.Min(text.Length, Math.Max(0, columns - 1))]}{StartOfLine}");
    }

    void Report(string line) => output.WriteLine(width is null ? line : ClearLine + line);

    /// <summary>What is told of one camera; where it has a name, every line but those of its source begins with that.</summary>
    sealed class CameraLines(PipelineState first, Action<string> report)
    {
        readonly string _source = first.Camera is { } name ? $"{name} ({first.Source})" : first.Source;
        readonly string _prefix = first.Camera is { } name ? $"{name}: " : "";
        PipelineStatus? _last;
        string? _problem, _poseProblem;
        bool _hasSaidWhyItWaits;
        bool _drifting;
        HealthProblem[] _faults = [];

        public void WriteStatus(PipelineState state)
        {
            if (state.Status == _last) return;
            var because = state.Problem is { } problem ? $": {problem}" : "";
            report(state.Status switch
            {
                PipelineStatus.Waiting => $"waiting for {_source}{because}",
                PipelineStatus.Running when _last == PipelineStatus.SourceLost => $"{_source} is back",
                PipelineStatus.Running => $"frames come from {_source}",
                PipelineStatus.SourceLost => $"lost {_source}{because}",
                _ when state.Published + state.Dropped == 0 => $"no frame came from {_source}{because}",
                _ => $"{_source} has ended",
            });
            if (state.Status != PipelineStatus.Running) _problem = state.Problem;
            _last = state.Status;
        }

        public void WriteProblems(PipelineState state)
        {
            if (state.Drift is { } drift && drift.IsDrifting != _drifting)
                report((_drifting = drift.IsDrifting) ? $"warning: {_prefix}{Placing.Describe(drift)}" : $"{_prefix}the crossings fit the camera's pose again");
            if (_poseProblem is null && (_poseProblem = state.Poses?.FirstProblem) is not null) report($"warning: {_prefix}{_poseProblem}");
            WriteFaults(state.Health);
            if (state.Problem == _problem) return;
            if (state is { Status: PipelineStatus.Waiting, Problem: { } reason } && !_hasSaidWhyItWaits)
            {
                _hasSaidWhyItWaits = true;
                report($"waiting: {_prefix}{reason}");
            }

            if ((_problem = state.Problem) is not null && state.Status == PipelineStatus.Running) report($"warning: {_prefix}{_problem}");
        }

        /// <summary>What is wrong with pictures that come; the rest of the health is told by what it comes from.</summary>
        void WriteFaults(HealthReport? health)
        {
            HealthReason[] faults = [.. (health?.Reasons ?? []).Where(reason => reason.IsOfPictures)];
            foreach (var (problem, text) in faults)
                if (!_faults.Contains(problem)) report($"warning: {_prefix}{text}");
            if (_faults.Length > 0 && faults.Length == 0 && health?.Level != HealthLevel.Lost) report($"{_prefix}the pictures are as they should be again");
            _faults = [.. faults.Select(fault => fault.Problem)];
        }
    }
}
