using Google.Protobuf.Collections;
using RobotVision.Detections;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Wire;
using Track = RobotVision.Wire.Track;

namespace RobotVision.Publishing;

/// <summary>
/// The message of a frame's results in <c>robotvision.proto</c>, with all its parts filled again for every frame: it allocates only where a frame has more
/// detections or tracks than any before. One thread at a time.
/// </summary>
sealed class FrameMessage
{
    readonly FrameResult _frame = new() { Latency = new(), Inputs = new() };
    readonly Message _message = new() { Version = WireMessage.Version };
    readonly Wire.Pose _pose = new();
    readonly Parts<Wire.Detection> _detections = new();
    readonly Parts<Track> _tracks = new();
    readonly Parts<Wire.Bearing> _bearings = new();
    readonly Parts<Wire.PlanePoint> _points = new();

    public FrameMessage() => _message.Frame = _frame;

    /// <summary>Fills the message.</summary>
    /// <param name="observation">The results, borrowed.</param>
    /// <param name="sequence">The message's number.</param>
    /// <returns>The message, valid until the next call.</returns>
    public Message Fill(Observation observation, ulong sequence)
    {
        var frame = observation.Frame;
        _message.Sequence = sequence;
        (_frame.Number, _frame.Source, _frame.Width, _frame.Height) = ((ulong)frame.Number, frame.Source, (uint)frame.Width, (uint)frame.Height);
        _frame.SourceTimeEstimated = frame.IsTimeEstimated;
        _frame.ClearCapturedAtUs();
        _frame.ClearSourceTimeUs();
        if (frame.CapturedAt is { } capturedAt) _frame.CapturedAtUs = WireMessage.Microseconds(capturedAt);
        if (frame.SourceTime is { } sourceTime) _frame.SourceTimeUs = (long)Math.Round(sourceTime.TotalMicroseconds); // as the JSON rounds it
        Fill(_frame.Latency, observation);
        var classes = observation.Inputs.Classes;
        Shorten(_frame.ExtraClasses, classes.Count - ObjectClasses.Count);
        for (var i = ObjectClasses.Count; i < classes.Count; i++) Set(_frame.ExtraClasses, i - ObjectClasses.Count, classes[(Detections.ObjectClass)i]);
        Set(_frame.Features, observation.Features.Values);
        _frame.Pose = (Wire.PoseStatus)observation.PoseStatus;
        Fill(_frame.Inputs, PublishedInputs.Of(observation));
        FillObjects(observation);
        return _message;
    }

    void FillObjects(Observation observation)
    {
        _bearings.Reset();
        _points.Reset();
        _detections.Reset();
        _tracks.Reset();
        var (detections, tracks) = (_frame.Detections, _frame.Tracks);
        Shorten(detections, observation.Detections.Span.Length);
        foreach (var detection in observation.Detections.Span) Set(detections, _detections.Count, Fill(_detections.Take(), detection));
        Shorten(tracks, observation.Tracks.Span.Length);
        foreach (var track in observation.Tracks.Span) Set(tracks, _tracks.Count, Fill(_tracks.Take(), track));
    }

    static void Fill(Latency latency, Observation observation)
    {
        latency.Capture = Milliseconds(observation.Times[Stage.Capture]);
        latency.Sample = Milliseconds(observation.Times[Stage.Sample]);
        latency.Infer = Milliseconds(observation.Times[Stage.Infer]);
        latency.CloseUp = Milliseconds(observation.Times[Stage.CloseUp]);
        latency.Decode = Milliseconds(observation.Times[Stage.Decode]);
        latency.Place = Milliseconds(observation.Times[Stage.Place]);
        latency.Track = Milliseconds(observation.Times[Stage.Track]);
        latency.Total = Milliseconds(observation.TotalTime);
    }

    void Fill(Inputs message, in PublishedInputs inputs)
    {
        (message.Camera, message.Model, message.CloseUps) = (inputs.Camera ?? "", inputs.Model ?? "", (uint)inputs.CloseUps);
        message.Memory = (uint)inputs.Remembered;
        message.ClearMonotonicUs();
        if (inputs.MonotonicTime is { } time) message.MonotonicUs = (long)Math.Round(time.TotalMicroseconds);
        Set(message.Thresholds, inputs.Thresholds);
        message.Pose = inputs.Pose is { } pose ? PoseMessage.Fill(_pose, pose) : null;
    }

    Wire.Detection Fill(Wire.Detection message, in Detections.Detection detection)
    {
        (message.ObjectClass, message.Confidence) = ((Wire.ObjectClass)detection.Class, detection.Confidence);
        (message.X1, message.Y1, message.X2, message.Y2) = (detection.Box.X1, detection.Box.Y1, detection.Box.X2, detection.Box.Y2);
        message.Bearing = null;
        if (detection.Bearing is { } bearing)
        {
            message.Bearing = _bearings.Take();
            (message.Bearing.Azimuth, message.Bearing.Elevation) = (bearing.Azimuth, bearing.Elevation);
        }

        message.Ground = detection.Ground is { } ground ? Point(ground.X, ground.Y, ground.XX, ground.XY, ground.YY) : null;
        message.ClearTrack();
        if (detection.Track is { } track) message.Track = (uint)track;
        return message;
    }

    Track Fill(Track message, in Tracking.TrackedObject track)
    {
        (message.Id, message.ObjectClass, message.Confidence) = ((uint)track.Id, (Wire.ObjectClass)track.Class, track.Confidence);
        (message.UnseenS, message.OnGround) = (track.UnseenSeconds, track.Ground is not null);
        var (pixel, velocity, speed) = (track.Pixel, track.GroundVelocity, track.PixelVelocity);
        message.Place = track.Ground is { } ground ? Point(ground.X, ground.Y, ground.XX, ground.XY, ground.YY)
            : Point(pixel.X, pixel.Y, pixel.XX, pixel.XY, pixel.YY);
        message.Velocity = message.OnGround ? Point(velocity.X, velocity.Y, velocity.XX, velocity.XY, velocity.YY)
            : Point(speed.X, speed.Y, speed.XX, speed.XY, speed.YY);
        return message;
    }

    Wire.PlanePoint Point(double x, double y, double xx, double xy, double yy)
    {
        var point = _points.Take();
        (point.X, point.Y, point.Xx, point.Xy, point.Yy) = (x, y, xx, xy, yy);
        return point;
    }

    static float Milliseconds(TimeSpan time) => (float)time.TotalMilliseconds;

    static void Set(RepeatedField<float> field, ReadOnlySpan<float> values)
    {
        Shorten(field, values.Length);
        for (var i = 0; i < values.Length; i++) Set(field, i, values[i]);
    }

    static void Set<T>(RepeatedField<T> field, int index, T value)
    {
        if (index < field.Count) field[index] = value;
        else field.Add(value);
    }

    /// <summary>Takes values away until so many are left, and keeps the memory.</summary>
    static void Shorten<T>(RepeatedField<T> field, int count)
    {
        while (field.Count > count) field.RemoveAt(field.Count - 1);
    }

    /// <summary>Parts of a message that are used again for the next one.</summary>
    sealed class Parts<T>
        where T : class, new()
    {
        readonly List<T> _parts = [];

        /// <summary>How many are in use.</summary>
        public int Count { get; private set; }

        public void Reset() => Count = 0;

        public T Take()
        {
            if (Count == _parts.Count) _parts.Add(new());
            return _parts[Count++];
        }
    }
}
