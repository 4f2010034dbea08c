using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis;

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
        if (Problems().ToArray() is { Length: > 0 } problems) throw new OptionException($"Rendered images: {string.Join("; ", problems)}.");
    }

    /// <summary>What is out of its range, as it stands in a recipe.</summary>
    internal IEnumerable<string> Problems()
    {
        if (Count < 0) yield return $"count: expected 0 or more images, found {Count}";
        if (Width is < 32 or > 4096) yield return $"width: expected 32..4096 pixels, found {Width}";
        if (Height is < 32 or > 4096) yield return $"height: expected 32..4096 pixels, found {Height}";
        if (Patterns().Length == 0) yield return "without_patterns, only_patterns: expected a family of ball patterns that is left, found none";
    }
}
