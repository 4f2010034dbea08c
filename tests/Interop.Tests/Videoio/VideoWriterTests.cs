namespace OpenCvSharp.Tests.Videoio;

public sealed class VideoWriterTests
{
    [Test]
    public void VideoWriter_NoSuchFolder_IsNotOpened()
    {
        using var writer = new VideoWriter("/nowhere/video.avi", VideoWriter.FourCC('M', 'J', 'P', 'G'), 25, new Size(64, 48));

        Assert.That(writer.IsOpened(), Is.False);
    }

    [Test]
    public void VideoWriter_WithBackend_KeepsWhatItWasGiven()
    {
        using var folder = new TemporaryFolder();

        using var writer = new VideoWriter(folder.File("v.avi"), VideoCaptureAPIs.FFMPEG, VideoWriter.FourCC("MJPG"), 12.5, new Size(64, 48));

        Assert.That(writer.IsOpened(), Is.True);
        Assert.That(writer.GetBackendName(), Is.EqualTo("FFMPEG"));
        Assert.That((writer.Fps, writer.FrameSize, writer.IsColor), Is.EqualTo((12.5, new Size(64, 48), true)));
    }

    [Test]
    public void Dispose_Twice_IsHarmless()
    {
        var writer = new VideoWriter();

        writer.Dispose();
        writer.Dispose();

        Assert.That(writer.IsDisposed, Is.True);
    }
}
