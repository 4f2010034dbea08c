using RobotVision.Capture;
using RobotVision.Testing;
using RobotVision.Video;

namespace RobotVision.Tests.Capture;

/// <summary>What becomes of a live source when its camera stalls, goes, comes back or opens slowly, with a camera that does what the test says.</summary>
[CancelAfter(300_000)]
public class LiveSourceTests
{
    const DecoderOutcome Picture = DecoderOutcome.Picture, Nothing = DecoderOutcome.Nothing, End = DecoderOutcome.End;

    readonly ManualTimeProvider _clock = new();
    readonly Frame _frame = new FramePool(1).Rent(CancellationToken.None);

    [OneTimeTearDown]
    public void ReturnFrame() => _frame.Dispose();

    LiveSource Of(params ILiveInput?[] inputs)
    {
        var next = 0;
        return new("camera", () => next < inputs.Length ? inputs[next++] : null, _clock);
    }

    List<ReadOutcome> Read(LiveSource source, int times) => [.. Enumerable.Range(0, times).Select(_ => source.Read(_frame))];

    [Test]
    public void Read_CameraThatStalls_IsLostClosedAndBroughtBack()
    {
        FakeLiveInput first = new((Picture, 4), (Nothing, 0)), second = new((Picture, 4));
        using var source = Of(first, second);
        Assert.That(Read(source, 3), Is.EqualTo(new[] { ReadOutcome.Frame, ReadOutcome.SourceLost, ReadOutcome.Frame }));
        Assert.That((first.IsDisposed, second.IsDisposed), Is.EqualTo((true, false)));
    }

    [Test]
    public void Read_CameraThatEnds_SaysWhyAndTriesAgain()
    {
        using var source = Of(new FakeLiveInput((Picture, 4), (End, 0)) { Problem = "pulled out" }, null, new FakeLiveInput((Picture, 4)));
        Read(source, 2);
        Assert.That(source.Problem, Is.EqualTo("'camera' gives no more pictures; trying to bring it back (pulled out)"));
        Assert.That(source.Read(_frame), Is.EqualTo(ReadOutcome.SourceLost));
        Assert.That(source.Problem, Is.EqualTo("'camera' is still gone; trying to bring it back (pulled out)"));
        Assert.That(source.Read(_frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(source.Problem, Is.Null);
    }

    [Test]
    public void Read_CameraThatStartsSlowly_IsWaitedForWithoutBeingClosed()
    {
        var input = new FakeLiveInput((Nothing, 0), (Nothing, 0), (Picture, 4)) { StartTime = TimeSpan.FromSeconds(5) };
        using var source = Of(input);
        Assert.That(source.Read(_frame), Is.EqualTo(ReadOutcome.SourceLost));
        Assert.That(source.Problem, Is.EqualTo("'camera' is not there yet; waiting for it"));
        Assert.That(Read(source, 2), Is.EqualTo(new[] { ReadOutcome.SourceLost, ReadOutcome.Frame }));
        Assert.That(input.IsDisposed, Is.False);
    }

    [Test]
    public void Read_CameraThatNeverStarts_IsOpenedAnewWhenItsTimeIsOver()
    {
        FakeLiveInput first = new() { StartTime = TimeSpan.FromSeconds(5) }, second = new((Picture, 4));
        using var source = Of(first, second);
        source.Read(_frame);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(Read(source, 2), Is.EqualTo(new[] { ReadOutcome.SourceLost, ReadOutcome.Frame }));
        Assert.That(first.IsDisposed, Is.True);
    }

    [Test]
    public void Read_PicturesOfAnotherSizeInMidRun_ComeInTheirSize()
    {
        using var source = Of(new FakeLiveInput((Picture, 4), (Picture, 8)));
        source.Read(_frame);
        Assert.That(_frame.Width, Is.EqualTo(4));
        source.Read(_frame);
        Assert.That(_frame.Width, Is.EqualTo(8));
    }

    [Test]
    public void Read_PictureThatCannotBeUsed_IsABadFrameAndTheCameraStaysOpen()
    {
        var input = new FakeLiveInput((Picture, 4)) { Reads = false };
        using var source = Of(input);
        Assert.That(source.Read(_frame), Is.EqualTo(ReadOutcome.BadFrame));
        Assert.That(input.IsDisposed, Is.False);
    }

    [Test]
    public void Read_CameraThatComesBackInAnotherMode_IsReportedAndTriedAgain()
    {
        var attempts = 0;
        using var source = new LiveSource("camera", () => ++attempts switch
        {
            1 => new FakeLiveInput((Picture, 4), (End, 0)),
            2 => throw new InvalidDataException("no such mode"),
            _ => new FakeLiveInput((Picture, 4)),
        }, _clock);
        Assert.That(Read(source, 3), Is.EqualTo(new[] { ReadOutcome.Frame, ReadOutcome.SourceLost, ReadOutcome.SourceLost }));
        Assert.That(source.Problem, Is.EqualTo("no such mode"));
        Assert.That(source.Read(_frame), Is.EqualTo(ReadOutcome.Frame));
    }

    [Test]
    public void Read_CameraThatIsLostAgainAndAgain_IsOpenedLessAndLessOften()
    {
        var opened = 0;
        using var source = new LiveSource("camera", () =>
        {
            opened++;
            return new FakeLiveInput((Picture, 4), (Nothing, 0));
        }, _clock);
        Assert.That(Read(source, 10).Count(outcome => outcome == ReadOutcome.Frame), Is.EqualTo(5), "the first five at once");
        Assert.That(source.Read(_frame), Is.EqualTo(ReadOutcome.SourceLost));
        Assert.That(source.Problem, Is.EqualTo(
            "'camera' is still gone; trying to bring it back; it was opened 5 times within a minute, so the next try is in some seconds"));
        var pauses = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            var (before, waited) = (opened, TimeSpan.Zero);
            while (true)
            {
                if (source.Read(_frame) == ReadOutcome.Frame) break;
                _clock.Advance(TimeSpan.FromSeconds(0.5));
                waited += TimeSpan.FromSeconds(0.5);
            }

            Assert.That(opened, Is.EqualTo(before + 1));
            source.Read(_frame);
            pauses.Add(waited.TotalSeconds);
        }

        Assert.That(pauses, Is.EqualTo(new[] { 1, 2, 4, 5 }));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(Read(source, 3), Is.EqualTo(new[] { ReadOutcome.Frame, ReadOutcome.SourceLost, ReadOutcome.Frame }), "after a quiet time at once again");
    }

    [Test]
    public void Dispose_WhileAnOpeningHangs_DoesNotWaitAndClosesWhatItBrings()
    {
        using var opens = new ManualResetEventSlim();
        var input = new FakeLiveInput();
        var source = new LiveSource("camera", () =>
        {
            opens.Wait();
            return input;
        }, _clock);
        Assert.That(source.Read(_frame), Is.EqualTo(ReadOutcome.SourceLost));
        source.Dispose();
        opens.Set();
        Assert.That(() => input.IsDisposed, Is.True.After(180_000, 5));
    }

    [Test]
    public void StableName_DeviceWithALinkById_IsTheLinkThatFollowsItsNumber()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["v4l/by-id"]);
        File.WriteAllText(folder["video3"], "");
        File.CreateSymbolicLink(folder["v4l/by-id/usb-head-index0"], folder["video3"]);
        Assert.That(CameraDevices.StableName(folder["video3"], folder["v4l"]), Is.EqualTo(folder["v4l/by-id/usb-head-index0"]));
        Assert.That(CameraDevices.StableName(folder["v4l/by-id/usb-head-index0"], folder["v4l"]), Is.EqualTo(folder["v4l/by-id/usb-head-index0"]));
        Assert.That(CameraDevices.StableName(folder["video4"], folder["v4l"]), Is.EqualTo(folder["video4"]));
    }

    [TestCase(995, ExpectedResult = 95_000_000, TestName = "StampOf_StampOfTheMonotonicClock_IsTheDriversOwn")]
    [TestCase(1.7e12, ExpectedResult = 100_000_000, TestName = "StampOf_StampOfAnotherClock_IsNow")]
    [TestCase(0, ExpectedResult = 100_000_000, TestName = "StampOf_NoStamp_IsNow")]
    public long StampOf_Milliseconds_IsTakenWhenItCanBe(double driver) =>
        CameraInput.StampOf(driver, now: 100_000_000, TimeSpan.FromMilliseconds(driver == 0 ? 5000 : 1000), frequency: 1_000_000_000);

    [Test]
    public void Parse_FormatsOfACamera_AreALineEach()
    {
        const string log = """
            [video4linux2,v4l2 @ 0x55d] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 320x240
            [video4linux2,v4l2 @ 0x55d] Compressed:       mjpeg :          Motion-JPEG : 1280x720 640x480
            /dev/video0: Immediate exit requested
            """;
        Assert.That(CameraModes.Parse(log), Is.EqualTo(new[] { "yuyv422: 640x480 320x240", "mjpeg: 1280x720 640x480" }));
    }
}
