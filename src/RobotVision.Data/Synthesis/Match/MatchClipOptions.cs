namespace RobotVision.Data.Synthesis.Match;

/// <summary>The options of a rendered match.</summary>
public sealed record MatchClipOptions
{
    /// <summary>The seed of the whole match; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The number of frames, 1 or more; default 300.</summary>
    public int Count { get; init; } = 300;

    /// <summary>Frames per second, 1..240; default 30.</summary>
    public double Fps { get; init; } = 30;

    /// <summary>Width in pixels, 32..4096; default 640.</summary>
    public int Width { get; init; } = 640;

    /// <summary>Height in pixels, 32..4096; default 480.</summary>
    public int Height { get; init; } = 480;

    /// <summary>
    /// The distance to the ball that the robot keeps, in metres, 0.3..9; default 0.65. At the start the ball is about a metre farther away.
    /// </summary>
    public double Distance { get; init; } = 0.65;

    /// <summary>The part of the frames that are blurred by a quick turn of the head during the exposure, 0..1; default 0.</summary>
    public double Blurred { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">Some values are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Count < 1) problems.Add($"Count: expected 1 or more, found {Count}");
        if (!(Fps is >= 1 and <= 240)) problems.Add($"Fps: expected 1..240, found {Fps}");
        if (Width is < 32 or > 4096) problems.Add($"Width: expected 32..4096 pixels, found {Width}");
        if (Height is < 32 or > 4096) problems.Add($"Height: expected 32..4096 pixels, found {Height}");
        if (!(Distance is >= 0.3 and <= 9)) problems.Add($"Distance: expected 0.3..9 m, found {Distance}");
        if (!(Blurred is >= 0 and <= 1)) problems.Add(FormattableString.Invariant($"Blurred: expected 0..1, found {Blurred}"));
        if (problems.Count > 0) throw new OptionException($"MatchClipOptions: {string.Join("; ", problems)}.");
    }
}
