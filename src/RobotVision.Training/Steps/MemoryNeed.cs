using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using RobotVision.Inference;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Steps;

/// <summary>Estimates the memory of a training step from its shapes before it is allocated.</summary>
static class MemoryNeed
{
    /// <summary>.NET, ONNX Runtime and OpenCV: 150 MB are resident before the first step, rounded up.</summary>
    const long Program = 200L << 20;

    /// <summary>The state exists twice, to be read and written by turns, and once more while a checkpoint is written.</summary>
    const int StateCopies = 3;

    /// <summary>
    /// Memory of ONNX Runtime as a multiple of <see cref="StepGraph.PeakBytes"/>: its arena grows in powers of two and its kernels have buffers of their
    /// own. Measured at batch sizes 32 and 128: 1.28 and 2.24 GB resident for <c>lecture</c> and 0.54 and 1.22 GB for a <c>grid</c> of 12 cells; the
    /// increase is 3.8 and 2.5 times that of the peaks.
    /// </summary>
    const double ArenaFactor = 3.75;

    /// <summary>Throws when a batch does not fit into memory.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stepOf">Creates the training step for a batch size.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <param name="available">Bytes of memory, <see cref="Available"/>.</param>
    /// <exception cref="InsufficientMemoryException">It does not fit; the message gives need, available memory and a batch size that fits.</exception>
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

        throw new InsufficientMemoryException(string.Create(CultureInfo.InvariantCulture,
            $"Batch size {batchSize}: a training step of '{network.Name}' needs about {Gigabytes(need)} of memory, "
            + $"found {Gigabytes(available)} free in this machine or its container. ")
            + (fits > 0
                ? FormattableString.Invariant($"Expected a batch_size of at most {fits}.")
                : $"Not even a batch_size of 1 fits, which needs about {Gigabytes(Need(1))}: end other programs or take a smaller network."));
    }

    /// <summary>Bytes of memory that are free now, within the container's limit.</summary>
    public static long Available()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        const string Table = "/proc/meminfo";
        if (!File.Exists(Table) || File.ReadLines(Table).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal)) is not { } free)
            return limit;
        return Math.Min(limit, long.Parse(free.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
    }

    /// <summary>Estimated resident bytes during training, without cached images.</summary>
    public static long Estimate(NetworkDefinition network, StepGraph graph, int batchSize)
    {
        var state = graph.State.Sum(tensor => (long)sizeof(float) * tensor.Length);
        var sample = Shapes.Length([.. network.InputShape]) + 2L * Shapes.Length([.. network.OutputShape]);
        var masks = graph.DropoutMasks.Sum(mask => (long)mask.Input.Length);
        return Program + StateCopies * state + 2 * sizeof(float) * (batchSize * sample + masks) + (long)(ArenaFactor * graph.PeakBytes);
    }

    /// <summary>Whether an exception or one of its inner exceptions says that memory ran out (not the estimate of <see cref="Check"/>).</summary>
    public static bool IsShortage(Exception exception) => (exception.InnerException is { } inner && IsShortage(inner))
        || exception is OutOfMemoryException and not InsufficientMemoryException
        || (exception is OnnxRuntimeException
            && (exception.Message.Contains("allocate memory", StringComparison.Ordinal) || exception.Message.Contains("bad_alloc", StringComparison.Ordinal)));

    /// <summary>The exception for a step that ran out of memory despite the estimate.</summary>
    public static InsufficientMemoryException Shortage(NetworkDefinition network, StepGraph graph, int batchSize, Exception exception)
    {
        var failure = exception as OnnxRuntimeException ?? exception.InnerException as OnnxRuntimeException;
        return new(string.Create(CultureInfo.InvariantCulture,
            $"Batch size {batchSize}: a training step of '{network.Name}' needs about {Gigabytes(Estimate(network, graph, batchSize))} of memory, "
            + $"found less{(failure is null ? "" : $" ({OnnxErrorText.Of(failure)})")}. ")
            + "End other programs or take a smaller batch_size; the last checkpoint is kept.", exception);
    }

    static string Gigabytes(long bytes) => FormattableString.Invariant($"{bytes / (double)(1L << 30):F1} GB");
}
