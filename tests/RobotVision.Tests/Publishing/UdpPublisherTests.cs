using System.Net;
using System.Net.Sockets;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Publishing.Wire;

namespace RobotVision.Tests.Publishing;

/// <summary>Over this machine's loopback, which keeps the order.</summary>
[CancelAfter(10_000)]
public class UdpPublisherTests
{
    [Test]
    public async Task Publish_FrameAndState_ArriveAsTheyWereSent(CancellationToken cancellationToken)
    {
        using var listener = new UdpListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var publisher = new UdpPublisher(new IPEndPoint(IPAddress.Loopback, listener.Port));
        var observation = TestObservation.Full();
        var state = new PipelineState(ManualTimeProvider.Start, PipelineStatus.Running, "a", null, "CPU", 7, 2, 1);
        publisher.Publish(observation);
        publisher.Publish(state);
        Assert.That(await listener.ReceiveAsync(cancellationToken), Is.EqualTo(WireMessage.Of(observation, 0)));
        Assert.That(await listener.ReceiveAsync(cancellationToken), Is.EqualTo(WireMessage.Of(state, 1)));
        Assert.That((listener.Foreign, publisher.Failed), Is.EqualTo((0L, 0L)));
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
        Assert.That(publisher.Failed, Is.EqualTo(2));
    }

    [Test]
    public void Constructor_PortThatIsTaken_Throws()
    {
        using var first = new UdpListener(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.That(() => new UdpListener(new IPEndPoint(IPAddress.Loopback, first.Port)), Throws.InstanceOf<SocketException>());
    }

    [TestCase("224.0.0.1", true)]
    [TestCase("239.255.255.255", true)]
    [TestCase("223.255.255.255", false)]
    [TestCase("240.0.0.1", false)]
    [TestCase("ff02::1", true)]
    [TestCase("fe80::1", false)]
    public void IsMulticast_GoesByTheRange(string address, bool expected) =>
        Assert.That(UdpPublisher.IsMulticast(IPAddress.Parse(address)), Is.EqualTo(expected));
}
