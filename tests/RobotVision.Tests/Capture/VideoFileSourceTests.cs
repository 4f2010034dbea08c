using OpenCvSharp;
using RobotVision.Capture;

namespace RobotVision.Tests.Capture;

public class VideoFileSourceTests
{
    const int Frames = 30;
    string _path = "";

    [SetUp]
    public void WriteVideo()
    {
        _path = Path.Combine(Path.GetTempPath(), $"robotvision-test-{Guid.NewGuid():N}.mp4");
        WriteVideo("mp4v");
    }

    void WriteVideo(string codec)
    {
        using var writer = new VideoWriter(_path, VideoCaptureAPIs.FFMPEG, FourCC.FromString(codec), 10, new Size(160, 120));
        Assume.That(writer.IsOpened(), Is.True, $"no encoder for {codec}");
        for (var i = 0; i < Frames; i++)
        {
            using var picture = new Mat(120, 160, MatType.CV_8UC3, new Scalar(i * 8, 100, 50));
            writer.Write(picture);
        }
    }

    [TearDown]
    public void RemoveVideo() => File.Delete(_path);

    /// <summary>H.264 keeps frames back until the end, and OpenCV knows no time of those.</summary>
    [TestCase("mp4v")]
    [TestCase("avc1")]
    public void Read_WholeVideo_GivesEveryFrameWithItsTime(string codec)
    {
        WriteVideo(codec);
        using var source = new VideoFileSource(_path, TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        for (var i = 0; i < Frames; i++)
        {
            Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
            Assert.That(frame.SourceTime!.Value.TotalSeconds, Is.EqualTo(i / 10.0).Within(1e-3));
            Assert.That(frame.View.Pixels[0], Is.EqualTo(i * 8).Within(12));
        }

        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.End));
        Assert.That(source.Problem, Is.Null);
        Assert.That(source.FramesPerSecond, Is.EqualTo(10).Within(1e-6));
    }

    [Test]
    public void Constructor_TruncatedWithoutIndex_SaysThatItIsCutShort()
    {
        var bytes = File.ReadAllBytes(_path);
        File.WriteAllBytes(_path, bytes[..(bytes.Length / 2)]);
        Assert.That(() => new VideoFileSource(_path, TimeProvider.System),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("cut short").And.Message.Contains(_path));
    }

    [Test]
    public void Constructor_NotAVideo_SaysSo()
    {
        File.WriteAllText(_path, "this is no video at all, only words");
        Assert.That(() => new VideoFileSource(_path, TimeProvider.System), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("expected a video"));
    }

    [Test]
    public void Constructor_EmptyFile_SaysSo()
    {
        File.WriteAllBytes(_path, []);
        Assert.That(() => new VideoFileSource(_path, TimeProvider.System), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("empty file"));
    }
}
