using RobotVision.Training.Steps;

namespace RobotVision.Benchmarks.Training;

/// <summary>A source that costs nothing: writes its batches once and hands them out again and again.</summary>
sealed class NoiseSource : IBatchSource
{
    public void Fill(long stepIndex, TrainingBatch batch)
    {
        if (batch.Weight(0)[0] != 0) return;
        for (var i = 0; i < batch.Size; i++)
        {
            RandomTensors.FillNormal(batch.Sample(i), 0.5, 1, (uint)i);
            batch.Weight(i).Fill(1);
        }
    }
}
