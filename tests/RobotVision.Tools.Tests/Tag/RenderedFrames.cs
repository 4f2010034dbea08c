using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis.Match;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Testing;
using RobotVision.Video;

namespace RobotVision.Tools.Tests.Tag;

/// <summary>A rendered match with the ball's true boxes, as images or as a video. Each frame is rendered once.</summary>
static class RenderedFrames
{
    public const int Count = 101, Width = 320, Height = 240;

    static readonly MatchClip Clip = new(new() { Seed = 7, Count = Count, Width = Width, Height = Height });

    static readonly Lazy<LabelledImage>[] Frames = [.. Enumerable.Range(0, Count).Select(i => new Lazy<LabelledImage>(() => Clip.Render(i)))];

    /// <summary>The ball's box in a frame, in pixels.</summary>
    public static Box BallIn(int frame) => Frames[frame].Value.Labels.First(label => label.Class == ObjectClass.Ball).Box;

    /// <summary>A copy of the picture of a frame.</summary>
    public static BgrImage Picture(int frame)
    {
        var picture = new BgrImage(Width, Height);
        Frames[frame].Value.Image.Pixels.CopyTo(picture.Pixels.AsSpan());
        return picture;
    }

    /// <summary>Writes the whole match as a video.</summary>
    public static string WriteVideo(TemporaryFolder folder)
    {
        using var video = new VideoFile(folder["match.mp4"], Clip.Fps);
        foreach (var frame in Frames.AsParallel().AsOrdered().Select(frame => frame.Value)) video.Write(frame.Image.View);
        video.Complete();
        return folder["match.mp4"];
    }

    /// <summary>Writes the first frames as images, <c>set/images/match-000000.jpg</c> and so on.</summary>
    public static void WriteImages(TemporaryFolder folder, int count)
    {
        for (var i = 0; i < count; i++)
            folder.Write(FormattableString.Invariant($"set/images/match-{i:000000}.jpg"), ImageFile.Encode(".jpg", Frames[i].Value.Image.View));
    }
}
