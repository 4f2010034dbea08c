using RobotVision.Training.Layers;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Layers;

/// <summary>Random parameter values like those of a trained network: all weights, offsets and statistics differ.</summary>
static class RandomValues
{
    public static Dictionary<string, float[]> Of(NetworkDefinition network) => network.ParameterList.Select((parameter, index) =>
    {
        var values = new float[parameter.Length];
        RandomTensors.FillNormal(values, parameter.FanIn > 0 ? Math.Sqrt(2.0 / parameter.FanIn) : 0.5, seed: 11, (uint)index);
        // Variances and scales are positive and not near zero.
        if (parameter is { FanIn: 0, Start: not null }) foreach (ref var value in values.AsSpan()) value = 0.5f + MathF.Abs(value);
        return (parameter.Name, Values: values);
    }).ToDictionary(pair => pair.Name, pair => pair.Values);
}
