using RobotVision.Pipeline;
using RobotVision.Publishing.Wire;

namespace RobotVision.Publishing;

/// <summary>Puts results into the messages of <c>robotvision.proto</c>.</summary>
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
            Latency = new Latency
            {
                Capture = Milliseconds(observation.CaptureTime),
                Sample = Milliseconds(observation.SampleTime),
                Infer = Milliseconds(observation.InferTime),
                Decode = Milliseconds(observation.DecodeTime),
                Total = Milliseconds(observation.TotalTime),
            },
        };
        if (frame.CapturedAt is { } capturedAt) result.CapturedAtUs = Microseconds(capturedAt);
        if (frame.SourceTime is { } sourceTime) result.SourceTimeUs = (long)sourceTime.TotalMicroseconds;
        foreach (var value in observation.Features.Values) result.Features.Add(value);
        foreach (var detection in observation.Detections.Span) result.Detections.Add(Of(detection));
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
            Provider = state.Provider,
            Published = (ulong)state.Published,
            Dropped = (ulong)state.Dropped,
            TimesLost = (ulong)state.TimesLost,
        };
        if (state.Problem is { } problem) content.Problem = problem;
        return new Message { Version = Version, Sequence = sequence, State = content };
    }

    static Wire.Detection Of(Detection.Detection detection) => new()
    {
        ObjectClass = (Wire.ObjectClass)detection.Class,
        Confidence = detection.Confidence,
        X1 = detection.Box.X1,
        Y1 = detection.Box.Y1,
        X2 = detection.Box.X2,
        Y2 = detection.Box.Y2,
    };

    static float Milliseconds(TimeSpan time) => (float)time.TotalMilliseconds;

    static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
