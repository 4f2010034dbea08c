using RobotVision.Data.Synthesis.Match;
using RobotVision.Detections;
using RobotVision.Testing;
using RobotVision.Video;

namespace RobotVision.Tools.Tests.Tag;

/// <summary>A rendered match as a video, with the ball's true boxes. Rendered once; each test gets its own folder.</summary>
static class RenderedFrames
{
    public const int Count = 101, Width = 320, Height = 240;

    static readonly Lazy<(byte[] Video, Box[] Balls)> Rendered = new(Render);

    /// <summary>The ball's box in each frame, in pixels.</summary>
    public static Box[] Balls => Rendered.Value.Balls;

    /// <summary>Writes the video.</summary>
    public static string WriteVideo(TemporaryFolder folder) => folder.Write("match.mp4", Rendered.Value.Video);

    /// <summary>Writes the first frames as images.</summary>
    public static void WriteImages(TemporaryFolder folder, int count)
    {
        using var source = new Capture.VideoFileSource(WriteVideo(folder), TimeProvider.System);
        Tagging.Frames.VideoFrames.Extract(source, folder["set"], TimeSpan.Zero, null, CancellationToken.None);
        foreach (var image in Directory.GetFiles(folder["set/images"]).Order(StringComparer.Ordinal).Skip(count)) File.Delete(image);
    }

    static (byte[], Box[]) Render()
    {
        using var folder = new TemporaryFolder();
        var clip = new MatchClip(new() { Seed = 7, Count = Count, Width = Width, Height = Height });
        var balls = new Box[Count];
        using (var video = new VideoFile(folder["match.mp4"], clip.Fps))
        {
            var frames = Enumerable.Range(0, Count).AsParallel().AsOrdered().Select(clip.Render);
            var at = 0;
            foreach (var frame in frames)
            {
                video.Write(frame.Image.View);
                balls[at++] = frame.Labels.Where(label => label.Class == ObjectClass.Ball).Select(label => label.Box).FirstOrDefault();
            }

            video.Complete();
        }

        return (File.ReadAllBytes(folder["match.mp4"]), balls);
    }
}
