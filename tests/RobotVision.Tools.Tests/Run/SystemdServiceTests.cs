using Microsoft.Extensions.Hosting.Systemd;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Onboard;
using RobotVision.Pipeline;

namespace RobotVision.Tools.Tests.Run;

public class SystemdServiceTests
{
    static readonly PipelineState Running = new(DateTimeOffset.UnixEpoch, PipelineStatus.Running, "head", null, ExecutionProvider.Cpu, 10, 0, 0);

    [Test]
    public void Publish_FramesThatArePublished_TellsReadyOnceAndASignOfLifeEachTime()
    {
        var told = Told(Running, Running with { Published = 40 });
        Assert.That(told, Is.EqualTo(new[] { "READY=1", "STATUS=sees head", "WATCHDOG=1", "WATCHDOG=1" }));
    }

    [Test]
    public void Publish_NothingPublishedWhileFramesCome_GivesNoSignOfLife()
    {
        var told = Told(Running, Running with { Dropped = 30 }, Running with { Dropped = 60 }, Running with { Published = 11, Dropped = 60 });
        Assert.That(told.Count(text => text == "WATCHDOG=1"), Is.EqualTo(2), "at first and at the frame that came through");
    }

    [Test]
    public void Publish_LostSource_IsAliveAndSaysWhatIsWrong()
    {
        var lost = Running with { Status = PipelineStatus.SourceLost, TimesLost = 2, Problem = "no such\ndevice" };
        Assert.That(Told(Running, lost, lost).Skip(3), Is.EqualTo(new[] { "STATUS=lost head 2 times: no such device", "WATCHDOG=1", "WATCHDOG=1" }));
    }

    [Test]
    public void Publish_BlackPictures_SaysSo()
    {
        var black = Running with { Health = new(HealthLevel.Degraded, [new(HealthProblem.Black, "black pictures for 2 s")]) };
        Assert.That(Told(black), Does.Contain("STATUS=sees head, degraded: black pictures for 2 s"));
    }

    [Test]
    public void Dispose_TellsThatItStops()
    {
        var notifier = new Notifier { IsEnabled = true };
        new SystemdService(notifier).Dispose();
        Assert.That(notifier.Told, Is.EqualTo(new[] { "STOPPING=1" }));
    }

    [Test]
    public void Publish_WithoutSystemd_TellsNothing()
    {
        var notifier = new Notifier();
        using (var service = new SystemdService(notifier)) service.Publish(Running);
        Assert.That(notifier.Told, Is.Empty);
    }

    static List<string> Told(params PipelineState[] states)
    {
        var notifier = new Notifier { IsEnabled = true };
        var service = new SystemdService(notifier);
        foreach (var state in states) service.Publish(state);
        return notifier.Told;
    }

    sealed class Notifier : ISystemdNotifier
    {
        public List<string> Told { get; } = [];

        public bool IsEnabled { get; init; }

        public void Notify(ServiceState state) => Told.Add(state.ToString());
    }
}
