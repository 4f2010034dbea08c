using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Training.Graph;

namespace RobotVision.Testing;

/// <summary>Writes models that are valid and compute hardly anything: each output is a pixel of the sample, -1..1.</summary>
static class WrittenModels
{
    /// <summary>What they say of themselves; nothing counts at these thresholds.</summary>
    static readonly ModelContract Contract = new()
    {
        Network = "grid",
        Output = ModelOutput.Grid,
        Thresholds = [.. Enumerable.Repeat(1 - 1e-6f, ObjectClasses.Count)],
    };

    /// <summary>Writes a model whose outputs are finite.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">Files of different seeds have different hashes.</param>
    public static string WriteFinite(string path, int seed = 0) => Write(path, (graph, pixels) => graph.Add(pixels, graph.Scalar(seed)));

    /// <summary>Writes a model that yields NaN of each frame with a pixel that is brighter than a limit.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">-1 is black, 1 is white; below -1 it yields NaN of all frames.</param>
    public static string WriteNaN(string path, float limit = -2) =>
        Write(path, (graph, pixels) => graph.Sqrt(graph.Sub(graph.Scalar(limit), pixels)));

    /// <summary>Loads a model for one thread of the CPU; the caller owns it.</summary>
    public static VisionModel Load(string path) => VisionModel.Load(path, new() { Accelerator = Accelerator.Cpu });

    static string Write(string path, Func<GraphBuilder, Tensor, Tensor> outputs)
    {
        var graph = new GraphBuilder("test");
        var input = graph.Input("input", Tensor.AnyBatch, 3, 96, 96);
        var part = graph.SlicePixels(input, 0, 0, GridLayout.FineCells, GridLayout.FineCells);
        var (channels, most) = (GridLayout.ChannelsOf(ObjectClasses.Count), 3);
        var stack = graph.Concat(1, [.. Enumerable.Repeat(part, (channels + most - 1) / most)]);
        graph.Output("output", graph.SliceChannels(outputs(graph, stack), 0, channels));
        File.WriteAllBytes(path, graph.ToModel(Contract.ToMetadata()));
        return path;
    }
}
