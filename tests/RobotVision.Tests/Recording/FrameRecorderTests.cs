using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RobotVision.Geometry;
using RobotVision.Mcap;
using RobotVision.Poses;
using RobotVision.Recording;
using RobotVision.Testing;

namespace RobotVision.Tests.Recording;

/// <summary>What is recorded, how much of the disk it takes, and what becomes of it when the disk fails.</summary>
[CancelAfter(300_000)]
public class FrameRecorderTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    RecorderOptions Options => Recorded.In(_folder["rec"]);

    string[] Files => Recorded.Files(_folder["rec"]);

    [Test]
    public async Task Record_ALiveRun_HoldsFramesStatesPosesAndSettingsByTheirSchemas(CancellationToken cancellationToken)
    {
        var poses = new PoseHistory();
        var setup = Recorded.PlacedSetup(poses);
        void SendPose(int number) => poses.Add(TimedPose.Of(new CameraPose(0.6, 0, 0.5, 0), Now()) with { Odometry = new(0.1 * number, 0, 0) });
        var (_, recorder) = await Recorded.RunAsync(Options, 5, cancellationToken, setup: setup, before: (number, _) => SendPose(number));
        Assert.That(recorder.Recording, Is.EqualTo(new RobotVision.Pipeline.RecordingState(false, Path.GetFileName(Files.Single()), 5, 0, null)));
        var messages = new Dictionary<string, List<string>>();
        var schemas = new Dictionary<string, JsonSchema>();
        foreach (var (topic, schema, data) in Messages(Files.Single()))
        {
            if (!messages.TryGetValue(topic, out var list)) messages[topic] = list = [];
            if (schema.Encoding != "jsonschema") continue;
            if (!schemas.TryGetValue(topic, out var rules)) schemas[topic] = rules = JsonSchema.Parse(Encoding.UTF8.GetString(schema.Data));
            list.Add(Encoding.UTF8.GetString(data));
            Assert.That(rules.Validate(list[^1]), Is.Empty, topic);
        }

        var states = messages[RecordingWriter.StateTopic];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(messages[RecordingWriter.DetectionsTopic], Has.Count.EqualTo(5));
            Assert.That(messages[RecordingWriter.ReplayTopic], Has.Count.EqualTo(5));
            Assert.That(messages[RecordingWriter.PosesTopic], Has.Count.InRange(1, 5));
            Assert.That(states, Has.Some.Contain("\"recording\":{\"active\":true"));
            Assert.That(states[^1], Does.Contain("\"status\":\"ended\""));
            Assert.That(messages[RecordingWriter.ReplayTopic].Count(text => text.Contains("\"before\":", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(RecordedRun.TryOpen(Files[0])!.Settings.Model.ToArray(), Is.EqualTo(await File.ReadAllBytesAsync(TestModel.Path, cancellationToken)));
        }
    }

    [Test]
    public async Task Pause_ThenResume_LeavesTwoFilesWithoutTheFramesBetween(CancellationToken cancellationToken)
    {
        FrameRecorder recorder = null!;
        void WaitUntil(Func<bool> condition)
        {
            while (!condition())
            {
                cancellationToken.ThrowIfCancellationRequested();
                Thread.Yield();
            }
        }

        var (_, ended) = await Recorded.RunAsync(Options, 9, cancellationToken, paced: false, made: one => recorder = one, before: (number, running) =>
        {
            if (number > 0) WaitUntil(() => !recorder.Recording!.IsActive || recorder.Recording.Frames >= (number < 6 ? number : number - 3));
            if (number == 3)
            {
                recorder.Pause();
                WaitUntil(() => !recorder.Recording!.IsActive);
            }

            if (number != 6) return;
            WaitUntil(() => running.Metrics.Published + running.Metrics.Dropped >= 6); // those before are not to be recorded
            recorder.Resume();
            WaitUntil(() => recorder.Recording!.IsActive);
        });
        Assert.That((ended.Recording!.Frames, ended.Recording.Dropped, ended.Recording.Problem), Is.EqualTo((6L, 0L, (string?)null)));
        Assert.That(Files.Select(file => FramesIn([file])), Is.EqualTo(new[] { 3, 3 }));
        foreach (var file in Files) Recorded.AssertAllEqual(await Recorded.ReplayAsync(file, cancellationToken), 3);
        Assert.That(recorder.Resume, Throws.TypeOf<InvalidDataException>().With.Message.Contains("it has ended"));
    }

    /// <summary>A megabyte fills a chunk; these frames get into the file long before, because time has passed.</summary>
    [Test]
    public async Task Record_FewFrames_AreInTheFileWhileTheRunGoesOn(CancellationToken cancellationToken)
    {
        var seen = 0;
        await Recorded.RunAsync(Options, 5, cancellationToken, before: (number, _) =>
        {
            while ((seen = FramesIn(Files)) < number) cancellationToken.ThrowIfCancellationRequested();
        });
        Assert.That(seen, Is.EqualTo(4));
    }

    [Test]
    public async Task Record_MoreThanTheLimit_RemovesTheOldestOfItsOwnFiles(CancellationToken cancellationToken)
    {
        // The model alone has megabytes, so that every frame begins a file.
        var limit = 4 * (new FileInfo(TestModel.Path).Length + RecorderOptions.LeastLimit / 2);
        _folder.Write("rec/robotvision-match.mcap", new byte[100]);
        _folder.Write("rec/robotvision-000007-20200101-000000.mcap", new byte[limit]);
        await Recorded.RunAsync(Options with { Limit = limit }, 12, cancellationToken);
        var names = Files.Select(Path.GetFileName).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(names[..^1], Has.All.Match(@"^robotvision-0000(0[89]|[1-9]\d)-"),
                "numbers go on after those of the files that were there");
            Assert.That(names[^1], Is.EqualTo("robotvision-match.mcap"), "another's file stays");
            Assert.That(names, Has.Length.InRange(4, 10));
            Assert.That(Files.Sum(file => new FileInfo(file).Length), Is.LessThanOrEqualTo(limit + 100));
        }

        // Each file can be replayed alone: it has what was remembered of the frames before.
        foreach (var file in Files[..^1]) Assert.That((await Recorded.ReplayAsync(file, cancellationToken)).First, Is.Null);
    }

    [Test]
    public async Task Record_FloorOfFreeSpace_EndsRecordingAndTheRunGoesOn(CancellationToken cancellationToken)
    {
        var free = 2000L;
        var options = Options with { Floor = 1000, FreeSpace = _ => Interlocked.Read(ref free), Interval = TimeSpan.Zero };
        // The tenth frame finds the disk full; the others wait until recording has ended.
        var (pipeline, recorder) = await Recorded.RunAsync(options, 20, cancellationToken, paced: false, before: (number, running) =>
        {
            if (number != 10) return;
            Interlocked.Exchange(ref free, 500);
            while (running.State.Recording!.IsActive) cancellationToken.ThrowIfCancellationRequested();
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pipeline.Metrics.Published + pipeline.Metrics.Dropped, Is.EqualTo(20));
            Assert.That(recorder.Recording!.Frames, Is.LessThanOrEqualTo(10));
            Assert.That(recorder.Recording.Problem, Does.Contain("recording has ended").And.Contain("shall stay free"));
            Assert.That(recorder.HasFailed, Is.False, "as it was asked for");
            using var reader = new McapReader(Files.Single());
            while (reader.TryRead(out _)) continue;
            Assert.That(reader.IsComplete, Is.True);
        }
    }

    [Test]
    public async Task Record_DiskFull_EndsRecordingTellsWhyAndTheRunGoesOn(CancellationToken cancellationToken)
    {
        var room = new FileInfo(TestModel.Path).Length + 60_000;
        // Each frame is written at once: what waits until the disk is full would be lost.
        var options = Options with { Create = path => new LimitedStream(path, room), Interval = TimeSpan.Zero };
        var (pipeline, recorder) = await Recorded.RunAsync(options, 30, cancellationToken);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pipeline.Metrics.Published + pipeline.Metrics.Dropped, Is.EqualTo(30));
            Assert.That(pipeline.HasFailedPublisher, Is.False);
            Assert.That(recorder.HasFailed, Is.True);
            Assert.That(recorder.Recording!.Problem, Does.Contain("recording has ended").And.Contain("No space left").And.Contain("Is the disk full?"));
        }

        var comparison = await Recorded.ReplayAsync(Files.Single(), cancellationToken);
        Assert.That(comparison.First, Is.Null);
        Assert.That(comparison.Equal, Is.Positive, "what was flushed is there");
    }

    [Test]
    public async Task Record_DiskThatStalls_HoldsUpNoFrameCountsWhatItMissesAndReplaysTheRest(CancellationToken cancellationToken)
    {
        using var goesOn = new ManualResetEventSlim();
        var options = Options with { Create = path => new StallingStream(path, goesOn) };
        var (pipeline, recorder) = await Recorded.RunAsync(options, 100, cancellationToken, closeUps: 2, paced: false, before: (number, running) =>
        {
            // No frame may be lost on the way to the recorder; the disk comes back when the run is nearly over.
            while (running.Metrics.Published + running.Metrics.Dropped < number) cancellationToken.ThrowIfCancellationRequested();
            if (number == 90) goesOn.Set();
        });
        var state = recorder.Recording!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pipeline.Metrics.Published, Is.EqualTo(100));
            Assert.That(state.Dropped, Is.Positive);
            Assert.That(state.Frames + state.Dropped, Is.EqualTo(100));
            Assert.That(state.Problem, Does.Contain("frames are missing"));
        }

        Recorded.AssertAllEqual(await Recorded.ReplayAsync(Files.Single(), cancellationToken), state.Frames); // in spite of the frames that are missing
    }

    [Test]
    public void Open_AFolderThatAnotherRunRecordsTo_IsAnError()
    {
        using var first = new FrameRecorder(Options, [new() { Camera = "a" }], TimeProvider.System);
        Assert.That(() => new FrameRecorder(Options, [new() { Camera = "b" }], TimeProvider.System),
            Throws.InstanceOf<IOException>().With.Message.Contains("Does another run record there?"));
    }

    /// <summary>Foxglove's own library reads the file by its indices and from front to back, with all check sums.</summary>
    [Test]
    public async Task Record_ALiveRun_IsReadByFoxglovesLibrary(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(Repository.Root, "node_modules", "@mcap"))) Assert.Ignore("tools/setup.sh has not fetched @mcap/core.");
        await Recorded.RunAsync(Options, 7, cancellationToken);
        var script = Path.Combine(Repository.Root, "tests", "RobotVision.Tests", "Recording", "read.cjs");
        using var node = Process.Start(new ProcessStartInfo("node", [script, Files.Single()]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(cancellationToken), node.StandardError.ReadToEndAsync(cancellationToken));
        await node.WaitForExitAsync(cancellationToken);
        Assert.That(node.ExitCode, Is.Zero, await errors);
        var read = JsonDocument.Parse(await output).RootElement;
        var messages = read.GetProperty("messages");
        using (Assert.EnterMultipleScope())
        {
            foreach (var topic in new[] { "/camera", "/replay", "/detections" }) Assert.That(messages.GetProperty(topic).GetInt32(), Is.EqualTo(7), topic);
            Assert.That(read.GetProperty("streamed").GetInt32(), Is.EqualTo(messages.EnumerateObject().Sum(one => one.Value.GetInt32())));
            Assert.That(read.GetProperty("done").GetBoolean(), Is.True);
            Assert.That(read.GetProperty("metadata").GetProperty("robotvision.run").GetProperty("camera").GetString(), Is.EqualTo("drawn"));
            Assert.That(read.GetProperty("attachments").EnumerateArray().Select(one => one.GetString()), Is.EqualTo(new[] { "model.onnx" }));
            Assert.That(read.GetProperty("schemas").EnumerateArray().Select(one => one.GetString()),
                Is.EqualTo(new[] { "foxglove.RawImage", "robotvision.frame/1", "robotvision.replay/1", "robotvision.state/1" }));
        }
    }

    /// <summary>The frames in the only file so far, while it is written.</summary>
    static int FramesIn(string[] files) => files is [var file] && new FileInfo(file).Length > 8
        ? Messages(file).Count(message => message.Topic == RecordingWriter.DetectionsTopic)
        : 0;

    static long Now() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    static List<(string Topic, McapSchema Schema, byte[] Data)> Messages(string file)
    {
        var messages = new List<(string, McapSchema, byte[])>();
        var (schemas, channels) = (new Dictionary<ushort, McapSchema>(), new Dictionary<ushort, McapChannel>());
        using var reader = new McapReader(file);
        while (reader.TryRead(out var record))
        {
            if (record is McapSchema schema) schemas[schema.Id] = schema;
            if (record is McapChannel channel) channels[channel.Id] = channel;
            if (record is McapMessage message)
                messages.Add((channels[message.ChannelId].Topic, schemas[channels[message.ChannelId].SchemaId], message.Data.ToArray()));
        }

        return messages;
    }

    /// <summary>A file on a disk with so much room.</summary>
    sealed class LimitedStream(string path, long room) : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > room) throw new IOException("No space left on device");
            base.Write(buffer);
        }
    }

    /// <summary>A file on a disk that takes nothing for a while.</summary>
    sealed class StallingStream(string path, ManualResetEventSlim goesOn)
        : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            goesOn.Wait();
            base.Write(buffer);
        }
    }
}
