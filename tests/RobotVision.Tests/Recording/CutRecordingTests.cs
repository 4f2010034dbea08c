using RobotVision.Capture;
using RobotVision.Pipeline;
using RobotVision.Recording;
using RobotVision.Testing;
using RobotVision.Tests.Publishing;

namespace RobotVision.Tests.Recording;

/// <summary>A recording that ends anywhere, because the robot was switched off.</summary>
public class CutRecordingTests
{
    const int Frames = 4;

    /// <summary>Outside the third frame, one in so many bytes is tried: the whole file would take a minute.</summary>
    const int Stride = 37;

    [Test]
    public void Read_CutAnywhere_GivesEveryFrameThatWasFlushedOrSaysThatThereIsNone()
    {
        using var folder = new TemporaryFolder();
        using var stream = new MemoryStream();
        var flushed = new List<(long Length, int Frames)>();
        using (var writer = new RecordingWriter(stream, [new() { Camera = "match.mp4", Calibration = "image_width: 16\n" }], DateTimeOffset.UnixEpoch))
            for (var i = 0; i < Frames; i++)
            {
                var observation = TestObservation.Empty(16, 12, (byte)(i * 40), number: i);
                observation.Processed = i;
                writer.Write(observation);
                writer.Flush();
                flushed.Add((writer.Length, i + 1));
            }

        var whole = stream.ToArray();
        using var pool = new PooledFrame();
        for (var length = 0; length <= whole.Length; length += length >= flushed[1].Length && length < flushed[2].Length ? 1 : Stride)
        {
            var file = folder.Write("cut.mcap", whole[..length]);
            var expected = flushed.Where(one => one.Length <= length).Select(one => one.Frames).DefaultIfEmpty().Max();
            var found = Read(file, pool.Frame, out var problem);
            Assert.That(found, Has.Count.AtLeast(expected), $"cut at {length}");
            Assert.That(found, Is.EqualTo(Enumerable.Range(0, found.Count).Select(i => ((long)i, (byte)(i * 40)))), $"cut at {length}");
            if (length < whole.Length) Assert.That(problem, Is.Not.Null, $"cut at {length}");
        }

        Assert.That(Read(folder.Write("cut.mcap", whole), pool.Frame, out _), Has.Count.EqualTo(Frames));
    }

    /// <summary>The frames of a file: their numbers and shades; and what is wrong with it.</summary>
    static List<(long Number, byte Shade)> Read(string file, Frame frame, out string? problem)
    {
        var frames = new List<(long, byte)>();
        problem = null;
        try
        {
            if (RecordedRun.TryOpen(file) is not { } run)
            {
                problem = "no recording of ours";
                return frames;
            }

            using var source = new RecordingSource(run, new RecordedInputs(), TimeProvider.System);
            while (source.Read(frame) == ReadOutcome.Frame) frames.Add((frame.Number, frame.Picture.Pixels[0]));
            problem = source.Problem;
        }
        catch (InvalidDataException exception)
        {
            problem = exception.Message; // the one that the command prints
        }

        return frames;
    }

    sealed class PooledFrame : IDisposable
    {
        public Frame Frame { get; } = new FramePool(1).Rent(default);

        public void Dispose() => Frame.Dispose();
    }
}
