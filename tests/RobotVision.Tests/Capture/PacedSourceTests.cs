using RobotVision.Capture;
using RobotVision.Testing;
using RobotVision.Tests.Pipeline;

namespace RobotVision.Tests.Capture;

/// <summary>Ten images a second, by a clock that the tests move.</summary>
[CancelAfter(300_000)]
public class PacedSourceTests
{
    ManualTimeProvider _clock = null!;

    [SetUp]
    public void MakeClock() => _clock = new();

    static Frame NewFrame() => new FramePool(1).Rent(CancellationToken.None);

    [Test]
    public async Task Read_FrameWhoseTimeHasNotCome_WaitsForIt(CancellationToken cancellationToken)
    {
        using var source = new PacedSource(ScriptedSource.Of(3), _clock);
        using var frame = NewFrame();
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame)); // the first one sets the time
        var before = _clock.TimersSet;
        var reading = Task.Run(() => source.Read(frame), cancellationToken);
        Assert.That(SpinWait.SpinUntil(() => _clock.TimersSet > before, TimeSpan.FromMinutes(3)), Is.True, "it waits for the next frame's time");
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        Assert.That(reading.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await reading, Is.EqualTo(ReadOutcome.Frame));
        Assert.That(frame.CapturedAt, Is.EqualTo(ManualTimeProvider.Start + TimeSpan.FromMilliseconds(100)));
        Assert.That(frame.Timestamp, Is.EqualTo(_clock.GetTimestamp()));
    }

    [Test]
    public void Read_FramesWhoseTimeHasPassed_ComeAtOnce()
    {
        using var source = new PacedSource(ScriptedSource.Of(3), _clock);
        using var frame = NewFrame();
        source.Read(frame);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.End));
    }

    [Test]
    public void Constructor_RecordingWithoutRate_IsLiveAtTenASecond()
    {
        using var source = new PacedSource(ScriptedSource.Of(1), _clock);
        Assert.That((source.IsLive, source.FramesPerSecond, source.Name), Is.EqualTo((true, 10d, "script")));
    }
}
