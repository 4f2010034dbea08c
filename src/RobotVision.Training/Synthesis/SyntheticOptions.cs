namespace RobotVision.Training.Synthesis;

/// <summary>What synthetic images to make.</summary>
public sealed record SyntheticOptions
{
    /// <summary>The seed of the whole set; 1 unless said otherwise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many images; 4000 unless said otherwise.</summary>
    public int Count { get; init; } = 4000;

    /// <summary>Pixels a row, at least 32; 320 unless said otherwise.</summary>
    public int Width { get; init; } = 320;

    /// <summary>Rows, at least 32; 240 unless said otherwise.</summary>
    public int Height { get; init; } = 240;

    /// <summary>
    /// Families of ball patterns that are never shown, nor as a part of <see cref="BallPatternKind.Mixed"/>; none unless said
    /// otherwise. What a network makes of a pattern that it never saw is measured with them.
    /// </summary>
    public IList<BallPatternKind> WithoutPatterns { get; init; } = [];

    /// <summary>The only families of ball patterns that are shown; any unless said otherwise.</summary>
    public IList<BallPatternKind> OnlyPatterns { get; init; } = [];

    /// <summary>What balls are drawn from.</summary>
    internal BallPatterns ToPatterns() => OnlyPatterns.Count == 0 ? new(Patterns()) : new(Enum.GetValues<BallPatternKind>(), Patterns());

    /// <summary>The families that may be shown.</summary>
    internal BallPatternKind[] Patterns() =>
        [.. Enum.GetValues<BallPatternKind>().Where(kind => (OnlyPatterns.Count == 0 || OnlyPatterns.Contains(kind)) && !WithoutPatterns.Contains(kind))];

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; names every one.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Count < 0) problems.Add($"Count: expected 0 or more, found {Count}");
        if (Width is < 32 or > 4096) problems.Add($"Width: expected 32..4096 pixels, found {Width}");
        if (Height is < 32 or > 4096) problems.Add($"Height: expected 32..4096 pixels, found {Height}");
        if (Patterns().Length == 0) problems.Add("WithoutPatterns, OnlyPatterns: expected a family of ball patterns that is left, found none");
        if (problems.Count > 0) throw new ArgumentException($"SyntheticOptions: {string.Join("; ", problems)}.");
    }
}
