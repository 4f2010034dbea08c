using System.Globalization;
using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Tracking;

namespace RobotVision.Tools.Bench;

/// <summary>What is measured.</summary>
sealed record BenchOptions
{
    /// <summary>Files of the networks.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Numbers of close-ups; the first one is that of all other comparisons.</summary>
    public IReadOnlyList<int> Looks { get; init; } = [0, 3, 6];

    /// <summary>Numbers of CPU threads of the network; the first one is that of all other comparisons.</summary>
    public IReadOnlyList<int> Threads { get; init; } = [1];

    /// <summary>Sides of the picture, as parts of those that it has.</summary>
    public IReadOnlyList<double> Sizes { get; init; } = [0.5, 1, 2];

    /// <summary>Numbers of cameras.</summary>
    public IReadOnlyList<int> Cameras { get; init; } = [1, 2, 3, 4];

    /// <summary>Whether to measure with all processor cores kept busy besides.</summary>
    public bool IsLoaded { get; init; }

    /// <summary>Which processor runs the networks.</summary>
    public Accelerator Accelerator { get; init; }

    /// <summary>About how long to measure in all.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The numbers of close-ups of <c>--looks</c>.</summary>
    /// <exception cref="OptionException">The text is no list of such numbers.</exception>
    public static IReadOnlyList<int> ParseLooks(string text) => Whole("--looks", text, 0, CloseUpChooser.MostCloseUps, "0,3,6");

    /// <summary>The numbers of threads of <c>--threads</c>.</summary>
    /// <inheritdoc cref="ParseLooks"/>
    public static IReadOnlyList<int> ParseThreads(string text) => Whole("--threads", text, 1, 64, "1,4");

    /// <summary>The numbers of cameras of <c>--cameras</c>.</summary>
    /// <inheritdoc cref="ParseLooks"/>
    public static IReadOnlyList<int> ParseCameras(string text) => Whole("--cameras", text, 1, FrameTracker.MostCameras, "1,2,4");

    /// <summary>The sides of <c>--sizes</c>.</summary>
    /// <inheritdoc cref="ParseLooks"/>
    public static IReadOnlyList<double> ParseSizes(string text) => Numbers("--sizes", text, 0.1, 4, "0.5,1,2", value => true);

    static int[] Whole(string option, string text, int least, int most, string example) =>
        [.. Numbers(option, text, least, most, example, value => value == Math.Floor(value)).Select(value => (int)value)];

    static double[] Numbers(string option, string text, double least, double most, string example, Func<double, bool> fits)
    {
        var values = text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && fits(value) ? value : double.NaN).ToArray();
        return values.All(value => value >= least && value <= most) && values.Distinct().Count() == values.Length
            ? values
            : throw new OptionException(string.Create(
                CultureInfo.InvariantCulture, $"{option}: expected different numbers from {least} to {most}, for example {example}, found '{text}'."));
    }
}
