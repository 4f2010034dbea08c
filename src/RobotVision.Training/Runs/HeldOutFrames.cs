using RobotVision.Curation;
using RobotVision.Data.Datasets;

namespace RobotVision.Training.Runs;

/// <summary>
/// The frames of the training data in folds, each of which is held out from one training: without a validation list thresholds, calibration and the
/// number of steps are chosen on them.
/// </summary>
sealed class HeldOutFrames
{
    /// <summary>Folds of few frames: all of them are held out once. Of more frames one fold is held out, a part of them.</summary>
    const int SmallFolds = 3, LargeFolds = 4;

    /// <summary>Frames up to which all are held out once; chosen so that the frames held out are about a hundred or more.</summary>
    const int FewFrames = 300;

    readonly WeightedDataset[] _data;
    readonly IReadOnlyList<int>?[] _foldOf;

    HeldOutFrames(WeightedDataset[] data, IReadOnlyList<int>?[] foldOf, int count) => (_data, _foldOf, Count) = (data, foldOf, count);

    /// <summary>The number of folds that are held out, each from a training of its own.</summary>
    public int Count { get; }

    /// <summary>The number of frames that are held out in some fold.</summary>
    public int Frames => _foldOf.Sum(folds => folds?.Count(fold => fold < Count) ?? 0);

    /// <summary>The number of frames in all folds.</summary>
    public int All => _foldOf.Sum(folds => folds?.Count ?? 0);

    /// <summary>Divides the frames.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="isHeldOut">For each of them whether its frames may be held out.</param>
    /// <param name="folds">Folds to hold out; 0 chooses by the number of frames, 1 holds out a quarter.</param>
    /// <param name="seed">Seed of the division.</param>
    /// <param name="done">Called after each image, from any thread, with the number of finished images.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <exception cref="InvalidDataException">There are fewer than two frames, or an image cannot be used.</exception>
    public static HeldOutFrames Divide(
        WeightedDataset[] data, IReadOnlyList<bool> isHeldOut, int folds, ulong seed, Action<int>? done, CancellationToken cancellation)
    {
        var frames = data.Select((set, i) => isHeldOut[i] ? FrameFolds.Scan(set.Dataset, done, cancellation) : []).ToArray();
        var all = frames.SelectMany(some => some).ToArray();
        if (all.Select(frame => frame.Path).Distinct().Count() is < 2 and var found)
            throw new InvalidDataException("Training data: expected two frames or more, of which some can be held out to choose thresholds on, "
                + $"found {found}. Add frames, or name a list under 'validation' in the recipe.");
        var count = folds > 0 ? folds : all.Length <= FewFrames ? SmallFolds : 1;
        count = Math.Min(count, all.Length);
        var foldOf = FrameFolds.Divide(all, Math.Min(all.Select(frame => frame.Path).Distinct().Count(), count == 1 ? LargeFolds : count), seed);
        var before = 0;
        return new(data, [.. frames.Select((some, i) =>
        {
            int[] own = [.. foldOf.Skip(before).Take(some.Count)];
            before += some.Count;
            return isHeldOut[i] ? own : null;
        })], count);
    }

    /// <summary>All training data but a fold; data sets without a frame left are left out.</summary>
    public WeightedDataset[] Without(int fold) => [.. _data.Select((set, i) => _foldOf[i] is { } folds
        ? set with { Dataset = new SubsetDataset(set.Dataset, Places(folds, other => other != fold)) } : set).Where(set => set.Dataset.Count > 0)];

    /// <summary>The frames of a fold, and the number of the data set they are from; data sets without a frame in it are left out.</summary>
    public (int Source, WeightedDataset Frames)[] Of(int fold) => [.. Enumerable.Range(0, _data.Length).Where(i => _foldOf[i]?.Contains(fold) ?? false)
        .Select(i => (i, _data[i] with { Dataset = new SubsetDataset(_data[i].Dataset, Places(_foldOf[i]!, other => other == fold)) }))];

    /// <summary>The frames of all folds that are held out.</summary>
    public WeightedDataset[] OfAll() => [.. Enumerable.Range(0, Count).SelectMany(Of).Select(set => set.Frames)];

    static int[] Places(IReadOnlyList<int> folds, Func<int, bool> isChosen) => [.. Enumerable.Range(0, folds.Count).Where(i => isChosen(folds[i]))];
}
