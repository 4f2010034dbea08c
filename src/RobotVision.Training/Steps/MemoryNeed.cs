using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using RobotVision.Inference;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Steps;

/// <summary>How much memory a training step takes: known from its shapes before any of it is asked for.</summary>
static class MemoryNeed
{
    /// <summary>.NET, ONNX Runtime and OpenCV themselves; 150 MB, what the program has resident before its first step, rounded up.</summary>
    const long Program = 200L << 20;

    /// <summary>The states are there twice, for the steps to read and write in turn, and once more while a checkpoint is written.</summary>
    const int StateCopies = 3;

    /// <summary>
    /// What ONNX Runtime takes in parts of <see cref="StepGraph.PeakBytes"/>, since its arena grows in powers of two and its kernels have
    /// buffers of their own. Resident were, at batches 32 and 128, 1.28 and 2.24 GB of <c>lecture</c> and 0.54 and 1.22 GB of a <c>grid</c> of 12
    /// cells, 3.8 and 2.5 times as much more as the peaks.
    /// </summary>
    const double ArenaFactor = 3.75;

    /// <summary>Refuses a batch that does not fit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stepOf">Makes its step for a number of samples.</param>
    /// <param name="batchSize">Samples a step.</param>
    /// <param name="available">Bytes of memory, <see cref="Available"/>.</param>
    /// <exception cref="InsufficientMemoryException">It needs more; says how much, what there is and which batch would fit.</exception>
    public static void Check(NetworkDefinition network, Func<int, StepGraph> stepOf, int batchSize, long available)
    {
        long Need(int size) => Estimate(network, stepOf(size), size);
        if (Need(batchSize) is var need && need <= available) return;
        int fits = 0, tooLarge = batchSize;
        while (tooLarge - fits > 1)
        {
            var middle = (fits + tooLarge) / 2;
            if (Need(middle) <= available) fits = middle;
            else tooLarge = middle;
        }

        throw new InsufficientMemoryException(FormattableString.Invariant(
            $"Batch size {batchSize}: a training step of '{network.Name}' needs about {Gigabytes(need)} of memory, found {Gigabytes(available)} free in this machine or its container. ")
            + (fits > 0
                ? FormattableString.Invariant($"Expected a batch_size of at most {fits}.")
                : $"Not even a batch_size of 1 fits, which needs about {Gigabytes(Need(1))}: end other programs or take a smaller network."));
    }

    /// <summary>Bytes of memory that are free now, as far as the system tells, and within the container's limit.</summary>
    public static long Available()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        const string Table = "/proc/meminfo";
        if (!File.Exists(Table) || File.ReadLines(Table).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal)) is not { } free) return limit;
        return Math.Min(limit, long.Parse(free.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
    }

    /// <summary>Bytes that the program will have resident while it trains; images in the cache come on top.</summary>
    public static long Estimate(NetworkDefinition network, StepGraph graph, int batchSize)
    {
        var state = graph.State.Sum(tensor => (long)sizeof(float) * tensor.Length);
        var sample = Shapes.Length([.. network.InputShape]) + 2L * Shapes.Length([.. network.OutputShape]);
        var masks = graph.DropoutMasks.Sum(mask => (long)mask.Input.Length);
        return Program + StateCopies * state + 2 * sizeof(float) * (batchSize * sample + masks) + (long)(ArenaFactor * graph.PeakBytes);
    }

    /// <summary>Whether an error, or what it came of, says that memory ran out, and not before that it would.</summary>
    public static bool IsShortage(Exception exception) => (exception.InnerException is { } inner && IsShortage(inner)) || exception is OutOfMemoryException and not InsufficientMemoryException
        || (exception is OnnxRuntimeException && (exception.Message.Contains("allocate memory", StringComparison.Ordinal) || exception.Message.Contains("bad_alloc", StringComparison.Ordinal)));

    /// <summary>The error for a step that found less memory than there should have been.</summary>
    public static InsufficientMemoryException Shortage(NetworkDefinition network, StepGraph graph, int batchSize, Exception exception) => new(FormattableString.Invariant(
        $"Batch size {batchSize}: a training step of '{network.Name}' needs about {Gigabytes(Estimate(network, graph, batchSize))} of memory, found less{(exception is OnnxRuntimeException failure ? $" ({OnnxErrorText.Of(failure)})" : "")}. ")
        + "End other programs or take a smaller batch_size; the last checkpoint stands.", exception);

    static string Gigabytes(long bytes) => FormattableString.Invariant($"{bytes / (double)(1L << 30):F1} GB");
}
