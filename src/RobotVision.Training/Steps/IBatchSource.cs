namespace RobotVision.Training.Steps;

/// <summary>Where the samples of a step come from.</summary>
public interface IBatchSource
{
    /// <summary>
    /// Fills every sample, target and weight of a batch. The same step always gives the same batch, whatever was asked for
    /// before: that is what makes a resumed run equal to an undisturbed one. Called from a thread of the trainer's, one call at a time.
    /// </summary>
    /// <param name="stepIndex">The step, counted from 0.</param>
    /// <param name="batch">What is filled; borrowed for this call.</param>
    void Fill(long stepIndex, TrainingBatch batch);
}
