using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Steps;

/// <summary>Draws the samples of each step from a mixer and writes their targets.</summary>
/// <param name="mixer">Source of the samples; borrowed.</param>
/// <param name="threads">Number of samples made in parallel; does not affect their values.</param>
/// <param name="writeTargets">Converts labels to targets; called by several threads.</param>
/// <param name="frames">
/// Frames of a clip: the batch holds whole clips, all first frames before all second ones, as <see cref="Layers.GatedMemory"/> wants it. 1 for single
/// samples.
/// </param>
public sealed class SampleBatchSource(SampleMixer mixer, int threads, TargetWriter writeTargets, int frames = 1) : IBatchSource
{
    uint _seen;

    /// <summary>Whose confidences are mixed into the targets; borrowed, null for none.</summary>
    public Teacher? Teacher { get; init; }

    /// <summary>The classes with an object in at least one sample so far.</summary>
    public ClassSet Seen => new(_seen);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used; the message names it.</exception>
    public void Fill(long stepIndex, TrainingBatch batch)
    {
        InParallel.For(batch.Size, threads, place =>
        {
            var clips = batch.Size / frames;
            var labels = frames == 1
                ? mixer.Draw(stepIndex, place, batch.Sample(place))
                : mixer.Draw(stepIndex, place % clips, new(place / clips, frames), batch.Sample(place));
            batch.Names[place] = labels.Name;
            Interlocked.Or(ref _seen, TaughtClasses.Of(labels.Labels).Bits);
            writeTargets([.. labels.Labels], labels.Labelled, batch.Target(place), batch.Weight(place));
        });
        Teacher?.Soften(batch);
    }
}
