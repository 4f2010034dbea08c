using RobotVision.Capture;
using RobotVision.Data.Formats;

namespace RobotVision.Tools.Output;

/// <summary>Prints warnings on the standard error.</summary>
static class Warnings
{
    /// <summary>Prints one warning.</summary>
    public static void Print(string text) => Console.Error.WriteLine($"warning: {text}");

    /// <summary>Prints warnings about data sets.</summary>
    public static DatasetNotes OfData() => new(Print);

    /// <summary>Opens a recording and prints its problems: damaged images, and frames missing at its end.</summary>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="InvalidDataException">It contains nothing readable.</exception>
    public static IFrameSource OpenRecording(string input) => new WarningSource(FrameSource.OpenRecording(input, TimeProvider.System));

    /// <summary>Prints the problems of frames that are used nevertheless; bad frames are reported by whoever reads them.</summary>
    sealed class WarningSource(IFrameSource source) : IFrameSource
    {
        public string Name => source.Name;

        public bool IsLive => source.IsLive;

        public long? FrameCount => source.FrameCount;

        public double? FramesPerSecond => source.FramesPerSecond;

        public string? Problem => source.Problem;

        public ReadOutcome Read(Frame frame)
        {
            var outcome = source.Read(frame);
            if (outcome is ReadOutcome.Frame or ReadOutcome.End && source.Problem is { } problem) Print(problem);
            return outcome;
        }

        public void Dispose() => source.Dispose();
    }
}
