namespace RobotVision.Data.Datasets;

/// <summary>A data set and how often its images are drawn.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Weight">Its share of the samples, against the sum of all weights; above 0.</param>
public readonly record struct WeightedDataset(IDataset Dataset, float Weight);
