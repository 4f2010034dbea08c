namespace RobotVision.Training.Quantisation;

/// <summary>How real numbers are written as whole ones of 8 bits without sign: <c>real = Scale * (whole - Zero)</c>, 0..255.</summary>
/// <param name="Scale">What one step is worth.</param>
/// <param name="Zero">The whole number that stands for 0, which is therefore exact.</param>
/// <remarks>Source: Jacob et al., "Quantization and Training of Neural Networks", 2018, equation 1.</remarks>
public readonly record struct Quantity(float Scale, byte Zero)
{
    /// <summary>The finest that reaches from one number to another, 0 included.</summary>
    public static Quantity Of(float low, float high)
    {
        (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        if (!(high > low)) return new(1, 0); // all zero: any scale will do
        var scale = (high - low) / byte.MaxValue;
        return new(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, byte.MaxValue));
    }

    /// <summary>What becomes of a number that is written so and read again.</summary>
    public float Round(float value) => Scale * (Math.Clamp(MathF.Round(value / Scale) + Zero, 0, byte.MaxValue) - Zero);
}
