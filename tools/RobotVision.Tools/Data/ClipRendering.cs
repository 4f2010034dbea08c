using System.Globalization;
using System.Text.Json;
using RobotVision.Cameras;
using RobotVision.Cluster;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis.Match;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Poses;
using RobotVision.Tools.Cluster;
using RobotVision.Video;

namespace RobotVision.Tools.Data;

/// <summary>
/// Renders a match as a video, with the ball's boxes (.json), the lens (.yaml) and the camera's poses (.poses.jsonl) beside it. A part has its frames as
/// pictures without loss, from which the video is encoded once all are there.
/// </summary>
/// <param name="options">The match.</param>
sealed class ClipRendering(MatchClipOptions options)
{
    const string BallsName = "balls.jsonl";

    readonly MatchClip _clip = new(options);

    /// <summary>Renders the clip or a part of it, or encodes it from its parts.</summary>
    /// <param name="division">What to do, and where the clip or the part's pictures go.</param>
    /// <param name="report">Called with the number of finished frames.</param>
    /// <param name="stop">Stops between frames.</param>
    public void Run(Division division, Action<long> report, CancellationToken stop)
    {
        if (division.Part is { } part) WritePart(division.Output, part, report, stop);
        else if (division.IsJoining) WriteClip(division.Output, Read(division.Joined), report);
        else WriteClip(division.Output, Render(0, _clip.Count, stop), report);
    }

    void WritePart(string folder, Shard part, Action<long> report, CancellationToken stop)
    {
        var (first, end) = part.Range(_clip.Count);
        using var balls = new WholeFile(Path.Combine(folder, BallsName));
        foreach (var (image, boxes) in Render(first, end, stop))
        {
            ImageFile.Write(Path.Combine(folder, PictureOf(first)), image.View);
            balls.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(boxes));
            balls.Stream.WriteByte((byte)'\n');
            report(++first);
        }

        balls.Complete();
    }

    void WriteClip(string path, IEnumerable<(BgrImage Image, float[][]? Balls)> images, Action<long> report)
    {
        using var video = new VideoFile(path, _clip.Fps);
        var frames = new List<object>();
        foreach (var (image, balls) in images)
        {
            video.Write(image.View);
            frames.Add(new { frame = frames.Count, balls });
            report(frames.Count);
        }

        video.Complete();
        WholeFile.WriteAllText(Path.ChangeExtension(path, ".json"), JsonSerializer.Serialize(
            new { video = Path.GetFileName(path), width = options.Width, height = options.Height, @class = ClassNames.BuiltIn[ObjectClass.Ball], frames }));
        new CameraFile(_clip.Camera) { Name = Path.GetFileNameWithoutExtension(path) }.Write(Path.ChangeExtension(path, ".yaml"));
        var poses = Enumerable.Range(0, _clip.Count).Select(frame => PoseMessage.ToJson(_clip.RobotPoseAt(frame)) + "\n");
        WholeFile.WriteAllText(Path.ChangeExtension(path, ".poses.jsonl"), string.Concat(poses));
    }

    /// <summary>Renders frames in parallel and gives them in order.</summary>
    IEnumerable<(BgrImage Image, float[][]? Balls)> Render(int first, int end, CancellationToken stop)
    {
        foreach (var batch in Enumerable.Range(first, end - first).Chunk(Environment.ProcessorCount * 4))
        {
            stop.ThrowIfCancellationRequested();
            foreach (var image in batch.AsParallel().AsOrdered().Select(_clip.Render)) yield return (image.Image, BallsOf(image));
        }
    }

    static IEnumerable<(BgrImage Image, float[][]? Balls)> Read(IReadOnlyList<string> parts)
    {
        var frame = 0;
        foreach (var part in parts)
            foreach (var balls in File.ReadLines(Path.Combine(part, BallsName)))
                yield return (ImageFile.Read(Path.Combine(part, PictureOf(frame++))), JsonSerializer.Deserialize<float[][]?>(balls));
    }

    static string PictureOf(int frame) => string.Create(CultureInfo.InvariantCulture, $"{frame:D6}.png");

    /// <summary>The boxes of the balls; null, which means not annotated, when one of them is to be ignored.</summary>
    static float[][]? BallsOf(LabelledImage image)
    {
        var balls = image.Labels.Where(label => label.Class == ObjectClass.Ball).ToArray();
        return balls.Any(ball => ball.Ignore) ? null : [.. balls.Select(ball => new[] { ball.Box.X1, ball.Box.Y1, ball.Box.X2, ball.Box.Y2 })];
    }
}
