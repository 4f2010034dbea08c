using RobotVision.Capture;
using RobotVision.Pipeline;
using RobotVision.Detections;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Takes images of a field in which the network finds crossings, spread over a recording.</summary>
/// <param name="detector">Finds them.</param>
/// <param name="thresholds">From what confidence on.</param>
/// <param name="poseAt">About where the camera is at a frame's time stamp; null where nobody knows, and the frame is passed over.</param>
/// <param name="maximum">How many images are kept at most.</param>
public sealed class FieldFrameCollector(ImageDetector detector, Thresholds thresholds, Func<long?, CameraPose?> poseAt, int maximum = 24)
{
    const int LeastCrossings = 3;

    readonly List<FieldFrame> _frames = [];
    int _every = 1, _usable;

    /// <summary>Images looked at.</summary>
    public int Looked { get; private set; }

    /// <summary>Of them, those at whose time the pose was known.</summary>
    public int Posed { get; private set; }

    /// <summary>The images that are kept.</summary>
    public IReadOnlyList<FieldFrame> Frames => _frames;

    /// <summary>The size of the images: pixels a row and rows; null before the first.</summary>
    public (int Width, int Height)? Size { get; private set; }

    /// <summary>Looks at every frame of a recording.</summary>
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
            throw new InvalidDataException($"Image '{name}': expected {size.Width}x{size.Height} pixels as the first, found {image.Width}x{image.Height}. Take all images with the same settings.");
        Size = (image.Width, image.Height);
        if (known is not { } pose) return;
        Posed++;
        var crossings = new List<MarkSighting>();
        foreach (var detection in detector.Detect(image, thresholds).Detections.Span)
            if (detection.Class.IsPoint()) crossings.Add(new(detection.Class, detection.Box.CenterX, detection.Box.CenterY));
        if (crossings.Count < LeastCrossings || _usable++ % _every != 0) return;
        _frames.Add(new(name, pose, crossings) { Image = BgrImage.CopyOf(image.View) });
        if (_frames.Count <= maximum) return;
        // Every second one goes, and from now on every second one comes, so that they stay spread.
        for (var i = _frames.Count - 1 - _frames.Count % 2; i > 0; i -= 2) _frames.RemoveAt(i);
        _every *= 2;
    }
}
