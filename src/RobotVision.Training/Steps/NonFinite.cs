using Microsoft.ML.OnnxRuntime;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Steps;

/// <summary>Finds the layer where a value that is not finite first occurs, by running the step again with every layer's output.</summary>
static class NonFinite
{
    /// <summary>Describes where the first such value is, for a message.</summary>
    /// <param name="network">The network.</param>
    /// <param name="valueOf">The values of a parameter before the step.</param>
    /// <param name="batch">The batch of the step.</param>
    public static string Find(NetworkDefinition network, Func<string, float[]> valueOf, TrainingBatch batch)
    {
        foreach (var parameter in network.ParameterList)
            if (!IsFinite(valueOf(parameter.Name))) return $"the step before left '{parameter.Name}' not finite";
        for (var i = 0; i < batch.Size; i++)
        {
            if (!IsFinite(batch.Sample(i))) return $"sample '{batch.Names[i]}' is not finite";
            if (!IsFinite(batch.Target(i)) || !IsFinite(batch.Weight(i))) return $"the targets of sample '{batch.Names[i]}' are not finite";
        }
        return FindLayer(network, valueOf, batch) is { } layer ? $"it arose in layer '{layer}'" : "it arose in the loss itself";
    }

    static string? FindLayer(NetworkDefinition network, Func<string, float[]> valueOf, TrainingBatch batch)
    {
        var graph = new GraphBuilder("nonfinite");
        var tensor = graph.Input(NetworkDefinition.InputName, [batch.Size, .. network.InputShape]);
        var parameters = network.ParameterList.ToDictionary(
            parameter => parameter.Name, parameter => graph.Constant(parameter.Name, valueOf(parameter.Name), [.. parameter.Shape]));
        var pass = new NetworkPass(graph, training: true, parameters);
        foreach (var layer in network.Layers)
        {
            tensor = pass.Forward([layer], tensor).Output;
            graph.Output($"after.{layer.Name}", tensor);
        }
        using var session = new GraphSession(graph.ToModel(), "Finding the layer with a value that is not finite");
        var names = new List<string> { NetworkDefinition.InputName };
        long[] shape = [batch.Size, .. network.InputShape.Select(axis => (long)axis)];
        var inputs = new List<OrtValue> { OrtValue.CreateTensorValueFromMemory(batch.Samples, shape) };
        for (var i = 0; i < batch.Masks.Length; i++)
        {
            names.Add(pass.DropoutMasks[i].Input.Name);
            inputs.Add(OrtValue.CreateTensorValueFromMemory(batch.Masks[i], [.. pass.DropoutMasks[i].Input.Shape.ToArray().Select(axis => (long)axis)]));
        }
        try
        {
            using var outputs = session.Run(names, inputs, [.. network.Layers.Select(layer => $"after.{layer.Name}")]);
            for (var i = 0; i < outputs.Count; i++)
                if (!IsFinite(outputs[i].GetTensorDataAsSpan<float>())) return network.Layers[i].Name;
            return null;
        }
        finally
        {
            foreach (var input in inputs) input.Dispose();
        }
    }

    static bool IsFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            if (!float.IsFinite(value)) return false;
        return true;
    }
}
