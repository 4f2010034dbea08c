using RobotVision.Training.Layers;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Layers;

/// <summary>A network that looks as if it were trained: weights, offsets and statistics that are all different.</summary>
static class RandomValues
{
    public static Dictionary<string, float[]> Of(NetworkDefinition network) => network.ParameterList.Select((parameter, index) =>
    {
        var values = new float[parameter.Length];
        RandomTensors.FillNormal(values, parameter.FanIn > 0 ? Math.Sqrt(2.0 / parameter.FanIn) : 0.5, seed: 11, (uint)index);
        // A variance, and a scale that does not bring everything to nothing.
        if (parameter is { FanIn: 0, Start: not null }) foreach (ref var value in values.AsSpan()) value = 0.5f + MathF.Abs(value);
        return (parameter.Name, Values: values);
    }).ToDictionary(pair => pair.Name, pair => pair.Values);
}
