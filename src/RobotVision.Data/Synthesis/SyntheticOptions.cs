using System.Text.Json.Serialization;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;
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
    /// Frames of a clip, 1..100: with more than 1 the images are frames of short matches instead of single scenes, see <see cref="ClipDataset"/>;
    /// what is shown cannot be chosen then. Default 1.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ClipFrames { get; init; } = 1;

    /// <summary>
    /// Ball patterns that are never shown, nor as a part of <see cref="BallPatternKind.Mixed"/>; default none. Holding out patterns
    /// measures how a network handles patterns that it was not trained on.
    /// </summary>
    public IList<BallPatternKind> WithoutPatterns { get; init; } = [];

    /// <summary>The only ball patterns that are shown; default (empty) all.</summary>
    public IList<BallPatternKind> OnlyPatterns { get; init; } = [];

    /// <summary>
    /// Families of robots that are never shown; default none. Holding out a family measures how a network handles robots that it never met.
    /// </summary>
    public IList<RobotFamily> WithoutFamilies { get; init; } = [];

    /// <summary>The only families of robots that are shown; default (empty) all.</summary>
    public IList<RobotFamily> OnlyFamilies { get; init; } = [];

    /// <summary>The only cameras that see scenes; default (empty) all.</summary>
    public IList<Viewpoint> OnlyViews { get; init; } = [];

    /// <summary>What scenes may show.</summary>
    internal SceneChoices ToChoices() => new(
        OnlyPatterns.Count == 0 ? new(Patterns()) : new(Enum.GetValues<BallPatternKind>(), Patterns()), new(Families()), Views());

    /// <summary>The patterns that may be shown.</summary>
    internal BallPatternKind[] Patterns() => Remaining(OnlyPatterns, WithoutPatterns);

    /// <summary>The families that may be shown.</summary>
    internal RobotFamily[] Families() => Remaining(OnlyFamilies, WithoutFamilies);

    /// <summary>The cameras that may see scenes.</summary>
    internal Viewpoint[] Views() => Remaining(OnlyViews, []);

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
        if (ClipFrames is < 1 or > 100) yield return $"clip_frames: expected 1..100, found {ClipFrames}";
        else if (Count % ClipFrames != 0) yield return $"count: expected whole clips of {ClipFrames} frames, found {Count} frames";
        if (ClipFrames > 1 && OnlyPatterns.Count + WithoutPatterns.Count + OnlyFamilies.Count + WithoutFamilies.Count + OnlyViews.Count > 0)
            yield return "clip_frames: expected 1 where patterns, families or views are chosen, since a match has its own, "
                + $"found {ClipFrames}";
        if (Patterns().Length == 0) yield return "without_patterns, only_patterns: expected at least one remaining ball pattern, found none";
        if (Families().Length == 0) yield return "without_families, only_families: expected at least one remaining family of robots, found none";
    }

    static T[] Remaining<T>(IList<T> only, IList<T> without)
        where T : struct, Enum => [.. Enum.GetValues<T>().Where(one => (only.Count == 0 || only.Contains(one)) && !without.Contains(one))];
}
