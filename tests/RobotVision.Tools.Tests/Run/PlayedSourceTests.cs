using RobotVision.Capture;
using RobotVision.Onboard.Live;
using RobotVision.Tools.Replay;

namespace RobotVision.Tools.Tests.Run;

[CancelAfter(300_000)]
public class PlayedSourceTests
{
    const int Frames = 20;

    CancellationTokenSource _stop = null!;
    Recording _recording = null!;
    PlayedSource _source = null!;

    [SetUp]
    public void Open()
    {
        (_stop, _recording) = (new(), new());
        _source = new(_recording, TimeProvider.System, _stop.Token);
    }

    [TearDown]
    public void Close()
    {
        _source.Dispose();
        _stop.Dispose();
    }

    Task<ReadOutcome> ReadAsync() => Task.Run(() => _source.Read(Frame.OfNoPool()));

    [Test]
    public async Task Read_BeforeSomebodyWatches_WaitsUntilThen()
    {
        var first = ReadAsync();
        Assert.That(_recording.Reads, Is.Zero);
        _source.Begin();
        Assert.That((await first, _recording.Reads, _source.Playing), Is.EqualTo((ReadOutcome.Frame, 1, (true, 1.0))));
    }

    [Test]
    public async Task Play_StoppedBeforeItBegins_StaysStopped()
    {
        var first = ReadAsync();
        Assert.That(_source.Playing.IsPlaying, Is.True, "it plays as soon as somebody watches");
        _source.Play(false, 1);
        _source.Begin();
        Assert.That((_source.Playing.IsPlaying, first.IsCompleted), Is.EqualTo((false, false)));
        _source.Step();
        Assert.That((await first, _recording.Reads), Is.EqualTo((ReadOutcome.Frame, 1)));
    }

    [Test]
    public async Task Read_Stopped_Ends()
    {
        var first = ReadAsync();
        await _stop.CancelAsync();
        Assert.That((await first, _recording.Reads), Is.EqualTo((ReadOutcome.End, 0)));
    }

    [Test]
    public async Task Step_WhilePlaying_StopsAndGivesOneFrameEach()
    {
        _source.Begin();
        await ReadAsync();
        _source.Step();
        await ReadAsync();
        Assert.That((_source.Playing.IsPlaying, _recording.Reads), Is.EqualTo((false, 2)));
        var third = ReadAsync();
        Assert.That(third.IsCompleted, Is.False);
        _source.Step();
        _source.Step();
        await third;
        await ReadAsync();
        Assert.That(_recording.Reads, Is.EqualTo(4));
    }

    [Test]
    public async Task Play_FasterThanItWasTaken_GivesEveryFrame()
    {
        _source.Play(true, PlayedSource.Fastest);
        while (await ReadAsync() == ReadOutcome.Frame)
        {
            // On to the end.
        }

        Assert.That(_recording.Reads, Is.EqualTo(Frames + 1));
    }

    PlayedSource OpenToJump()
    {
        _source.Dispose();
        return _source = new(_recording, TimeProvider.System, _stop.Token, mayJump: true);
    }

    [Test]
    public async Task StepBack_WhilePlaying_StopsAtTheFrameBefore()
    {
        Assert.That(_source.StepBack, Throws.InstanceOf<InvalidDataException>(), "what is written holds each frame once");
        OpenToJump().Begin();
        for (var i = 0; i < 3; i++) await ReadNumberAsync();
        _source.StepBack();
        Assert.That((await ReadNumberAsync(), _source.Playing.IsPlaying), Is.EqualTo((1, false)));
        _source.StepBack();
        _source.StepBack(); // there is none before the first
        Assert.That(await ReadNumberAsync(), Is.Zero);
    }

    /// <summary>Reading takes its time: what is asked for meanwhile counts from what was asked for before, not from what was read last.</summary>
    [Test]
    public async Task StepBack_WhileTheFrameBeforeIsSought_GoesBackOneMore()
    {
        OpenToJump().Begin();
        for (var i = 0; i < 9; i++) await ReadNumberAsync();
        _recording.OnSeek = () =>
        {
            _recording.OnSeek = null;
            _source.StepBack();
            _source.StepBack();
            Assert.That(_source.Place, Is.EqualTo(5));
            _source.Step();
        };
        _source.StepBack();
        Assert.That((await ReadNumberAsync(), _source.Place), Is.EqualTo((6, 6)));
    }

    async Task<long> ReadNumberAsync()
    {
        var frame = Frame.OfNoPool();
        Assert.That(await Task.Run(() => _source.Read(frame)), Is.EqualTo(ReadOutcome.Frame));
        return frame.Number;
    }

    [Test]
    public async Task Jump_WhileStopped_GivesThatFrameAndStaysStopped()
    {
        OpenToJump().Begin();
        Assert.That(await ReadNumberAsync(), Is.Zero);
        _source.Play(false, 1);
        var waiting = ReadNumberAsync();
        _source.Jump(12);
        Assert.That(await waiting, Is.EqualTo(12));
        Assert.That((_source.Playing.IsPlaying, _source.Place), Is.EqualTo((false, 12)));
        Assert.That(ReplayProgress.Where(_source), Is.EqualTo("at frame 12 of 0..19, stopped"), "not how many were seen");
        waiting = ReadNumberAsync();
        Assert.That(waiting.IsCompleted, Is.False);
        _source.Step();
        Assert.That(await waiting, Is.EqualTo(13));
        _source.Jump(3); // back
        Assert.That(await ReadNumberAsync(), Is.EqualTo(3));
    }

    [Test]
    public async Task Play_AtTheEnd_BeginsOnceMore()
    {
        OpenToJump().Play(true, PlayedSource.Fastest);
        _source.Jump(Frames - 2);
        Assert.That((await ReadNumberAsync(), await ReadNumberAsync()), Is.EqualTo((Frames - 2, Frames - 1)));
        var waiting = ReadNumberAsync();
        Assert.That(() => _source.Playing.IsPlaying, Is.False.After(180_000, 10), "it stops at the end, which is not the end of the run");
        _source.Play(true, PlayedSource.Fastest);
        Assert.That(await waiting, Is.Zero);
    }

    [TestCase(-1)]
    [TestCase(Frames)]
    [TestCase(long.MaxValue)]
    public void Jump_NoSuchFrame_IsRefused(long frame) =>
        Assert.That(() => OpenToJump().Jump(frame), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("Jump: expected a frame of 0..19"));

    [Test]
    public void Jump_WhereFramesAreWritten_IsRefused()
    {
        Assert.That(_source.CanJump, Is.False);
        Assert.That(() => _source.Jump(3), Throws.TypeOf<InvalidDataException>());
    }

    [TestCase(0)]
    [TestCase(17)]
    [TestCase(double.NaN)]
    public void Play_SpeedOutOfRange_IsRefused(double speed) =>
        Assert.That(() => _source.Play(true, speed), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("Speed: expected 0.05..16"));

    sealed class Recording : IFrameSource
    {
        public int Reads { get; private set; }

        public string Name => "recording";

        public bool IsLive => false;

        public long? FrameCount => Frames;

        public double? FramesPerSecond => 200;

        public TimeSpan? NextTime => TimeSpan.FromSeconds(Reads / 200.0);

        public string? Problem => null;

        public bool CanSeek => true;

        public Action? OnSeek { get; set; }

        public void Seek(long frame)
        {
            Reads = (int)frame;
            OnSeek?.Invoke();
        }

        public ReadOutcome Read(Frame frame) => ++Reads <= Frames ? ReadOutcome.Frame : ReadOutcome.End;

        public void Dispose()
        {
            // Owns nothing.
        }
    }
}
