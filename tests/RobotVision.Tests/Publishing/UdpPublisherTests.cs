using System.Net.Sockets;
using System.Net;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Testing;
using RobotVision.Wire;

namespace RobotVision.Tests.Publishing;

/// <summary>Over this machine's loopback, which keeps the order.</summary>
[CancelAfter(300_000)]
public class UdpPublisherTests
{
    [Test]
    public async Task Publish_FrameAndState_ArriveAsTheyWereSent(CancellationToken cancellationToken)
    {
        using var listener = new UdpListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var publisher = new UdpPublisher(new IPEndPoint(IPAddress.Loopback, listener.Port));
        var observation = TestObservation.Full();
        var state = new PipelineState(ManualTimeProvider.Start, PipelineStatus.Running, "a", null, ExecutionProvider.Cpu, 7, 2, 1);
        publisher.Publish(observation);
        publisher.Publish(state);
        Assert.That(await listener.ReceiveAsync(cancellationToken), Is.EqualTo(WireMessage.Of(observation, 0)));
        Assert.That(await listener.ReceiveAsync(cancellationToken), Is.EqualTo(WireMessage.Of(state, 1)));
        Assert.That((listener.Foreign, publisher.Failures), Is.EqualTo((0L, (SendFailures?)null)));
    }

    [Test]
    public void Publish_SteadyState_AllocatesNothing()
    {
        using var listener = new UdpListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var publisher = new UdpPublisher(new IPEndPoint(IPAddress.Loopback, listener.Port));
        Observation[] frames = [TestObservation.WithExtraClass(), TestObservation.Empty(), TestObservation.Full()];
        void PublishAll()
        {
            for (var i = 0; i < 30; i++) publisher.Publish(frames[i % frames.Length]);
        }

        PublishAll();
        Assert.That(Allocations.Of(PublishAll), Is.Zero);
        Assert.That(publisher.Failures, Is.Null);
    }

    /// <summary>Parts of a message are used again: nothing of one frame may be left in the next.</summary>
    [Test]
    public async Task Publish_FramesOfDifferentContent_ArriveAsTheyWereSent(CancellationToken cancellationToken)
    {
        using var listener = new UdpListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var publisher = new UdpPublisher(new IPEndPoint(IPAddress.Loopback, listener.Port));
        Observation[] frames = [TestObservation.Full(), TestObservation.WithExtraClass(), TestObservation.Empty(), TestObservation.Full()];
        for (var i = 0; i < frames.Length; i++)
        {
            publisher.Publish(frames[i]);
            Assert.That(await listener.ReceiveAsync(cancellationToken), Is.EqualTo(WireMessage.Of(frames[i], (ulong)i)));
        }
    }

    [Test]
    public async Task ReceiveAsync_ForeignDatagrams_AreCountedAndPassedOver(CancellationToken cancellationToken)
    {
        using var listener = new UdpListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var stranger = new UdpClient();
        var target = new IPEndPoint(IPAddress.Loopback, listener.Port);
        stranger.Send([], target);
        stranger.Send("hello"u8, target);
        stranger.Send(Google.Protobuf.MessageExtensions.ToByteArray(new Message { Version = 99, State = new State() }), target);
        stranger.Send(Google.Protobuf.MessageExtensions.ToByteArray(new Message { Version = 1 }), target);
        using var publisher = new UdpPublisher(target);
        publisher.Publish(TestObservation.Full());
        Assert.That((await listener.ReceiveAsync(cancellationToken)).Frame.Number, Is.EqualTo(12));
        Assert.That(listener.Foreign, Is.EqualTo(4));
    }

    [Test]
    public void Publish_ThatCannotBeSent_IsCountedAndTheNextOneTried()
    {
        using var publisher = new UdpPublisher(new IPEndPoint(IPAddress.Loopback, 0)); // no datagram goes to port 0
        publisher.Publish(TestObservation.Empty());
        publisher.Publish(TestObservation.Empty());
        Assert.That(publisher.Failures, Has.Property("Count").EqualTo(2).And.Property("Problem").StartsWith("nothing goes to udp://127.0.0.1:0: "));
    }

    /// <summary>The system forbids it unless it is asked for; every datagram used to fail without a word.</summary>
    [TestCase("255.255.255.255")]
    [TestCase("127.255.255.255")]
    public void Publish_ToABroadcastAddress_IsAllowed(string address)
    {
        using var publisher = new UdpPublisher(new IPEndPoint(IPAddress.Parse(address), 5005));
        publisher.Publish(TestObservation.Empty());
        Assert.That(publisher.Failures?.Problem, Is.Null.Or.Not.Contain("ermission"));
    }

    [Test]
    public void Publish_MessageThatNoDatagramHolds_IsCounted()
    {
        using var publisher = new UdpPublisher(new IPEndPoint(IPAddress.Loopback, 5005));
        var observation = TestObservation.Empty();
        observation.Frame.Source = new string('x', 70_000);
        publisher.Publish(observation);
        Assert.That(publisher.Failures!.Problem, Does.Contain("more than a datagram holds"));
    }

    [Test]
    public async Task RunAsync_NothingCanBeSent_TheStateSaysSo(CancellationToken cancellationToken)
    {
        using var model = TestModel.Load();
        using var publisher = new UdpPublisher(new IPEndPoint(IPAddress.Loopback, 0));
        var states = new RobotVision.Tests.Pipeline.RecordingPublisher();
        var pipeline = new VisionPipeline(RobotVision.Tests.Pipeline.ScriptedSource.Of(3, live: true), model, [publisher, states], TimeProvider.System);
        await pipeline.RunAsync(cancellationToken);
        Assert.That(states.States[^1].Unsent!.Count, Is.InRange(2, publisher.Failures!.Count - 1), "that state itself and what failed beside it come later");
        Assert.That(WireMessage.Of(states.States[^1], 0).State.Unsent.Problem, Does.Contain("udp://127.0.0.1:0"));
    }

    [Test]
    public void Constructor_PortThatIsTaken_Throws()
    {
        using var first = new UdpListener(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.That(
            () => new UdpListener(new IPEndPoint(IPAddress.Loopback, first.Port)),
            Throws.InstanceOf<SocketException>().With.Message.Contains($":{first.Port}").And.Message.Contains("another program"));
    }

    [TestCase("224.0.0.1", true)]
    [TestCase("239.255.255.255", true)]
    [TestCase("223.255.255.255", false)]
    [TestCase("240.0.0.1", false)]
    [TestCase("ff02::1", true)]
    [TestCase("fe80::1", false)]
    public void IsMulticast_GoesByTheRange(string address, bool expected) =>
        Assert.That(UdpSocket.IsMulticast(IPAddress.Parse(address)), Is.EqualTo(expected));
}
