namespace RobotVision.Classroom.Neurons;

/// <summary>The activation function of a neuron.</summary>
public enum Activation
{
    /// <summary>tanh(x), -1..1.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>1 / (1 + exp(-x)), 0..1.</summary>
    Sigmoid,

    /// <summary>x itself: a network of such neurons is no more than a single one.</summary>
    Linear,
}

static class Activations
{
    /// <summary>The value for a weighted sum.</summary>
    public static double Of(this Activation activation, double sum) => activation switch
    {
        Activation.Tanh => Math.Tanh(sum),
        Activation.Relu => Math.Max(0, sum),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-sum)),
        Activation.Linear => sum,
        _ => throw new OptionException($"Activation: expected Tanh, Relu, Sigmoid or Linear, found {activation}."),
    };

    /// <summary>The derivative by the weighted sum, from the value.</summary>
    public static double Slope(this Activation activation, double value) => activation switch
    {
        Activation.Tanh => 1 - value * value,
        Activation.Relu => value > 0 ? 1 : 0,
        Activation.Sigmoid => value * (1 - value),
        _ => 1,
    };
}
