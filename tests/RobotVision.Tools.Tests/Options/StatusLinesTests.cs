using RobotVision.CommandLine;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Tools.Tests.Options;

/// <summary>What a person sees of a live run.</summary>
public class StatusLinesTests
{
    static readonly PipelineState Waiting = new(DateTimeOffset.UnixEpoch, PipelineStatus.Waiting, "cam", null, ExecutionProvider.Cpu, 0, 0, 0);
    static readonly PipelineState Running = Waiting with { Status = PipelineStatus.Running };

    readonly Clock _clock = new();
    StringWriter _output = null!;

    [SetUp]
    public void MakeOutput() => _output = new StringWriter();

    [TearDown]
    public void FreeOutput() => _output.Dispose();

    /// <summary>Publishes states a second apart.</summary>
    string Lines(int? width, params IEnumerable<PipelineState> states)
    {
        using (var lines = new StatusLines(_output, width, _clock))
            foreach (var state in states)
            {
                lines.Publish(state);
                _clock.Time += TimeSpan.FromSeconds(1);
            }

        return _output.ToString();
    }

    /// <summary>Nothing used to be printed while it ran.</summary>
    [Test]
    public void Publish_RunningOnATerminal_ShowsTheSpeedOnTheLastLine() => Assert.That(
        Lines(80, Waiting, Running, Running with { Published = 30, Dropped = 2 }, Running with { Published = 55, Dropped = 2 }),
        Is.EqualTo("\r\e[Kwaiting for cam\n\r\e[Kframes come from cam\n\r\e[Kcam: 0.0 frames/s, 0 published, 0 dropped\r"
            + "\r\e[Kcam: 30.0 frames/s, 30 published, 2 dropped\r\r\e[Kcam: 25.0 frames/s, 55 published, 2 dropped\r\r\e[K"));

    [Test]
    public void Publish_NarrowTerminal_KeepsToOneLine() =>
        Assert.That(Lines(20, Running, Running with { Published = 30 }).Split('\r').Select(line =>
            line.Replace("\e[K", "", StringComparison.Ordinal).Length), Is.All.LessThan(25));

    [Test]
    public void Publish_RunningElsewhere_TellsTheSpeedOnceAMinute() => Assert.That(
        Lines(null, Enumerable.Range(0, 130).Select(second => Running with { Published = 30 * second })),
        Is.EqualTo("frames come from cam\ncam: 30.0 frames/s, 1800 published, 0 dropped\ncam: 30.0 frames/s, 3600 published, 0 dropped\n"));

    [Test]
    public void Publish_EndedWithoutAFrame_SaysThatNoneCame() =>
        Assert.That(Lines(null, Waiting, Waiting with { Status = PipelineStatus.Ended, Problem = "nobody sends" }),
            Does.EndWith("no frame came from cam: nobody sends\n").And.Not.Contain("has ended"));

    [Test]
    public void Publish_RecordingThatEnds_IsToldOnce()
    {
        var ended = Running with { Recording = new(false, "a.mcap", 12, 0, "recording has ended: the disk is full") };
        Assert.That(Lines(null, Running with { Recording = new(true, "a.mcap", 3, 0, null) }, ended, ended with { Published = 9 }),
            Is.EqualTo("frames come from cam\nwarning: recording has ended: the disk is full\n"));
    }

    [Test]
    public void Publish_Ended_SaysSo() =>
        Assert.That(Lines(null, Running, Running with { Status = PipelineStatus.Ended, Published = 3 }), Does.EndWith("cam has ended\n"));

    [Test]
    public void Publish_LostAndBack_SaysBoth() => Assert.That(
        Lines(null, Running, Running with { Status = PipelineStatus.SourceLost, Problem = "gone", Published = 1 }, Running with { Published = 1 }),
        Is.EqualTo("frames come from cam\nlost cam: gone\ncam is back\n"));

    [Test]
    public void Publish_SomethingIsWrong_SaysItOnce()
    {
        var wrong = Running with { Problem = "odd shape", Poses = new(1, 1, 0, 0, "noise"), Unsent = new(3, "no route") };
        Assert.That(Lines(null, Running, wrong, wrong with { Unsent = new(9, "no route") }),
            Is.EqualTo("frames come from cam\nwarning: noise\nwarning: odd shape\nwarning: no route\n"));
    }

    [Test]
    public void Publish_ModelSwapped_SaysOnceWhatBecameOfIt()
    {
        var probation = Running with { Swap = new(SwapStatus.Probation, "1", "b.onnx", "0", "a.onnx") };
        var failed = Running with { Swap = probation.Swap with { Status = SwapStatus.Returned, Reason = "The model b.onnx failed." } };
        Assert.That(Lines(null, Running, probation, failed, failed), Is.EqualTo("frames come from cam\nwarning: The model b.onnx failed.\n"));
        Assert.That(Lines(null, probation, Running with { Swap = probation.Swap with { Status = SwapStatus.Kept } }), Does.Contain("b.onnx has proved itself"));
    }

    sealed class Clock : TimeProvider
    {
        public TimeSpan Time { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Time.Ticks;
    }
}
