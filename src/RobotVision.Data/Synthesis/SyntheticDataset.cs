using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Rendering;

namespace RobotVision.Data.Synthesis;

/// <summary>
/// Rendered robot soccer images with labels of all eight classes. An image depends only on the seed and its index. Thread-safe.
/// </summary>
public sealed class SyntheticDataset : IDataset
{
    readonly SyntheticOptions _options;
    readonly SceneChoices _choices;

    /// <summary>Creates a data set; nothing is rendered yet.</summary>
    /// <exception cref="ArgumentException">Some options are out of range; the message lists all of them.</exception>
    public SyntheticDataset(SyntheticOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _choices = options.ToChoices();
    }

    /// <inheritdoc/>
    public string Name => $"synthetic(seed {_options.Seed}, {_options.Count} of {_options.Width}x{_options.Height})";

    /// <inheritdoc/>
    public int Count => _options.Count;

    /// <summary>Renders one image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Count"/>.</exception>
    public LabelledImage Load(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var scene = SceneGenerator.Draw(new SceneRandom(_options.Seed, (ulong)index), _options.Width, _options.Height, _choices);
        return SceneRenderer.Render(scene, $"synthetic-{_options.Seed}-{index:D6}");
    }

    /// <summary>A hash of the options and of the first image, which changes when the renderer changes.</summary>
    public string Fingerprint()
    {
        var shown = $"{string.Join(' ', _options.Patterns())} {string.Join(' ', _options.Families())} {string.Join(' ', _options.Views())}";
        return Datasets.Fingerprint.Of($"{Name} {shown}", []) + Datasets.Fingerprint.Of(Count > 0 ? [Load(0)] : []);
    }
}
