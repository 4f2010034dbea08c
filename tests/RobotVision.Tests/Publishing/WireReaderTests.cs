using System.Buffers;
using System.Text.Json;
using System.Text;
using Google.Protobuf;
using RobotVision.Health;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Testing;
using RobotVision.Wire;

namespace RobotVision.Tests.Publishing;

/// <summary>What is received is written as the sender writes it.</summary>
public class WireReaderTests
{
    static readonly JsonSchema FrameSchema = JsonSchema.Load("robotvision.frame.schema.json");
    static readonly JsonSchema StateSchema = JsonSchema.Load("robotvision.state.schema.json");

    static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Over the wire, bytes and all.</summary>
    static string Received(Message message)
    {
        var received = Message.Parser.ParseFrom(message.ToByteArray());
        return Text(writer => WireReader.Write(writer, received));
    }

    static IEnumerable<TestCaseData> Observations()
    {
        yield return new TestCaseData(TestObservation.Full()).SetArgDisplayNames("full");
        yield return new TestCaseData(TestObservation.Empty()).SetArgDisplayNames("frame 0, nothing found");
        var ground = new RobotVision.Geometry.GroundPoint(1.84, 0.06, 0.002, 0.0001, 0.001);
        foreach (var status in Enum.GetValues<RobotVision.Poses.PoseStatus>())
        {
            var observation = TestObservation.Full();
            // A ball of track 0: all of it is what Protobuf leaves out.
            observation.Detections.Replace(0, observation.Detections.Span[0] with { Bearing = new(0, 0), Ground = ground, Track = 0 });
            observation.Inputs = observation.Inputs with { PoseStatus = status };
            observation.Tracks.Add(new(0, RobotVision.Detections.ObjectClass.Ball, 0.9, 0)
            {
                Ground = ground,
                GroundVelocity = new(0.5, ground.Y, ground.XX, ground.XY, ground.YY),
            });
            observation.Tracks.Add(new(7, RobotVision.Detections.ObjectClass.LineX, 0.123456, 0.4321)
            {
                Pixel = new(ground.X, ground.Y, ground.XX, ground.XY, ground.YY),
            });
            yield return new TestCaseData(observation).SetArgDisplayNames($"pose {status}");
        }

        yield return new TestCaseData(TestObservation.WithExtraClass()).SetArgDisplayNames("extra class");
        var random = new Random(5);
        for (var i = 0; i < 20; i++)
        {
            var observation = TestObservation.Full();
            observation.Frame.SourceTime = TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerHour));
            observation.Frame.CapturedAt = DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 20_000));
            observation.Times[Stage.Capture] = TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerSecond));
            observation.TotalTime = TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerMinute));
            observation.Detections.Replace(1, observation.Detections.Span[1] with { Bearing = new(random.NextDouble() - 0.5, random.NextDouble()) });
            yield return new TestCaseData(observation).SetArgDisplayNames($"random {i}");
        }
    }

    /// <summary>A ball without a class, frame 0 without a number, forty bare features: that is what Protobuf's own JSON makes of a message.</summary>
    [TestCaseSource(nameof(Observations))]
    public void Write_Frame_IsTheLineThatTheSenderWrites(Observation observation)
    {
        var line = Received(WireMessage.Of(observation, 0));
        Assert.That(line, Is.EqualTo(Text(writer => FrameJson.Write(writer, observation, timing: true))));
        Assert.That(FrameSchema.Validate(line), Is.Empty);
    }

    static IEnumerable<TestCaseData> States()
    {
        foreach (var status in Enum.GetValues<PipelineStatus>())
            yield return new TestCaseData(new PipelineState(ManualTimeProvider.Start, status, "a", null, ExecutionProvider.Cpu, 0, 0, 0))
                .SetArgDisplayNames($"{status}");
        yield return new TestCaseData(new PipelineState(ManualTimeProvider.Start, PipelineStatus.SourceLost, "a", "gone", ExecutionProvider.Cuda, 7, 2, 1)
        {
            Poses = new(1, 2, 3, 4, "noise") { Frames = 5, Known = 6 },
            Drift = new(true, 0.01, -0.03, 2),
            Unsent = new(9, "no route"),
            Swap = new(RobotVision.Pipeline.SwapStatus.Returned, "0123456789abcdef", "b.onnx", "fedcba9876543210", "a.onnx")
            {
                Reason = "The model b.onnx failed.",
            },
            Recording = new(false, "robotvision-000001-20260704-123005.mcap", 12, 3, "recording has ended"),
            Health = new(RobotVision.Health.HealthLevel.Degraded, [new(HealthProblem.Black, "a cap"), new(HealthProblem.Unsent, "no route")])
            {
                FramesPerSecond = 12.5,
                Stalls = 7,
                Losses = 6,
            },
        }).SetArgDisplayNames("everything");
        yield return new TestCaseData(new PipelineState(ManualTimeProvider.Start, PipelineStatus.Running, "a", null, ExecutionProvider.Cpu, 7, 2, 1)
        {
            Poses = new(0, 0, 0, 0, null),
            Drift = new(false, 0, 0, 0),
            Swap = new(RobotVision.Pipeline.SwapStatus.Probation, "0123456789abcdef", "b.onnx", "fedcba9876543210", "a.onnx"),
            Recording = new(true, "", 0, 0, null),
            Health = HealthReport.Ok,
        })
            .SetArgDisplayNames("nothing wrong");
    }

    [TestCaseSource(nameof(States))]
    public void Write_State_IsTheLineThatTheSenderWrites(PipelineState state)
    {
        var line = Received(WireMessage.Of(state, 0));
        Assert.That(line, Is.EqualTo(Text(writer => FrameJson.Write(writer, state))));
        Assert.That(StateSchema.Validate(line), Is.Empty);
    }

    [Test]
    public void Write_WhatANewerSenderMaySend_LeavesItOut()
    {
        var message = WireMessage.Of(TestObservation.Full(), 0);
        message.Frame.Detections[0].ObjectClass = (RobotVision.Wire.ObjectClass)99;
        message.Frame.Features.Add(1);
        var line = Received(message);
        Assert.That(line, Does.Contain("\"detections\":[{\"class\":\"line_l\""));
        Assert.That(FrameSchema.Validate(line), Is.Empty);
    }

    [Test]
    public void Write_TimesThatAreNone_DoesNotEnd()
    {
        var message = WireMessage.Of(TestObservation.Full(), 0);
        (message.Frame.CapturedAtUs, message.Frame.SourceTimeUs) = (long.MaxValue, long.MinValue);
        Assert.That(Received(message), Does.StartWith("{"));
        Assert.That(Received(new Message { Version = 1, State = new() { AtUs = long.MinValue } }), Does.StartWith("{"));
        Assert.That(Received(new Message { Version = 1, Frame = new() { Tracks = { new Track() } } }), Does.StartWith("{"));
    }

    [Test]
    public void Write_PasswordOfAnOlderSender_IsHidden()
    {
        var message = WireMessage.Of(TestObservation.Full(), 0);
        message.Frame.Source = "http://cam:secret@host/x";
        Assert.That(Received(message), Does.Not.Contain("secret"));
    }
}
