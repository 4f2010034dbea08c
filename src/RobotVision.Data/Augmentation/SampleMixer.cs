using System.Collections.Concurrent;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;

namespace RobotVision.Data.Augmentation;

/// <summary>
/// Draws training samples from several data sets by weight. A sample depends only on the seed, the step and the index in the batch, so
/// that the number of threads and their order do not change a run. Thread-safe.
/// </summary>
public sealed class SampleMixer
{
    /// <summary>Default size of the cache of decoded images: 2 GiB, about 2,300 images of 640 x 480.</summary>
    public const long DefaultCacheBytes = 2L << 30;

    /// <summary>First stream of clips and of their frames; lower ones belong to single samples.</summary>
    const uint FirstClip = 0x4000_0000, FirstFrame = 0x2000_0000;

    readonly WeightedDataset[] _datasets;
    readonly AugmentationOptions _options;
    readonly ulong _seed;
    readonly ImageCache _cache;
    readonly float _totalWeight, _photoWeight;
    readonly int[] _photoSets;
    readonly ConcurrentBag<SampleAugmenter> _augmenters = [];

    /// <summary>Creates a mixer; no image is loaded yet.</summary>
    /// <param name="datasets">The data sets and their weights.</param>
    /// <param name="options">How samples are augmented.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="cacheBytes">Bytes of decoded images to keep in memory.</param>
    /// <param name="warn">Called once, from any drawing thread, when not all images fit in the cache.</param>
    /// <exception cref="ArgumentException">A data set is empty, a weight not above 0, or an option out of range.</exception>
    public SampleMixer(
        IReadOnlyList<WeightedDataset> datasets, AugmentationOptions options, ulong seed, long cacheBytes = DefaultCacheBytes, Action<string>? warn = null)
    {
        if (datasets.Count == 0) throw new ArgumentException("Data sets: expected at least one, found none.", nameof(datasets));
        foreach (var (dataset, weight) in datasets)
        {
            if (dataset.Count == 0) throw new ArgumentException($"Data set '{dataset.Name}': expected images, found none.", nameof(datasets));
            if (weight > 0 && float.IsFinite(weight)) continue;
            var message = FormattableString.Invariant($"Data set '{dataset.Name}': expected a weight above 0, found {weight}.");
            throw new ArgumentException(message, nameof(datasets));
        }

        options.Validate();
        _datasets = [.. datasets];
        _options = options;
        _seed = seed;
        _cache = new ImageCache(cacheBytes, kept => warn?.Invoke(
            $"{kept} of {datasets.Sum(set => (long)set.Dataset.Count)} images fill the cache of {cacheBytes >> 20} MB, "
            + "the others are read or rendered every time; a larger cache_megabytes makes that faster."));
        _totalWeight = datasets.Sum(dataset => dataset.Weight);
        _photoSets = [.. Enumerable.Range(0, _datasets.Length).Where(set => _datasets[set].Dataset.FilesOf(0) is not null)];
        _photoWeight = _photoSets.Sum(set => _datasets[set].Weight);
    }

    /// <summary>Draws one sample.</summary>
    /// <param name="step">The training step, from 0.</param>
    /// <param name="index">The index in the step's batch, from 0.</param>
    /// <param name="destination">27,648 floats, (3, 96, 96), RGB, -1..1; owned by the caller.</param>
    /// <returns>The labels in pixels of the sample.</returns>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    public SampleLabels Draw(long step, int index, Span<float> destination)
    {
        var random = new RandomSequence(_seed, (ulong)step, (uint)index);
        return Draw(new(0, 1), ref random, ref random, destination);
    }

    /// <summary>
    /// Draws one frame of a clip of as many frames: of a longer clip any so many that follow each other; the last frame of a shorter one stands still at its
    /// end, and an image of a set without clips all the time.
    /// </summary>
    /// <param name="step">The training step, from 0.</param>
    /// <param name="clip">The index of the clip in the step's batch, from 0.</param>
    /// <param name="place">Which frame of the clip.</param>
    /// <param name="destination">27,648 floats, (3, 96, 96), RGB, -1..1; owned by the caller.</param>
    /// <returns>The labels in pixels of the sample.</returns>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    public SampleLabels Draw(long step, int clip, ClipPlace place, Span<float> destination)
    {
        var random = new RandomSequence(_seed, (ulong)step, FirstClip + (uint)clip);
        var own = new RandomSequence(_seed, (ulong)step, FirstFrame + (uint)(clip * place.Frames + place.Frame));
        return Draw(place, ref random, ref own, destination);
    }

    SampleLabels Draw(ClipPlace place, ref RandomSequence random, ref RandomSequence own, Span<float> destination)
    {
        if (!_augmenters.TryTake(out var augmenter)) augmenter = new SampleAugmenter(_options);
        try
        {
            return random.Chance(_options.MosaicChance)
                ? DrawMosaic(augmenter, place, ref random, ref own, destination)
                : DrawOne(augmenter, place, ref random, ref own, destination);
        }
        finally
        {
            _augmenters.Add(augmenter);
        }
    }

    SampleLabels DrawMosaic(SampleAugmenter augmenter, ClipPlace place, ref RandomSequence random, ref RandomSequence own, Span<float> destination)
    {
        var quarters = Mosaic.Quarters(ref random);
        var parts = new SampleLabels[quarters.Length];
        var sample = new float[destination.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = DrawOne(augmenter, place, ref random, ref own, sample);
            Mosaic.Copy(sample, quarters[i], destination);
        }

        return Mosaic.Join(parts, quarters, _options);
    }

    SampleLabels DrawOne(SampleAugmenter augmenter, ClipPlace place, ref RandomSequence random, ref RandomSequence own, Span<float> destination)
    {
        var dataset = ChooseDataset(random.NextSingle() * _totalWeight);
        var (first, index) = ChooseImage(dataset, place, ref random);
        var image = Load(dataset, index);
        // A background of the same data set, so that rendered images get rendered backgrounds.
        var background = random.Chance(_options.BackgroundChance) && first.Layers is not null
            ? Load(dataset, random.NextInt32(_datasets[dataset].Dataset.Count))
            : null;
        var photo = _options.PasteChance > 0 && first.Layers is not null && random.Chance(_options.PasteChance) ? DrawPhoto(ref random) : null;
        return augmenter.Augment(image, first, ref random, ref own, destination, new(background, photo));
    }

    // An image that is no rendered one, by the weights of the sets that have such; null without any.
    LabelledImage? DrawPhoto(ref RandomSequence random)
    {
        var left = random.NextSingle() * _photoWeight;
        foreach (var set in _photoSets)
        {
            left -= _datasets[set].Weight;
            if (left <= 0 || set == _photoSets[^1]) return Load(set, random.NextInt32(_datasets[set].Dataset.Count));
        }

        return null;
    }

    // The first frame of the clip and the index of the wanted one.
    (LabelledImage First, int Index) ChooseImage(int dataset, ClipPlace place, ref RandomSequence random)
    {
        var set = _datasets[dataset].Dataset;
        var image = random.NextInt32(set.Count);
        if (place.Frames == 1 || set.Clips is not { } clips) return (Load(dataset, image), image);
        var (start, length) = clips[clips.Of(image)]; // every image is as likely as the others, however long its clip is
        start += random.NextInt32(Math.Max(0, length - place.Frames) + 1);
        return (Load(dataset, start), start + Math.Min(place.Frame, length - 1));
    }

    LabelledImage Load(int dataset, int index) => _cache.Load(dataset, _datasets[dataset].Dataset, index);

    // The data set whose share of the cumulative weights contains a value.
    int ChooseDataset(float weight)
    {
        for (var i = 0; i < _datasets.Length - 1; i++)
        {
            if (weight < _datasets[i].Weight) return i;
            weight -= _datasets[i].Weight;
        }

        return _datasets.Length - 1;
    }
}

/// <summary>The place of a frame in a clip.</summary>
/// <param name="Frame">Which frame, from 0.</param>
/// <param name="Frames">Frames of the clip.</param>
public readonly record struct ClipPlace(int Frame, int Frames);
