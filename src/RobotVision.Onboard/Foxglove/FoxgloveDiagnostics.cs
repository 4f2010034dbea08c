using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Wire.Foxglove;

namespace RobotVision.Onboard.Foxglove;

/// <summary>The state as diagnostics: the camera, and as far as there are any health, poses, outputs, recording, camera drift and model swap.</summary>
static class FoxgloveDiagnostics
{
    const uint Ok = 0, Warning = 1, Error = 2; // of DiagnosticStatus

    /// <summary>The diagnostics of a state.</summary>
    public static DiagnosticArray Of(PipelineState state)
    {
        var all = new DiagnosticArray { Header = new() { Stamp = Timestamp.FromDateTimeOffset(state.At) } };
        foreach (var camera in state.Cameras.Count > 0 ? state.Cameras : [state]) AddCamera(all, camera);
        void Add(string name, uint level, string? message, params (string Key, object Value)[] values) =>
            all.Status.Add(StatusOf(name, state.Source, level, message, values));
        if (state.Unsent is { } unsent) Add("outputs", Warning, unsent.Problem, ("unsent", unsent.Count));
        if (state.Recording is { } recording)
            Add("recording", LevelOf(recording.Problem), recording.Problem ?? (recording.IsActive ? "active" : "ended"), ("file", recording.File),
                ("frames", recording.Frames), ("dropped", recording.Dropped));
        if (state.Swap is { } swap) Add("model", LevelOf(swap.Reason), swap.Reason ?? $"{swap.File}: {swap.Status}".ToLowerInvariant());
        return all;
    }

    /// <summary>Of a camera with a name, every diagnostic begins with that.</summary>
    static void AddCamera(DiagnosticArray all, PipelineState state)
    {
        void Add(string name, uint level, string? message, params (string Key, object Value)[] values) =>
            all.Status.Add(StatusOf(state.Camera is { } camera ? $"{camera}/{name}" : name, state.Source, level, message, values));
        Add(
            "camera", state.Status == PipelineStatus.SourceLost ? Error : state.Problem is null && state.Status != PipelineStatus.Waiting ? Ok : Warning,
            state.Problem ?? FrameJson.StatusName(state.Status), ("status", FrameJson.StatusName(state.Status)), ("published", state.Published),
            ("dropped", state.Dropped), ("times_lost", state.TimesLost), ("provider", state.Provider.Name()));
        if (state.Health is { } health)
            Add("health", health.Level switch { HealthLevel.Ok => Ok, HealthLevel.Degraded => Warning, _ => Error }, health.ToString());
        if (state.Poses is { } poses)
            Add("poses", LevelOf(poses.FirstProblem), poses.FirstProblem, ("received", poses.Received), ("refused", poses.Refused), ("jumps", poses.Jumps),
                ("restarts", poses.Restarts), ("frames", poses.Frames), ("known", poses.Known));
        if (state.Drift is { } drift)
            Add("mount", drift.IsDrifting ? Warning : Ok, drift.IsDrifting ? Drifting : "", ("roll_rad", drift.Roll), ("pitch_rad", drift.Pitch));
    }

    static DiagnosticStatus StatusOf(string name, string source, uint level, string? message, (string Key, object Value)[] values) => new()
    {
        Level = level,
        Name = name,
        Message = message ?? "",
        HardwareId = source,
        Values = { values.Select(one => new DiagnosticValue { Key = one.Key, Value = Convert.ToString(one.Value, CultureInfo.InvariantCulture) }) },
    };

    const string Drifting = "the crossings of the field do not fit the camera's pose: the camera was moved. Calibrate its mount again.";

    static uint LevelOf(string? problem) => problem is null ? Ok : Warning;
}

/// <summary>What is wrong, as a message of a log; the same message until that changes.</summary>
sealed class FoxgloveLog
{
    string? _text;
    byte[] _message = [];

    /// <summary>The message of a state: the same array as before where nothing has changed.</summary>
    public byte[] Of(PipelineState state)
    {
        var problems = FoxgloveDiagnostics.Of(state).Status.Where(status => status.Level > 0).ToArray();
        var text = string.Join('\n', problems.Select(problem => $"{problem.Name}: {problem.Message}"));
        if (text == _text) return _message;
        _text = text;
        return _message = new Log
        {
            Timestamp = Timestamp.FromDateTimeOffset(state.At),
            Level = problems.Length == 0 ? Log.Types.Level.Info : problems.Any(problem => problem.Level > 1) ? Log.Types.Level.Error : Log.Types.Level.Warning,
            Message = problems.Length == 0 ? "nothing is wrong" : text,
            Name = "RobotVision",
        }.ToByteArray();
    }
}
