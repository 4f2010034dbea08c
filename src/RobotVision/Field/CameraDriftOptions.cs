namespace RobotVision.Field;

/// <summary>When the camera's pose is taken for wrong.</summary>
public sealed record CameraDriftOptions
{
    /// <summary>Deviation of a detected crossing's middle in pixels of a 640 pixel wide image, above 0; default 2.5.</summary>
    public double PixelDeviation { get; init; } = 2.5;

    /// <summary>Deviation of roll and pitch of a walking robot's camera from what its joints say, in radians, 0 or more; default half a degree.</summary>
    public double TiltDeviation { get; init; } = 0.5 * Math.PI / 180;

    /// <summary>How long crossings are gathered before they are judged, 1..60 s; default 3 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Least time between two frames that are looked at, so that watching costs little; default 0.2 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>The tilt in radians that is warned of, above 0; default 1 degree, which moves a ball 3 m away by 20 cm.</summary>
    public double Limit { get; init; } = 1.0 * Math.PI / 180;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">Some are out of range; names them all.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (!(PixelDeviation > 0)) problems.Add(FormattableString.Invariant($"PixelDeviation: expected pixels above 0, found {PixelDeviation}"));
        if (!(TiltDeviation >= 0)) problems.Add(FormattableString.Invariant($"TiltDeviation: expected radians from 0, found {TiltDeviation}"));
        if (Window < TimeSpan.FromSeconds(1) || Window > TimeSpan.FromSeconds(60)) problems.Add($"Window: expected 1..60 s, found {Window}");
        if (Interval < TimeSpan.FromMilliseconds(10) || Interval > Window) problems.Add($"Interval: expected 10 ms to the window, found {Interval}");
        if (!(Limit > 0)) problems.Add(FormattableString.Invariant($"Limit: expected radians above 0, found {Limit}"));
        if (problems.Count > 0) throw new ArgumentException(string.Join("; ", problems));
    }
}
