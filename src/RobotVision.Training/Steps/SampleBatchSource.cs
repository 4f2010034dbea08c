using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Steps;

/// <summary>Draws the samples of each step from a mixer and writes their targets.</summary>
/// <param name="mixer">Where samples come from; borrowed.</param>
/// <param name="threads">How many samples are made at once; has no influence on what they are.</param>
/// <param name="writeTargets">Makes targets of labels; called by several threads.</param>
public sealed class SampleBatchSource(SampleMixer mixer, int threads, TargetWriter writeTargets) : IBatchSource
{
    int _seen;

    /// <summary>The classes of which a sample showed an object so far.</summary>
    public ClassSet Seen => new((byte)_seen);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used; names it.</exception>
    public void Fill(long stepIndex, TrainingBatch batch) => InParallel.For(batch.Size, threads, place =>
    {
        var labels = mixer.Draw(stepIndex, place, batch.Sample(place));
        batch.Names[place] = labels.Name;
        Interlocked.Or(ref _seen, TaughtClasses.Of(labels.Labels).Bits);
        writeTargets([.. labels.Labels], labels.Labelled, batch.Target(place), batch.Weight(place));
    });
}
