namespace RobotVision.Training.Quantisation;

/// <summary>How far the outputs of two forms of a network are apart.</summary>
/// <param name="Largest">The largest difference of two values.</param>
/// <param name="Mean">The mean of the differences' sizes.</param>
public readonly record struct OutputDifference(float Largest, float Mean)
{
    /// <summary>Compares value by value, as many of both; where one is not a number, neither is the result.</summary>
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
