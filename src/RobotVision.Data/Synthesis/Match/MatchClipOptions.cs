namespace RobotVision.Data.Synthesis.Match;

/// <summary>What synthetic match sequence to make.</summary>
public sealed record MatchClipOptions
{
    /// <summary>The seed of the whole match; 1 unless said otherwise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many frames, 1 or more; 300 unless said otherwise.</summary>
    public int Count { get; init; } = 300;

    /// <summary>Frames a second, 1..240; 30 unless said otherwise.</summary>
    public double Fps { get; init; } = 30;

    /// <summary>Pixels a row, at least 32; 640 unless said otherwise.</summary>
    public int Width { get; init; } = 640;

    /// <summary>Rows, at least 32; 480 unless said otherwise.</summary>
    public int Height { get; init; } = 480;

    /// <summary>How near to the ball the robot walks, metres, 0.3..9; 0.65 unless said otherwise. The match begins with the ball about a metre farther.</summary>
    public double Distance { get; init; } = 0.65;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; names every one.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Count < 1) problems.Add($"Count: expected 1 or more, found {Count}");
        if (!(Fps is >= 1 and <= 240)) problems.Add($"Fps: expected 1..240, found {Fps}");
        if (Width is < 32 or > 4096) problems.Add($"Width: expected 32..4096 pixels, found {Width}");
        if (Height is < 32 or > 4096) problems.Add($"Height: expected 32..4096 pixels, found {Height}");
        if (!(Distance is >= 0.3 and <= 9)) problems.Add($"Distance: expected 0.3..9 m, found {Distance}");
        if (problems.Count > 0) throw new OptionException($"MatchClipOptions: {string.Join("; ", problems)}.");
    }
}
