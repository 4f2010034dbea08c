using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Wire;

namespace RobotVision.Publishing;

/// <summary>Converts results to the messages of <c>robotvision.proto</c>.</summary>
public static class WireMessage
{
    /// <summary>The version of the messages.</summary>
    public const uint Version = 1;

    /// <summary>The message of a frame's results; a copy, nothing is borrowed.</summary>
    public static Message Of(Observation observation, ulong sequence) => new FrameMessage().Fill(observation, sequence);

    /// <summary>The message of a state.</summary>
    public static Message Of(PipelineState state, ulong sequence) => new() { Version = Version, Sequence = sequence, State = Of(state) };

    static State Of(PipelineState state)
    {
        var content = new State
        {
            AtUs = Microseconds(state.At),
            Status = (Status)state.Status,
            Source = state.Source,
            Provider = state.Provider.Name(),
            Published = (ulong)state.Published,
            Dropped = (ulong)state.Dropped,
            TimesLost = (ulong)state.TimesLost,
        };
        if (state.Health is { } health) content.Health = Of(health);
        if (state.Problem is { } problem) content.Problem = problem;
        if (state.Poses is { } poses) content.Poses = Of(poses);
        if (state.Drift is { } drift)
            content.Drift = new() { Drifting = drift.IsDrifting, Roll = drift.Roll, Pitch = drift.Pitch, Warnings = (ulong)drift.Warnings };
        if (state.Recording is { } recording) content.Recording = Of(recording);
        if (state.Unsent is { } unsent) content.Unsent = new() { Count = (ulong)unsent.Count, Problem = unsent.Problem };
        if (state.Swap is { } swap) content.Swap = Of(swap);
        if (state.Camera is { } camera) content.Camera = camera;
        foreach (var one in state.Cameras) content.Cameras.Add(Of(one));
        return content;
    }

    static Wire.Health Of(HealthReport health)
    {
        var content = new Wire.Health
        {
            Level = (Wire.HealthLevel)health.Level,
            FramesPerSecond = health.FramesPerSecond,
            Quality = FrameJson.HealthName(health.Quality),
            Stalls = (uint)health.Stalls,
            Losses = (uint)health.Losses,
        };
        foreach (var (problem, text) in health.Reasons) content.Reasons.Add(new Wire.HealthReason { Problem = FrameJson.HealthName(problem), Text = text });
        return content;
    }

    static Swap Of(ModelSwapState swap)
    {
        var result = new Swap
        {
            Status = (Wire.SwapStatus)swap.Status,
            Model = swap.Model,
            File = swap.File,
            Before = swap.Before,
            BeforeFile = swap.BeforeFile,
        };
        if (swap.Reason is { } reason) result.Reason = reason;
        return result;
    }

    static Wire.PoseCounts Of(Poses.PoseCounts poses)
    {
        var result = new Wire.PoseCounts
        {
            Received = (ulong)poses.Received,
            Refused = (ulong)poses.Refused,
            Jumps = (ulong)poses.Jumps,
            Restarts = (ulong)poses.Restarts,
            Frames = (ulong)poses.Frames,
            Known = (ulong)poses.Known,
        };
        if (poses.FirstProblem is { } problem) result.Problem = problem;
        return result;
    }

    static Wire.Recording Of(RecordingState state)
    {
        var result = new Wire.Recording { Active = state.IsActive, File = state.File, Frames = (ulong)state.Frames, Dropped = (ulong)state.Dropped };
        if (state.Problem is { } problem) result.Problem = problem;
        return result;
    }

    internal static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
