using System.Globalization;
using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Doctor;

/// <summary>Measures the shipped networks on this processor: how long a frame takes, and how many close-ups of it fit.</summary>
static class Speeds
{
    const double FrameRate = 30;

    /// <summary>Of the time between two frames, what the network may take; the rest is for sampling, tracking and the robot.</summary>
    const double Share = 0.5;

    const int Batch = 8;

    static readonly TimeSpan Time = TimeSpan.FromMilliseconds(200);

    /// <summary>A finding for each network, on one thread.</summary>
    /// <param name="paths">Their files.</param>
    public static IEnumerable<Finding> Examine(IEnumerable<string> paths)
    {
        yield return new Finding("processor", IsNeeded: true, IsGood: true, $"{Processor.Name}, {Processor.Instructions}");
        foreach (var path in paths) yield return Examine(path);
    }

    static Finding Examine(string path)
    {
        var name = $"speed {Path.GetFileName(path)}";
        try
        {
            using var model = VisionModel.Load(path, new() { Threads = 1, MaxSamples = Batch });
            using var runner = model.CreateRunner();
            var speed = ModelSpeed.Measure(runner, Time, TimeProvider.System);
            var budget = TimeSpan.FromSeconds(Share / FrameRate);
            var fit = Math.Min(speed.CloseUpsIn(budget), CloseUpChooser.MostCloseUps);
            return new Finding(name, IsNeeded: false, IsGood: true, string.Create(
                CultureInfo.InvariantCulture,
                $"{speed.WholeView.TotalMilliseconds:F2} ms a frame and {speed.CloseUp.TotalMilliseconds:F2} ms a close-up on {model.Provider.Name()}, "
                + $"one thread: at {FrameRate} frames/s {(fit == CloseUpChooser.MostCloseUps ? $"all {fit}" : fit)} close-ups fit into half the time "
                + $"(--looks {fit})"));
        }
        catch (Exception exception) when (NativeLibraries.IsExpected(exception))
        {
            return new Finding(name, IsNeeded: false, IsGood: false, exception.Message);
        }
    }
}
