using RobotVision.Capture;
using RobotVision.Pipeline;
using RobotVision.Detections;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Collects images of a field in which the network finds crossings, spread over a recording.</summary>
/// <param name="detector">The detector.</param>
/// <param name="thresholds">Confidence thresholds.</param>
/// <param name="poseAt">Approximate camera pose at a frame's time stamp; null if unknown, then the frame is skipped.</param>
/// <param name="maximum">Maximum number of images.</param>
public sealed class FieldFrameCollector(ImageDetector detector, Thresholds thresholds, Func<long?, CameraPose?> poseAt, int maximum = 24)
{
    const int MinimumCrossings = 3;

    readonly List<FieldFrame> _frames = [];
    int _every = 1, _usable;

    /// <summary>Number of images searched.</summary>
    public int Looked { get; private set; }

    /// <summary>Number of them with a known pose.</summary>
    public int Posed { get; private set; }

    /// <summary>The images that are kept.</summary>
    public IReadOnlyList<FieldFrame> Frames => _frames;

    /// <summary>Width and height of the images in pixels; null before the first.</summary>
    public (int Width, int Height)? Size { get; private set; }

    /// <summary>Searches every frame of a recording.</summary>
    /// <exception cref="InvalidDataException">The images differ in size.</exception>
    public void Collect(IFrameSource source, Action<int> report, CancellationToken stop)
    {
        var pool = new FramePool(1);
        using var frame = pool.Rent(stop);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var outcome = source.Read(frame);
            if (outcome == ReadOutcome.End) return;
            if (outcome != ReadOutcome.Frame) continue;
            Look($"{frame.Source} {Looked}", frame, poseAt(frame.TimeMicroseconds));
            report(Looked);
        }
    }

    void Look(string name, Frame image, CameraPose? known)
    {
        Looked++;
        if (Size is { } size && size != (image.Width, image.Height))
            throw new InvalidDataException($"Image '{name}': expected {size.Width}x{size.Height} pixels as the first, found {image.Width}x{image.Height}. "
                + "Take all images with the same settings.");
        Size = (image.Width, image.Height);
        if (known is not { } pose) return;
        Posed++;
        var crossings = new List<MarkSighting>();
        foreach (var detection in detector.Detect(image, thresholds).Detections.Span)
            if (detection.Class.IsPoint()) crossings.Add(new(detection.Class, detection.Box.CenterX, detection.Box.CenterY));
        if (crossings.Count < MinimumCrossings || _usable++ % _every != 0) return;
        _frames.Add(new(name, pose, crossings) { Image = BgrImage.CopyOf(image.View) });
        if (_frames.Count <= maximum) return;
        // Remove every second image and from now on take only every second one, so that they stay evenly spread.
        for (var i = _frames.Count - 1 - _frames.Count % 2; i > 0; i -= 2) _frames.RemoveAt(i);
        _every *= 2;
    }
}
