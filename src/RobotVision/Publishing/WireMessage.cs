using RobotVision.Geometry;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Tracking;
using RobotVision.Wire;
using Track = RobotVision.Wire.Track;

namespace RobotVision.Publishing;

/// <summary>Converts results to the messages of <c>robotvision.proto</c>.</summary>
public static class WireMessage
{
    /// <summary>The version of the messages.</summary>
    public const uint Version = 1;

    /// <summary>The message of a frame's results; a copy, nothing is borrowed.</summary>
    public static Message Of(Observation observation, ulong sequence)
    {
        var frame = observation.Frame;
        var result = new FrameResult
        {
            Number = (ulong)frame.Number,
            Source = frame.Source,
            Width = (uint)frame.Width,
            Height = (uint)frame.Height,
            SourceTimeEstimated = frame.IsTimeEstimated,
            Latency = new Latency
            {
                Capture = Milliseconds(observation.Times[Stage.Capture]),
                Sample = Milliseconds(observation.Times[Stage.Sample]),
                Infer = Milliseconds(observation.Times[Stage.Infer]),
                CloseUp = Milliseconds(observation.Times[Stage.CloseUp]),
                Decode = Milliseconds(observation.Times[Stage.Decode]),
                Place = Milliseconds(observation.Times[Stage.Place]),
                Track = Milliseconds(observation.Times[Stage.Track]),
                Total = Milliseconds(observation.TotalTime),
            },
        };
        if (frame.CapturedAt is { } capturedAt) result.CapturedAtUs = Microseconds(capturedAt);
        if (frame.SourceTime is { } sourceTime) result.SourceTimeUs = (long)Math.Round(sourceTime.TotalMicroseconds); // as the JSON rounds it
        result.ExtraClasses.Add(observation.Inputs.Classes.Extra);
        foreach (var value in observation.Features.Values) result.Features.Add(value);
        foreach (var detection in observation.Detections.Span) result.Detections.Add(Of(detection));
        result.Pose = (Wire.PoseStatus)observation.PoseStatus;
        foreach (var track in observation.Tracks.Span) result.Tracks.Add(Of(track));
        result.Inputs = Of(PublishedInputs.Of(observation));
        return new Message { Version = Version, Sequence = sequence, Frame = result };
    }

    /// <summary>The message of a state.</summary>
    public static Message Of(PipelineState state, ulong sequence)
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
        if (state.Problem is { } problem) content.Problem = problem;
        if (state.Poses is { } poses) content.Poses = Of(poses);
        if (state.Drift is { } drift)
            content.Drift = new() { Drifting = drift.IsDrifting, Roll = drift.Roll, Pitch = drift.Pitch, Warnings = (ulong)drift.Warnings };
        if (state.Recording is { } recording) content.Recording = Of(recording);
        if (state.Unsent is { } unsent) content.Unsent = new() { Count = (ulong)unsent.Count, Problem = unsent.Problem };
        if (state.Swap is { } swap) content.Swap = Of(swap);
        return new Message { Version = Version, Sequence = sequence, State = content };
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

    static Inputs Of(in PublishedInputs inputs)
    {
        var result = new Inputs { Camera = inputs.Camera, Model = inputs.Model, CloseUps = (uint)inputs.CloseUps };
        if (inputs.MonotonicTime is { } time) result.MonotonicUs = (long)Math.Round(time.TotalMicroseconds);
        foreach (var threshold in inputs.Thresholds) result.Thresholds.Add(threshold);
        if (inputs.Pose is { } pose) result.Pose = PoseMessage.ToWire(pose);
        return result;
    }

    static Wire.Detection Of(in Detections.Detection detection)
    {
        var result = new Wire.Detection
        {
            ObjectClass = (Wire.ObjectClass)detection.Class,
            Confidence = detection.Confidence,
            X1 = detection.Box.X1,
            Y1 = detection.Box.Y1,
            X2 = detection.Box.X2,
            Y2 = detection.Box.Y2,
        };
        if (detection.Bearing is { } bearing) result.Bearing = new() { Azimuth = bearing.Azimuth, Elevation = bearing.Elevation };
        if (detection.Ground is { } ground) result.Ground = Of(ground);
        if (detection.Track is { } track) result.Track = (uint)track;
        return result;
    }

    static Track Of(TrackedObject track)
    {
        var result = new Track
        {
            Id = (uint)track.Id,
            ObjectClass = (Wire.ObjectClass)track.Class,
            Confidence = track.Confidence,
            UnseenS = track.UnseenSeconds,
            OnGround = track.Ground is not null,
        };
        var (pixel, velocity, speed) = (track.Pixel, track.GroundVelocity, track.PixelVelocity);
        result.Place = track.Ground is { } ground ? Of(ground) : new() { X = pixel.X, Y = pixel.Y, Xx = pixel.XX, Xy = pixel.XY, Yy = pixel.YY };
        result.Velocity = result.OnGround
            ? new() { X = velocity.X, Y = velocity.Y, Xx = velocity.XX, Xy = velocity.XY, Yy = velocity.YY }
            : new() { X = speed.X, Y = speed.Y, Xx = speed.XX, Xy = speed.XY, Yy = speed.YY };
        return result;
    }

    static Wire.PlanePoint Of(GroundPoint point) => new() { X = point.X, Y = point.Y, Xx = point.XX, Xy = point.XY, Yy = point.YY };

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

    static float Milliseconds(TimeSpan time) => (float)time.TotalMilliseconds;

    static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
