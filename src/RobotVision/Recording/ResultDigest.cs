using System.IO.Hashing;
using System.Runtime.InteropServices;
using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Tracking;

namespace RobotVision.Recording;

/// <summary>
/// Hashes (XXH3, 64 bits) of a frame's pixels and of its results with every bit, of which the published JSON shows rounded digits. One thread at a time;
/// allocates only when it is created.
/// </summary>
sealed class ResultDigest
{
    readonly XxHash3 _hash = new();

    /// <summary>The hash of the pixels as they were sampled.</summary>
    public static ulong OfPicture(Frame frame) => XxHash3.HashToUInt64(frame.Picture.Pixels[..frame.Layout.Length]);

    /// <summary>The hash of features, detections and tracks.</summary>
    public ulong OfResults(Observation observation)
    {
        _hash.Reset();
        _hash.Append(MemoryMarshal.AsBytes(observation.Features.Values));
        foreach (var detection in observation.Detections.Span) Add(detection);
        foreach (var track in observation.Tracks.Span) Add(track);
        return _hash.GetCurrentHashAsUInt64();
    }

    void Add(in Detection detection)
    {
        var box = detection.Box;
        Append(
            (int)detection.Class, detection.Confidence, box.X1, box.Y1, box.X2, box.Y2, detection.PixelWidth, detection.PixelHeight,
            detection.Bearing?.Azimuth ?? double.NaN, detection.Bearing?.Elevation ?? double.NaN, detection.Track ?? -1);
        Append(detection.Ground);
    }

    void Add(in TrackedObject track)
    {
        Append(track.Id, (int)track.Class, track.Confidence, track.UnseenSeconds);
        Append(track.Ground);
        if (track.Ground is not null)
        {
            var speed = track.GroundVelocity;
            Append(speed.X, speed.Y, speed.XX, speed.XY, speed.YY);
            return;
        }

        var (pixel, velocity) = (track.Pixel, track.PixelVelocity);
        Append(pixel.X, pixel.Y, pixel.XX, pixel.XY, pixel.YY, velocity.X, velocity.Y, velocity.XX, velocity.XY, velocity.YY);
    }

    void Append(GroundPoint? point)
    {
        if (point is { } known) Append(known.X, known.Y, known.XX, known.XY, known.YY);
        else Append(double.NaN);
    }

    void Append(params ReadOnlySpan<double> values) => _hash.Append(MemoryMarshal.AsBytes(values));
}
