using RobotVision.Training.Augmentation;

namespace RobotVision.Training.Learning;

/// <summary>Draws the samples of each step from a mixer and writes their targets for the <c>grid</c> network.</summary>
/// <param name="mixer">Where samples come from; borrowed.</param>
/// <param name="threads">How many samples are made at once; has no influence on what they are.</param>
public sealed class GridBatchSource(SampleMixer mixer, int threads) : IBatchSource
{
    /// <inheritdoc/>
    public void Fill(long stepIndex, TrainingBatch batch) => Parallel.For(0, batch.Size, new ParallelOptions { MaxDegreeOfParallelism = threads }, place =>
    {
        var labels = mixer.Draw(stepIndex, place, batch.Sample(place));
        batch.Names[place] = labels.Name;
        GridTargets.Write([.. labels.Labels], labels.Labelled, batch.Target(place), batch.Weight(place));
    });
}
