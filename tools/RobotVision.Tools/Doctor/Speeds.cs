using System.Globalization;
using RobotVision.CloseUps;
using RobotVision.CommandLine;
using RobotVision.Inference;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Doctor;

/// <summary>Measures the shipped networks on this processor: how long a frame takes, how many close-ups of it fit, and which one is chosen.</summary>
static class Speeds
{
    const double FrameRate = 30;

    static readonly TimeSpan Time = TimeSpan.FromMilliseconds(200);

    /// <summary>A finding for each network that <c>--model auto</c> may choose, and one for its choice; the measured speeds are kept for the choice.</summary>
    /// <param name="auto">Measures and chooses.</param>
    /// <param name="budget">What inference on a frame may take.</param>
    public static IEnumerable<Finding> Examine(AutoModel auto, TimeSpan budget)
    {
        var instructions = Processor.Instructions.Length > 0 ? Processor.Instructions : "without AVX2";
        yield return new Finding("processor", IsNeeded: true, IsGood: true, $"{Processor.Name}, {instructions}");
        var findings = new List<Finding>();
        try
        {
            findings.AddRange(auto.Known(folder: null).Where(model => model.Figures.Count > 0).Select(model => Examine(auto, model, budget)));
            findings.Add(new("auto", IsNeeded: false, IsGood: true, $"--model auto takes {auto.Choose(folder: null, budget, closeUps: 0, cameras: 1).Told}"));
        }
        catch (Exception exception) when (NativeLibraries.IsExpected(exception))
        {
            findings.Add(new("auto", IsNeeded: false, IsGood: false, CommandRunner.Describe(exception)));
        }

        foreach (var finding in findings) yield return finding;
    }

    static Finding Examine(AutoModel auto, KnownModel model, TimeSpan budget)
    {
        var name = $"speed {model.Name}";
        try
        {
            var (speed, provider) = auto.Measure(model.Path, Time);
            var fit = Math.Min(speed.CloseUpsIn(budget), CloseUpChooser.MostCloseUps);
            return new Finding(name, IsNeeded: false, IsGood: true, string.Create(
                CultureInfo.InvariantCulture,
                $"{speed.WholeView.TotalMilliseconds:F2} ms a frame and {speed.CloseUp.TotalMilliseconds:F2} ms a close-up on {provider.Name()}: "
                + $"{(fit == CloseUpChooser.MostCloseUps ? $"all {fit}" : fit)} close-ups fit into {budget.TotalMilliseconds:0.##} of the "
                + $"{1000 / FrameRate:F1} ms between frames at {FrameRate} frames/s (--looks {fit})"));
        }
        catch (Exception exception) when (NativeLibraries.IsExpected(exception))
        {
            return new Finding(name, IsNeeded: false, IsGood: false, CommandRunner.Describe(exception));
        }
    }
}
