using RobotVision.Training.Steps;

namespace RobotVision.Benchmarks.Training;

/// <summary>A source without cost: fills its batches once and reuses them.</summary>
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
