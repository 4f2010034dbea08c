namespace RobotVision.Capture;

/// <summary>The mode in which a camera is asked to run.</summary>
public sealed record CameraOptions
{
    /// <summary>Width and height in pixels; must be the calibration's or of its aspect ratio. Null for the camera's own.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Frames a second, 1..1000; null for the camera's own.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>How the camera sends pictures, Video4Linux's four letters: <c>MJPG</c>, <c>YUYV</c>, ...; null for the camera's own.</summary>
    public string? Format { get; init; }

    /// <summary>Values for the camera's controls by their names, found by the camera's name that stays the same; none unless said otherwise.</summary>
    public Func<string, IReadOnlyDictionary<string, long>> Controls { get; init; } = _ => new Dictionary<string, long>();

    /// <summary>
    /// Whether the camera may come later, as one that is lost may, because others run meanwhile; else it must be there when it is opened. False unless set.
    /// </summary>
    public bool MayComeLater { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">Lists every value that is out of range.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Size is { } size && size is not ({ Width: >= 16 and <= 16384, Height: >= 16 and <= 16384 }))
            problems.Add($"--size: expected 16x16 to 16384x16384, found {size.Width}x{size.Height}");
        if (FramesPerSecond is { } rate && !(rate is >= 1 and <= 1000)) problems.Add(FormattableString.Invariant($"--fps: expected 1 to 1000, found {rate}"));
        if (Format is { } format && (format.Length != 4 || !format.All(char.IsAscii)))
            problems.Add($"--format: expected four letters such as MJPG or YUYV, found '{format}'");
        if (problems.Count > 0) throw new OptionException($"Camera: {string.Join("; ", problems)}.");
    }
}
