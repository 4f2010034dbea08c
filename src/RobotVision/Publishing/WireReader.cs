using System.Text.Json;
using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Tracking;

namespace RobotVision.Publishing;

/// <summary>Converts messages of <c>robotvision.proto</c> back to results, so that <see cref="FrameJson"/> writes them.</summary>
public static class WireReader
{
    static readonly HealthProblem[] Problems = Enum.GetValues<HealthProblem>();

    /// <summary>Writes a message as JSON: the object that the sender's own <c>--jsonl</c> has. Fields that this version does not know are left out.</summary>
    public static void Write(Utf8JsonWriter writer, Wire.Message message)
    {
        if (message.Frame is { } frame) Write(writer, frame);
        else if (message.State is { } state) FrameJson.Write(writer, Of(state));
    }

    static void Write(Utf8JsonWriter writer, Wire.FrameResult frame)
    {
        // Names that cannot be those of classes are left out with what has them: they must not end the listener.
        var classes = ClassNames.Problem(frame.ExtraClasses) is null ? ClassNames.With(frame.ExtraClasses) : ClassNames.BuiltIn;
        var features = new float[classes.Count * FeatureVector.ValuesPerClass];
        for (var i = 0; i < Math.Min(features.Length, frame.Features.Count); i++) features[i] = frame.Features[i];
        FrameJson.Write(writer, new FrameResults
        {
            Number = (long)frame.Number,
            Source = SourceName.Masked(frame.Source),
            SourceTime = frame.HasSourceTimeUs ? TimeSpan.FromTicks(Ticks(frame.SourceTimeUs)) : null,
            IsTimeEstimated = frame.SourceTimeEstimated,
            CapturedAt = frame.HasCapturedAtUs ? Time(frame.CapturedAtUs) : null,
            Width = (int)frame.Width,
            Height = (int)frame.Height,
            Latency = frame.Latency is { } latency
                ? [latency.Capture, latency.Sample, latency.Infer, latency.CloseUp, latency.Decode, latency.Place, latency.Track, latency.Total]
                : [],
            Inputs = frame.Inputs is { } inputs ? Of(inputs, classes) : default,
            Classes = classes,
            Features = features,
            Pose = (PoseStatus)frame.Pose,
            Detections = [.. frame.Detections.Where(detection => IsKnown(detection.ObjectClass, classes)).Select(Of)],
            Tracks = [.. frame.Tracks.Where(track => IsKnown(track.ObjectClass, classes)).Select(Of)],
        });
    }

    static PublishedInputs Of(Wire.Inputs inputs, ClassNames classes) => new()
    {
        Camera = SourceName.Masked(inputs.Camera),
        MonotonicTime = inputs.HasMonotonicUs ? TimeSpan.FromTicks(Ticks(inputs.MonotonicUs)) : null,
        Model = inputs.Model,
        Thresholds = inputs.Thresholds.Count == classes.Count ? inputs.Thresholds.ToArray() : [],
        CloseUps = (int)Math.Min(inputs.CloseUps, int.MaxValue),
        Remembered = (int)Math.Min(inputs.Memory, int.MaxValue),
        Pose = inputs.Pose is { } pose ? PoseMessage.FromWire(pose) : null,
    };

    static Detection Of(Wire.Detection detection) => new(
        (ObjectClass)detection.ObjectClass, detection.Confidence, new(detection.X1, detection.Y1, detection.X2, detection.Y2))
    {
        Bearing = detection.Bearing is { } bearing ? new Bearing(bearing.Azimuth, bearing.Elevation) : null,
        Ground = detection.Ground is { } ground ? Of(ground) : null,
        Track = detection.HasTrack ? (int)detection.Track : null,
    };

    static TrackedObject Of(Wire.Track track)
    {
        var (place, velocity) = (track.Place ?? new(), track.Velocity ?? new());
        var result = new TrackedObject((int)track.Id, (ObjectClass)track.ObjectClass, track.Confidence, track.UnseenS);
        return track.OnGround
            ? result with { Ground = Of(place), GroundVelocity = new(velocity.X, velocity.Y, velocity.Xx, velocity.Xy, velocity.Yy) }
            : result with
            {
                Pixel = new(place.X, place.Y, place.Xx, place.Xy, place.Yy),
                PixelVelocity = new(velocity.X, velocity.Y, velocity.Xx, velocity.Xy, velocity.Yy),
            };
    }

    static GroundPoint Of(Wire.PlanePoint point) => new(point.X, point.Y, point.Xx, point.Xy, point.Yy);

    static PipelineState Of(Wire.State state) => new(
        Time(state.AtUs), (PipelineStatus)state.Status, SourceName.Masked(state.Source), state.HasProblem ? SourceName.Masked(state.Problem) : null,
        state.Provider == ExecutionProvider.Cuda.Name() ? ExecutionProvider.Cuda : ExecutionProvider.Cpu,
        (long)state.Published, (long)state.Dropped, (long)state.TimesLost)
    {
        Poses = state.Poses is { } poses
            ? new PoseCounts((long)poses.Received, (long)poses.Refused, (long)poses.Jumps, (long)poses.Restarts, poses.HasProblem ? poses.Problem : null)
            {
                Frames = (long)poses.Frames,
                Known = (long)poses.Known,
            }
            : null,
        Drift = state.Drift is { } drift ? new DriftState(drift.Drifting, drift.Roll, drift.Pitch, (long)drift.Warnings) : null,
        Unsent = state.Unsent is { } unsent ? new SendFailures((long)unsent.Count, unsent.Problem) : null,
        Swap = state.Swap is { } swap
            ? new ModelSwapState((SwapStatus)swap.Status, swap.Model, swap.File, swap.Before, swap.BeforeFile) { Reason = swap.HasReason ? swap.Reason : null }
            : null,
        Recording = state.Recording is { } recording
            ? new RecordingState(
                recording.Active, recording.File, (long)recording.Frames, (long)recording.Dropped, recording.HasProblem ? recording.Problem : null)
            : null,
        Health = state.Health is { } health ? Of(health) : null,
        Camera = state.HasCamera ? state.Camera : null,
        Cameras = [.. state.Cameras.Select(Of)],
    };

    /// <summary>Levels and problems that this version does not know are left out.</summary>
    static HealthReport? Of(Wire.Health health) => !Enum.IsDefined((HealthLevel)health.Level) ? null : new(
        (HealthLevel)health.Level,
        [
            .. from reason in health.Reasons
               from problem in Problems
               where FrameJson.HealthName(problem) == reason.Problem
               select new HealthReason(problem, reason.Text),
        ])
    {
        Stalls = (int)Math.Min(health.Stalls, int.MaxValue),
        Losses = (int)Math.Min(health.Losses, int.MaxValue),
        FramesPerSecond = double.IsFinite(health.FramesPerSecond) ? health.FramesPerSecond : 0,
    };

    static bool IsKnown(Wire.ObjectClass objectClass, ClassNames classes) => (int)objectClass >= 0 && (int)objectClass < classes.Count;

    /// <summary>An impossible time is clamped: it must not end the listener.</summary>
    static DateTimeOffset Time(long microsecondsSince1970)
    {
        var epoch = DateTimeOffset.UnixEpoch.Ticks;
        return new(Math.Clamp(Ticks(microsecondsSince1970), -epoch, DateTimeOffset.MaxValue.Ticks - epoch) + epoch, TimeSpan.Zero);
    }

    static long Ticks(long microseconds)
    {
        const long perMicrosecond = TimeSpan.TicksPerMicrosecond;
        return Math.Clamp(microseconds, long.MinValue / perMicrosecond, long.MaxValue / perMicrosecond) * perMicrosecond;
    }
}
