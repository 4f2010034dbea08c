using RobotVision.Capture;
using RobotVision.Data.Formats;

namespace RobotVision.Tools.Output;

/// <summary>Tells on the standard error what a user has to know and what does not end the work.</summary>
static class Warnings
{
    /// <summary>Tells one thing.</summary>
    public static void Tell(string text) => Console.Error.WriteLine($"warning: {text}");

    /// <summary>Takes what is to be told of data sets.</summary>
    public static DatasetNotes OfData() => new(Tell);

    /// <summary>Opens a recording whose images that are not whole, and what it lost by its end, are told.</summary>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="InvalidDataException">It holds nothing that can be read.</exception>
    public static IFrameSource OpenRecording(string input) => new ToldSource(FrameSource.OpenRecording(input, TimeProvider.System));

    /// <summary>Tells of the problems of frames that are used all the same; bad frames are their user's business.</summary>
    sealed class ToldSource(IFrameSource source) : IFrameSource
    {
        public string Name => source.Name;

        public bool IsLive => source.IsLive;

        public long? FrameCount => source.FrameCount;

        public double? FramesPerSecond => source.FramesPerSecond;

        public string? Problem => source.Problem;

        public ReadOutcome Read(Frame frame)
        {
            var outcome = source.Read(frame);
            if (outcome is ReadOutcome.Frame or ReadOutcome.End && source.Problem is { } problem) Tell(problem);
            return outcome;
        }

        public void Dispose() => source.Dispose();
    }
}
