namespace RobotVision.Training.Quantisation;

/// <summary>Difference between the outputs of two models.</summary>
/// <param name="Largest">The largest absolute difference.</param>
/// <param name="Mean">The mean absolute difference.</param>
public readonly record struct OutputDifference(float Largest, float Mean)
{
    /// <summary>Compares two outputs of equal length; NaN in a value gives NaN.</summary>
    public static OutputDifference Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (largest, sum) = (0f, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            var difference = MathF.Abs(a[i] - b[i]);
            largest = MathF.Max(largest, difference);
            sum += difference;
        }
        return new(largest, (float)(sum / a.Length));
    }
}
