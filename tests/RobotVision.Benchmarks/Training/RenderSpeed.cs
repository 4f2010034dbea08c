using System.Diagnostics;
using System.Globalization;
using RobotVision.Data.Synthesis;

namespace RobotVision.Benchmarks.Training;

/// <summary>
/// Prints only the pictures per second that one core renders: <c>RobotVision.Benchmarks render WIDTH HEIGHT COUNT</c>. Measures processor time, so that
/// other work on the machine has little effect.
/// </summary>
static class RenderSpeed
{
    const int WarmUp = 40; // pictures, until the hot methods are compiled for good

    public static void Print(int width, int height, int count)
    {
        var set = new SyntheticDataset(new() { Seed = 1, Count = WarmUp + count, Width = width, Height = height });
        for (var i = 0; i < WarmUp; i++) set.Load(i);
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        for (var i = WarmUp; i < WarmUp + count; i++) set.Load(i);
        process.Refresh();
        Console.WriteLine((count / (process.TotalProcessorTime - start).TotalSeconds).ToString("F1", CultureInfo.InvariantCulture));
    }
}
