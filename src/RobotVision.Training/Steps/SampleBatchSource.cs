using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Steps;

/// <summary>Draws the samples of each step from a mixer and writes their targets.</summary>
/// <param name="mixer">Source of the samples; borrowed.</param>
/// <param name="threads">Number of samples made in parallel; does not affect their values.</param>
/// <param name="writeTargets">Converts labels to targets; called by several threads.</param>
public sealed class SampleBatchSource(SampleMixer mixer, int threads, TargetWriter writeTargets) : IBatchSource
{
    uint _seen;

    /// <summary>The classes with an object in at least one sample so far.</summary>
    public ClassSet Seen => new(_seen);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used; the message names it.</exception>
    public void Fill(long stepIndex, TrainingBatch batch) => InParallel.For(batch.Size, threads, place =>
    {
        var labels = mixer.Draw(stepIndex, place, batch.Sample(place));
        batch.Names[place] = labels.Name;
        Interlocked.Or(ref _seen, TaughtClasses.Of(labels.Labels).Bits);
        writeTargets([.. labels.Labels], labels.Labelled, batch.Target(place), batch.Weight(place));
    });
}
