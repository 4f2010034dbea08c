using System.Diagnostics;
using RobotVision.Capture;
using RobotVision.Imaging;
using RobotVision.Testing;
using RobotVision.Video;

namespace RobotVision.Tests.Capture;

/// <summary>Videos of many kinds, made by the program ffmpeg from a picture whose quarters are red, green, blue and white.</summary>
[CancelAfter(300_000)]
public class VideoFileSourceTests
{
    const string Quarters =
        "color=red:s=160x96:r=10:d=1,drawbox=x=80:y=0:w=80:h=48:c=lime:t=fill,"
        + "drawbox=x=0:y=48:w=80:h=48:c=blue:t=fill,drawbox=x=80:y=48:w=80:h=48:c=white:t=fill";

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    string Make(string name, params string[] arguments)
    {
        Run(["-f", "lavfi", "-i", Quarters, .. arguments, "file:" + _folder[name]]);
        return _folder[name];
    }

    static void Run(params string[] arguments)
    {
        using var process = Process.Start("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, string.Join(' ', arguments));
    }

    /// <summary>Reads a whole video: size, times in milliseconds, and the colours of the four corners of the last frame.</summary>
    static (string Size, double[] Times, string Corners, bool AreTimesEstimated, string? Problem) Read(string path)
    {
        using var source = new VideoFileSource(path, TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        var times = new List<double>();
        ReadOutcome outcome;
        while ((outcome = source.Read(frame)) == ReadOutcome.Frame) times.Add(frame.SourceTime!.Value.TotalMilliseconds);
        Assert.That(outcome, Is.EqualTo(ReadOutcome.End));
        return ($"{frame.Width}x{frame.Height}", [.. times], Corners(frame.View), frame.IsTimeEstimated, source.Problem);
    }

    [TestCase("a.mp4", "mpeg4")]
    [TestCase("a.mkv", "mpeg4")]
    [TestCase("a.avi", "mjpeg")]
    public void Seek_ForwardAndBack_ReadsThatFrameWithItsTime(string name, string codec)
    {
        using var source = new VideoFileSource(Make(name, "-c:v", codec), TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        Assert.That(source.CanSeek, Is.True);
        foreach (var number in new[] { 7, 2, 0 })
        {
            source.Seek(number);
            for (var i = number; i < 10; i++)
            {
                Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
                Assert.That(frame.SourceTime!.Value.TotalMilliseconds, Is.EqualTo(100 * i).Within(2), $"frame {i} after a jump to {number}");
            }

            Assert.That((source.Read(frame), source.Problem), Is.EqualTo((ReadOutcome.End, (string?)null)));
        }
    }

    /// <summary>Formats without an index, in which FFmpeg finds only key pictures, and files that do not begin at 0.</summary>
    [TestCase("a.ts", "-c:v", "mpeg2video", "-g", "15")]
    [TestCase("a.mpg", "-c:v", "mpeg2video", "-g", "15")]
    [TestCase("b-pictures.ts", "-c:v", "libx264", "-g", "25", "-bf", "2", "-pix_fmt", "yuv420p")]
    [TestCase("late.mp4", "-c:v", "mpeg4", "-output_ts_offset", "3")]
    [TestCase("late.mkv", "-c:v", "mpeg4", "-output_ts_offset", "100")]
    [TestCase("early.avi", "-c:v", "mpeg4")]
    public void Seek_AnyFormatAndStart_ReadsTheFrameThatAReadingThroughHas(string name, params string[] arguments)
    {
        var path = _folder[name];
        Run(["-f", "lavfi", "-i", "testsrc=s=160x96:r=10:d=6", .. arguments, "file:" + path]);
        using var source = new VideoFileSource(path, TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        var all = new List<(TimeSpan? Time, string Picture)>();
        while (source.Read(frame) == ReadOutcome.Frame) all.Add(Seen());
        Assert.That(all, Has.Count.EqualTo(60));
        Assert.That((source.Problem, all[0].Time), Is.EqualTo(((string?)null, TimeSpan.Zero)));
        foreach (var number in new[] { 0, 5, 20, 37, 59, 50, 1 })
        {
            source.Seek(number);
            Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
            Assert.That(Seen(), Is.EqualTo(all[number]), $"frame {number}");
        }

        (TimeSpan? Time, string Picture) Seen() => (frame.SourceTime, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(frame.View.Pixels)));
    }

    /// <summary>A title and a comment that look like lines of ffmpeg's log.</summary>
    [Test]
    public void Read_TitleLikeALineOfTheLog_IsNotTakenForOne()
    {
        var path = Make(
            "a.mkv", "-c:v", "mpeg4", "-metadata", "title=[error] something", "-metadata",
            "comment=[Parsed_showinfo_0 @ 0x5] [info] n:   1 pts:    512 pts_time:0.512 fmt:yuv420p sar:1/1 s:640x480 i:P");
        var read = Read(path);
        Assert.That(read.Times, Is.EqualTo(EveryTenth(10)).Within(2));
        Assert.That(read.Problem, Is.Null);
    }

    /// <summary>The range of the first picture, which ffmpeg's log tells only after it.</summary>
    [Test]
    public void Read_FullRange_HoldsFromTheFirstPictureOn()
    {
        var path = Make("a.webm", "-vf", "scale=out_range=full", "-c:v", "libvpx-vp9", "-pix_fmt", "yuv420p", "-color_range", "pc");
        using var source = new VideoFileSource(path, TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        foreach (var jump in new[] { false, true })
        {
            if (jump) source.Seek(4);
            Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
            Assert.That(frame.Layout.Colors.IsFullRange, Is.True, $"after a jump: {jump}");
        }
    }

    static string Corners(ImageView image)
    {
        var quarters = "";
        foreach (var (x, y) in new[] { (8, 8), (image.Width - 8, 8), (8, image.Height - 8), (image.Width - 8, image.Height - 8) })
        {
            var pixel = image.Row(y).Slice(x * 3, 3);
            quarters += (pixel[2] > 128, pixel[1] > 128, pixel[0] > 128) switch
            {
                (true, true, true) => 'W',
                (true, false, false) => 'R',
                (false, true, false) => 'G',
                (false, false, true) => 'B',
                _ => '?',
            };
        }

        return quarters;
    }

    static IEnumerable<double> EveryTenth(int count) => Enumerable.Range(0, count).Select(i => i * 100.0);

    [TestCase("a.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p")]
    [TestCase("a.mkv", "-c:v", "libx265", "-x265-params", "log-level=none")]
    [TestCase("a.avi", "-c:v", "mpeg4", "-q:v", "2")]
    [TestCase("full-range.mp4", "-c:v", "libx264", "-pix_fmt", "yuvj420p")]
    [TestCase("rgb.mp4", "-c:v", "libx264rgb")]
    [TestCase("ten-bits.mp4", "-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none")]
    [TestCase("2026-07-04T12:30:05.mp4", "-c:v", "libx264")]
    [TestCase("-dash %03d what?.mp4", "-c:v", "libx264")]
    public void Read_WholeVideo_GivesEveryFrameWithItsTimeAndColours(string name, params string[] arguments)
    {
        var read = Read(Make(name, arguments));
        Assert.That(read.Times, Is.EqualTo(EveryTenth(10)).Within(0.01));
        Assert.That((read.Size, read.Corners, read.AreTimesEstimated, read.Problem), Is.EqualTo(("160x96", "RGBW", false, (string?)null)));
    }

    [TestCase(0, "160x96", "RGBW")]
    [TestCase(90, "96x160", "GWRB")]
    [TestCase(180, "160x96", "WBGR")]
    [TestCase(270, "96x160", "BRWG")]
    public void Read_VideoOfAPhone_IsTurnedUprightByItsOwnMatrix(int rotation, string size, string corners)
    {
        var lying = Make("lying.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        Run("-i", lying, "-c", "copy", "-metadata:s:v", FormattableString.Invariant($"rotate={rotation}"), _folder["phone.mp4"]);
        var read = Read(_folder["phone.mp4"]);
        Assert.That((read.Size, read.Corners), Is.EqualTo((size, corners)));
    }

    [Test]
    public void Read_VariableRate_GivesEachFrameItsOwnTime()
    {
        var read = Read(Make(
            "variable.mkv", "-vf", "settb=1/1000,setpts='if(lt(N,5),N*0.1,0.4+(N-4)*0.25)/TB'",
            "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-c:v", "libx264"));
        Assert.That(read.Times, Is.EqualTo(new double[] { 0, 100, 200, 300, 400, 650, 900, 1150, 1400, 1650 }).Within(1));
    }

    [Test]
    public void Read_RawMjpeg_HasTimesThatAreMarkedAsEstimated()
    {
        var read = Read(Make("cam.mjpeg", "-c:v", "mjpeg", "-q:v", "2"));
        Assert.That(read.Times, Is.EqualTo(Enumerable.Range(0, 10).Select(i => i * 40.0)).Within(0.01));
        Assert.That((read.Corners, read.AreTimesEstimated), Is.EqualTo(("RGBW", true)));
        Assert.That(read.Problem, Does.Contain("raw stream without times").And.Contain("25 frames a second"));
    }

    [TestCase("cut.mp4", "-c:v", "mpeg4", "-q:v", "2", "-movflags", "+faststart")]
    [TestCase("cut.mkv", "-c:v", "libx264", "-qp", "0")]
    public void Read_CutVideo_GivesWhatIsThereAndSaysHowMuchIsMissing(string name, params string[] arguments)
    {
        var bytes = File.ReadAllBytes(Make(name, ["-vf", "noise=alls=60:allf=t", .. arguments]));
        File.WriteAllBytes(_folder[name], bytes[..(bytes.Length * 6 / 10)]);
        var read = Read(_folder[name]);
        Assert.That(read.Times, Has.Length.InRange(3, 8));
        Assert.That(read.Problem, Does.Contain(name).And.Contain("cut short or damaged").And.Contain("announces 10 frames").And.Contain("ffmpeg:"));
    }

    [Test]
    public void Read_FramesThatChangeSize_ComeInTheirOwn()
    {
        Run("-f", "lavfi", "-i", Quarters, "-c:v", "libx264", "-f", "h264", _folder["a"]);
        Run("-f", "lavfi", "-i", Quarters, "-vf", "scale=64:32", "-c:v", "libx264", "-f", "h264", _folder["b"]);
        File.WriteAllBytes(_folder["ab.h264"], [.. File.ReadAllBytes(_folder["a"]), .. File.ReadAllBytes(_folder["b"])]);
        var read = Read(_folder["ab.h264"]);
        Assert.That((read.Times.Length, read.Size, read.Corners), Is.EqualTo((20, "64x32", "RGBW")));
    }

    [Test]
    public void NextTime_BeforeReading_IsThatOfTheNextFrame()
    {
        using var source = new VideoFileSource(Make("a.mp4", "-c:v", "libx264"), TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        source.Read(frame);
        Assert.That(source.NextTime, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public void Constructor_TruncatedWithoutIndex_SaysThatItIsCutShort()
    {
        var path = Make("a.mp4", "-c:v", "libx264");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.That(() => new VideoFileSource(path, TimeProvider.System),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("cut short").And.Message.Contains(path));
    }

    [TestCase("this is no video at all, only words", "expected a video, found something else (ffprobe: Invalid data found")]
    [TestCase("", "empty file")]
    public void Constructor_NotAVideo_SaysSo(string content, string message)
    {
        File.WriteAllText(_folder["no.mp4"], content);
        Assert.That(
            () => new VideoFileSource(_folder["no.mp4"], TimeProvider.System),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(message));
    }

    [Test]
    public void Constructor_SoundAlone_SaysThatItHoldsNoPictures()
    {
        Run("-f", "lavfi", "-i", "sine=d=1", _folder["sound.m4a"]);
        Assert.That(
            () => new VideoFileSource(_folder["sound.m4a"], TimeProvider.System),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("it holds no pictures"));
    }

    [Test]
    public void Write_FramesWithTimes_KeepsThem()
    {
        double[] times = [5, 5.1, 5.35, 5.4, 6];
        using (var video = new VideoFile(_folder["out.mp4"], 10))
        {
            foreach (var time in times) video.Write(new BgrImage(64, 48).View, TimeSpan.FromSeconds(time));
            video.Complete();
        }

        Assert.That(Read(_folder["out.mp4"]).Times, Is.EqualTo(times.Select(time => (time - 5) * 1000)).Within(0.1));
    }

    /// <summary>Without a duration of its own the last picture would lie behind the end.</summary>
    [TestCase(30)]
    [TestCase(500)]
    public void Write_AnyRateToMp4_KeepsTheLastFrame(double rate)
    {
        using (var video = new VideoFile(_folder["out.mp4"], rate))
        {
            for (var i = 0; i < 12; i++) video.Write(new BgrImage(64, 48).View, TimeSpan.FromSeconds(i / rate));
            video.Complete();
        }

        Assert.That(Read(_folder["out.mp4"]).Times, Has.Length.EqualTo(12));
    }

    /// <summary>An .avi holds no times: each frame is there once, however the frames were spaced.</summary>
    [Test]
    public void Write_FramesFarApartToAvi_KeepsEachOnce()
    {
        using (var video = new VideoFile(_folder["out.avi"], 10))
        {
            foreach (var time in new[] { 5, 5.001, 5.002, 5.4, 9 }) video.Write(new BgrImage(64, 48).View, TimeSpan.FromSeconds(time));
            video.Complete();
        }

        var found = Read(_folder["out.avi"]).Times;
        Assert.That(found.Select(time => time - found[0]), Is.EqualTo(EveryTenth(5)).Within(0.1));
    }

    [Test]
    public void TryRead_LineOfAPicture_GivesSizeTimeAndColours()
    {
        var reader = new PictureNoteReader("yuv420p", new(YuvStandard.Bt601, IsFullRange: false));
        PictureNote note = default;
        bool Take(string line) => reader.TryRead(System.Text.Encoding.UTF8.GetBytes("[Parsed_showinfo_0 @ 0x5] [info] " + line), 7, out note);
        Assert.That(Take("config in time_base: 1/15360, frame_rate: 30/1"), Is.False);
        Assert.That(Take("color_range:pc color_space:bt709 color_primaries:unknown"), Is.False);
        Assert.That(Take("n:   1 pts:    512 pts_time:0.0333333 pos:    12893 fmt:yuv420p sar:1/1 s:640x480 i:P"), Is.True);
        Assert.That(note, Is.EqualTo(new PictureNote(640, 480, TimeSpan.FromMicroseconds(33333), 7, new(YuvStandard.Bt709, IsFullRange: true))));
        Assert.That(Take("n:   2 pts:NOPTS pts_time:NOPTS fmt:yuv422p s:8x4 i:P"), Is.True);
        Assert.That((note.Time, note.Colors.IsFullRange), Is.EqualTo(((TimeSpan?)null, false)));
        Assert.That(Take("n:   3 pts:9223372036854775807 pts_time:1 fmt:yuv420p s:8x4"), Is.True);
        Assert.That(note.Time, Is.Null, "beyond every time");
    }
}
