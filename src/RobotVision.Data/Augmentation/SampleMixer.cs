using System.Collections.Concurrent;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Augmentation;

/// <summary>
/// Draws training samples from several data sets by weight. A sample depends on seed, step and place in the batch alone, so
/// that any number of threads may draw, in any order, and the run is the same. Serves several threads.
/// </summary>
public sealed class SampleMixer
{
    /// <summary>Bytes of decoded images that are kept in memory unless told otherwise: 2 GiB, some 2,300 of 640 x 480.</summary>
    public const long DefaultCacheBytes = 2L << 30;

    readonly WeightedDataset[] _datasets;
    readonly AugmentationOptions _options;
    readonly ulong _seed;
    readonly ImageCache _cache;
    readonly float _totalWeight;
    readonly ConcurrentBag<SampleAugmenter> _augmenters = [];

    /// <summary>Prepares to draw.</summary>
    /// <param name="datasets">The data sets and their weights.</param>
    /// <param name="options">How samples are varied.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="cacheBytes">Bytes of decoded images to keep in memory.</param>
    /// <param name="warn">Told when not all images find room there; from any thread that draws.</param>
    /// <exception cref="ArgumentException">A data set is empty, a weight not above 0, or an option wrong.</exception>
    public SampleMixer(IReadOnlyList<WeightedDataset> datasets, AugmentationOptions options, ulong seed, long cacheBytes = DefaultCacheBytes, Action<string>? warn = null)
    {
        if (datasets.Count == 0) throw new ArgumentException("Data sets: expected at least one, found none.", nameof(datasets));
        foreach (var (dataset, weight) in datasets)
        {
            if (dataset.Count == 0) throw new ArgumentException($"Data set '{dataset.Name}': expected images, found none.", nameof(datasets));
            if (!(weight > 0 && float.IsFinite(weight)))
                throw new ArgumentException(FormattableString.Invariant($"Data set '{dataset.Name}': expected a weight above 0, found {weight}."), nameof(datasets));
        }

        options.Validate();
        _datasets = [.. datasets];
        _options = options;
        _seed = seed;
        _cache = new ImageCache(cacheBytes, kept => warn?.Invoke(
            $"{kept} of {datasets.Sum(set => (long)set.Dataset.Count)} images fill the cache of {cacheBytes >> 20} MB, the others are read or rendered every time; a larger cache_megabytes makes that faster."));
        _totalWeight = datasets.Sum(dataset => dataset.Weight);
    }

    /// <summary>Draws one sample.</summary>
    /// <param name="step">The training step, from 0.</param>
    /// <param name="place">The place in the step's batch, from 0.</param>
    /// <param name="destination">27,648 floats, (3, 96, 96), RGB, -1..1; owned by the caller.</param>
    /// <returns>The labels in pixels of the sample.</returns>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    public SampleLabels Draw(long step, int place, Span<float> destination)
    {
        var random = new RandomSequence(_seed, (ulong)step, (uint)place);
        if (!_augmenters.TryTake(out var augmenter)) augmenter = new SampleAugmenter(_options);
        try
        {
            return random.Chance(_options.MosaicChance) ? DrawMosaic(augmenter, ref random, destination) : DrawOne(augmenter, ref random, destination);
        }
        finally
        {
            _augmenters.Add(augmenter);
        }
    }

    SampleLabels DrawMosaic(SampleAugmenter augmenter, ref RandomSequence random, Span<float> destination)
    {
        var quarters = Mosaic.Quarters(ref random);
        var parts = new SampleLabels[quarters.Length];
        var sample = new float[destination.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = DrawOne(augmenter, ref random, sample);
            Mosaic.Copy(sample, quarters[i], destination);
        }

        return Mosaic.Join(parts, quarters, _options);
    }

    SampleLabels DrawOne(SampleAugmenter augmenter, ref RandomSequence random, Span<float> destination)
    {
        var (which, image) = LoadAny(ref random);
        // A hall of the same data set: rendered ones behind rendered ones.
        var hall = random.Chance(_options.BackgroundChance) && image.Background is not null ? LoadFrom(which, ref random) : null;
        return augmenter.Augment(image, ref random, destination, hall);
    }

    (int Which, LabelledImage Image) LoadAny(ref RandomSequence random)
    {
        var which = ChooseDataset(random.NextSingle() * _totalWeight);
        return (which, LoadFrom(which, ref random));
    }

    LabelledImage LoadFrom(int which, ref RandomSequence random)
    {
        var dataset = _datasets[which].Dataset;
        return _cache.Load(which, dataset, random.NextInt32(dataset.Count));
    }

    int ChooseDataset(float at)
    {
        for (var i = 0; i < _datasets.Length - 1; i++)
        {
            if (at < _datasets[i].Weight) return i;
            at -= _datasets[i].Weight;
        }

        return _datasets.Length - 1;
    }
}
