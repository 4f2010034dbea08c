namespace OpenCvSharp.Tests.Videoio;

public sealed class VideoCaptureTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("video.mp4", "mp4v")]
    [TestCase("video.avi", "MJPG")]
    public void Read_WrittenVideo_GivesEveryFrameInItsColor(string name, string codec)
    {
        VideoFile.Write(_folder.File(name), codec);

        using var capture = new VideoCapture(_folder.File(name));
        using var frame = new Mat();
        int count = 0;
        while (capture.Read(frame))
        {
            Vec3b pixel = frame.At<Vec3b>(24, 32);
            Scalar expected = VideoFile.Color(count++);
            Assert.That(pixel.Item0, Is.EqualTo(expected.Val0).Within(8));
            Assert.That(pixel.Item1, Is.EqualTo(expected.Val1).Within(8));
            Assert.That(pixel.Item2, Is.EqualTo(expected.Val2).Within(8));
        }

        Assert.That(count, Is.EqualTo(VideoFile.Frames));
        Assert.That(frame.Empty(), Is.True, "the end empties the Mat");
    }

    [Test]
    public void Properties_OpenFile_AreThoseOfTheFile()
    {
        VideoFile.Write(_folder.File("video.avi"), "MJPG");

        using var capture = new VideoCapture(_folder.File("video.avi"), VideoCaptureAPIs.FFMPEG);

        Assert.That(capture.FrameWidth, Is.EqualTo(64));
        Assert.That(capture.FrameHeight, Is.EqualTo(48));
        Assert.That(capture.Fps, Is.EqualTo(25).Within(1e-6));
        Assert.That(capture.FrameCount, Is.EqualTo(VideoFile.Frames));
        Assert.That(capture.PosMsec, Is.Zero);
        Assert.That(capture.GetBackendName(), Is.EqualTo("FFMPEG"));
    }

    [Test]
    public void Set_PositionInFrames_ReadsThatFrameNext()
    {
        VideoFile.Write(_folder.File("video.avi"), "MJPG");
        using var capture = new VideoCapture(_folder.File("video.avi"));
        using var frame = new Mat();

        Assert.That(capture.Set(VideoCaptureProperties.PosFrames, 6), Is.True);
        Assert.That(capture.Read(frame), Is.True);

        Assert.That(frame.At<Vec3b>(24, 32).Item1, Is.EqualTo(VideoFile.Color(6).Val1).Within(8));
    }

    [Test]
    public void GrabAndRetrieve_SkippingFrames_GivesTheOneGrabbedLast()
    {
        VideoFile.Write(_folder.File("video.avi"), "MJPG");
        using var capture = new VideoCapture(_folder.File("video.avi"));
        using var frame = new Mat();

        Assert.That(capture.Grab() && capture.Grab() && capture.Grab(), Is.True);
        Assert.That(capture.Retrieve(frame), Is.True);

        Assert.That(frame.At<Vec3b>(24, 32).Item1, Is.EqualTo(VideoFile.Color(2).Val1).Within(8));
    }

    [Test]
    public void Read_MatOverForeignMemory_WritesThereAndAllocatesNothing()
    {
        VideoFile.Write(_folder.File("video.avi"), "MJPG");
        using var capture = new VideoCapture(_folder.File("video.avi"));
        byte[] pixels = GC.AllocateArray<byte>(64 * 48 * 3, pinned: true);
        using var frame = new Mat(48, 64, MatType.CV_8UC3, System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(pixels, 0));
        nint memory = frame.Data;
        capture.Read(frame); // the first call compiles the interop stubs

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool read = capture.Read(frame);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(read, Is.True);
        Assert.That(allocated, Is.Zero);
        Assert.That(frame.Data, Is.EqualTo(memory));
        Assert.That(pixels[1], Is.EqualTo(VideoFile.Color(1).Val1).Within(8));
    }

    [Test]
    public void Read_ForeignMemoryOfAnotherSize_MovesToMemoryOfItsOwn()
    {
        VideoFile.Write(_folder.File("video.avi"), "MJPG");
        using var capture = new VideoCapture(_folder.File("video.avi"));
        byte[] pixels = GC.AllocateArray<byte>(32 * 24 * 3, pinned: true);
        using var frame = new Mat(24, 32, MatType.CV_8UC3, System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(pixels, 0));
        nint memory = frame.Data;

        Assert.That(capture.Read(frame), Is.True);

        Assert.That(frame.Data, Is.Not.EqualTo(memory));
        Assert.That(frame.Size(), Is.EqualTo(VideoFile.Size));
        Assert.That(pixels, Is.All.Zero);
    }

    [Test]
    public void Open_WithParameters_OpensTheFile()
    {
        const int openTimeoutMilliseconds = 53; // CAP_PROP_OPEN_TIMEOUT_MSEC
        VideoFile.Write(_folder.File("video.avi"), "MJPG");

        using var capture = new VideoCapture(_folder.File("video.avi"), VideoCaptureAPIs.FFMPEG, [openTimeoutMilliseconds, 1000]);

        Assert.That(capture.IsOpened(), Is.True);
    }

    [Test]
    public void IsOpened_NoSuchFile_IsFalse()
    {
        using var capture = new VideoCapture(_folder.File("missing.mp4"));
        using var frame = new Mat();

        Assert.That(capture.IsOpened(), Is.False);
        Assert.That(capture.Read(frame), Is.False);
    }

    [Test]
    public void Release_OpenFile_ClosesIt()
    {
        VideoFile.Write(_folder.File("video.avi"), "MJPG");
        using var capture = new VideoCapture(_folder.File("video.avi"));

        capture.Release();

        Assert.That(capture.IsOpened(), Is.False);
        Assert.That(capture.Open(_folder.File("video.avi")), Is.True);
    }

    [Test]
    public void Dispose_Twice_IsHarmlessAndLaterUseIsRefused()
    {
        var capture = new VideoCapture();

        capture.Dispose();
        capture.Dispose();

        Assert.That(capture.IsDisposed, Is.True);
        Assert.That(() => capture.IsOpened(), Throws.TypeOf<ObjectDisposedException>());
    }
}
