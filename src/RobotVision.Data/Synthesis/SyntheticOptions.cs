using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis;

/// <summary>The options of a data set of rendered images.</summary>
public sealed record SyntheticOptions
{
    /// <summary>The seed of the whole set; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The number of images; default 4000.</summary>
    public int Count { get; init; } = 4000;

    /// <summary>Width in pixels, 32..4096; default 320.</summary>
    public int Width { get; init; } = 320;

    /// <summary>Height in pixels, 32..4096; default 240.</summary>
    public int Height { get; init; } = 240;

    /// <summary>
    /// Ball patterns that are never shown, nor as a part of <see cref="BallPatternKind.Mixed"/>; default none. Holding out patterns
    /// measures how a network handles patterns that it was not trained on.
    /// </summary>
    public IList<BallPatternKind> WithoutPatterns { get; init; } = [];

    /// <summary>The only ball patterns that are shown; default (empty) all.</summary>
    public IList<BallPatternKind> OnlyPatterns { get; init; } = [];

    /// <summary>The patterns that balls are drawn from.</summary>
    internal BallPatterns ToPatterns() => OnlyPatterns.Count == 0 ? new(Patterns()) : new(Enum.GetValues<BallPatternKind>(), Patterns());

    /// <summary>The patterns that may be shown.</summary>
    internal BallPatternKind[] Patterns() =>
        [.. Enum.GetValues<BallPatternKind>().Where(kind => (OnlyPatterns.Count == 0 || OnlyPatterns.Contains(kind)) && !WithoutPatterns.Contains(kind))];

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">Some values are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        if (Problems().ToArray() is { Length: > 0 } problems) throw new OptionException($"Rendered images: {string.Join("; ", problems)}.");
    }

    /// <summary>The values out of range, by their recipe names.</summary>
    internal IEnumerable<string> Problems()
    {
        if (Count < 0) yield return $"count: expected 0 or more images, found {Count}";
        if (Width is < 32 or > 4096) yield return $"width: expected 32..4096 pixels, found {Width}";
        if (Height is < 32 or > 4096) yield return $"height: expected 32..4096 pixels, found {Height}";
        if (Patterns().Length == 0) yield return "without_patterns, only_patterns: expected at least one remaining ball pattern, found none";
    }
}
