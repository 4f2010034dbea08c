using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Match;

namespace RobotVision.Data.Synthesis;

/// <summary>
/// Frames of many short rendered matches, one clip after the other: at 8 to 30 frames a second, the ball half a metre to seven metres away, three frames
/// in ten blurred by the head's motion. A clip depends only on the seed and its number. Thread-safe.
/// </summary>
/// <param name="options">Seed, size, number of frames and <see cref="SyntheticOptions.ClipFrames"/>.</param>
public sealed class ClipDataset(SyntheticOptions options) : IDataset
{
    /// <summary>Part of the frames that are blurred; above what the real videos at hand show, because these frames are what a memory is for.</summary>
    const double Blurred = 0.3;

    /// <summary>The latest start of a clip in its match, in seconds: by then the robot has come near the ball and has kicked it.</summary>
    const float LatestStart = 5;

    /// <inheritdoc/>
    public string Name => $"clips(seed {options.Seed}, {options.Count} of {options.Width}x{options.Height}, {ClipLength} a clip)";

    /// <inheritdoc/>
    public int Count => options.Count;

    /// <inheritdoc/>
    public ClipList Clips { get; } = ClipList.OfLength(options.Count, options.ClipFrames);

    int ClipLength => options.ClipFrames;

    /// <summary>Renders one frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Count"/>.</exception>
    public LabelledImage Load(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var random = new SceneRandom(options.Seed, (ulong)(index / ClipLength));
        double fps = 8 * Math.Pow(30.0 / 8, random.Next()), distance = 0.5 * Math.Pow(14, random.Next());
        var frame = (int)(random.Range(0, LatestStart) * fps) + index % ClipLength;
        var match = new MatchClip(new()
        {
            Seed = random.NextBits(),
            Count = frame + 1,
            Fps = fps,
            Width = options.Width,
            Height = options.Height,
            Distance = distance,
            Blurred = Blurred,
        });
        return match.Render(frame) with
        {
            Name = $"clip-{options.Seed}-{index / ClipLength:D5}-{index % ClipLength:D2}",
            Time = TimeSpan.FromSeconds(index % ClipLength / fps),
        };
    }

    /// <summary>A hash of the options and of the first frame, which changes when the renderer changes.</summary>
    public string Fingerprint() => Datasets.Fingerprint.Of(Name, []) + Datasets.Fingerprint.Of(Count > 0 ? [Load(0)] : []);
}
