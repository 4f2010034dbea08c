using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Imaging;
using RobotVision.Mcap;
using RobotVision.Poses;
using RobotVision.Recording;
using RobotVision.Testing;

namespace RobotVision.Tests.Recording;

/// <summary>A recording gives the same bits again, and says why where it does not.</summary>
[CancelAfter(300_000)]
public class ReplayTests
{
    const int Frames = 8;

    static readonly PoseHistory Standing = new(TimedPose.Of(new CameraPose(0.6, 0, 0.5, 0)));

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    string Folder => _folder["rec"];

    string File => Recorded.Files(Folder).Single();

    static IEnumerable<PictureLayout> Layouts =>
    [
        new(PixelFormat.Bgr24, 64, 48), new(PixelFormat.Yuyv, 64, 48, new(YuvStandard.Bt709, true)),
        new(PixelFormat.Yuv420, 64, 48, new(YuvStandard.Bt709, false)),
        new(PixelFormat.Yuv420, 63, 47, new(YuvStandard.Bt601, true)), new(PixelFormat.Bgr24, 63, 47),
    ];

    [TestCaseSource(nameof(Layouts))]
    public async Task Replay_OfEveryFormat_GivesTheSameBits(PictureLayout layout, CancellationToken cancellationToken) =>
        await ExpectAllEqualAsync(layout, encoded: false, cancellationToken);

    [Test]
    public async Task Replay_OfCompressedPictures_GivesTheSameBitsFromTheCamerasOwnBytes(CancellationToken cancellationToken)
    {
        await ExpectAllEqualAsync(Recorded.Small, encoded: true, cancellationToken);
        Assert.That(Schemas(), Does.Contain("foxglove.CompressedImage").And.Not.Contain("foxglove.RawImage"));
    }

    [Test]
    public async Task Replay_WithCloseUpsAndPoses_GivesTheSameBits(CancellationToken cancellationToken)
    {
        await Recorded.RunAsync(Recorded.In(Folder), 30, cancellationToken, setup: Recorded.PlacedSetup(Standing), closeUps: 3);
        Recorded.AssertAllEqual(await Recorded.ReplayAsync(File, cancellationToken), 30);
    }

    [Test]
    public async Task Replay_WithSomethingElse_NamesIt(CancellationToken cancellationToken)
    {
        var setup = Recorded.PlacedSetup(Standing);
        await Recorded.RunAsync(Recorded.In(Folder), Frames, cancellationToken, setup: setup, closeUps: 3);
        FrameThresholds high = new Thresholds(Enumerable.Repeat(0.999f, ObjectClasses.Count));
        var elsewhere = Recorded.PlacedSetup(new PoseHistory(TimedPose.Of(new CameraPose(0.9, 0, 0.5, 0))));
        var small = setup with { Ground = new() { BallRadius = 0.05 } };
        var differences = new Dictionary<string, RecordingComparison>
        {
            ["the thresholds differ"] = await Recorded.ReplayAsync(File, cancellationToken, thresholds: high),
            ["the close-ups differ (1, recorded 3)"] = await Recorded.ReplayAsync(File, cancellationToken, closeUps: 1),
            ["the camera's pose differs"] = await Recorded.ReplayAsync(File, cancellationToken, setup: elsewhere),
            ["the ball's radius differs (0.05 m, recorded 0.11 m)"] =
                await Recorded.ReplayAsync(File, cancellationToken, setup: small, now: settings => settings with { BallRadius = 0.05 }),
        };
        using (Assert.EnterMultipleScope())
            foreach (var (reason, comparison) in differences)
            {
                Assert.That(comparison.Different, Is.Positive, reason);
                Assert.That(comparison.First!.Value.Reason.Split("; ")[1..], Is.EqualTo(new[] { reason }));
                Assert.That(comparison.ToString(), Does.Contain($"of {Frames} frames differ").And.Contain(reason));
            }
    }

    [Test]
    public async Task Replay_OfChangedBytes_NamesThem(CancellationToken cancellationToken)
    {
        await Recorded.RunAsync(Recorded.In(Folder), Frames, cancellationToken);
        var comparison = await ReplayChangedAsync((topic, sequence, data) =>
        {
            if (topic == RecordingWriter.CameraTopic && sequence == 5) Array.Fill(data, (byte)7, data.Length / 2, data.Length / 4);
            return data;
        }, cancellationToken);
        Assert.That(comparison.First!.Value.Frame, Is.EqualTo(5));
        Assert.That(comparison.First.Value.Reason, Does.Contain("the frame's bytes differ"));
        Assert.That(comparison.Equal, Is.AtLeast(5));
    }

    [Test]
    public async Task Replay_OfAChangedResult_IsTheProcessor(CancellationToken cancellationToken)
    {
        await Recorded.RunAsync(Recorded.In(Folder), Frames, cancellationToken);
        var comparison = await ReplayChangedAsync((topic, sequence, data) => topic == RecordingWriter.ReplayTopic && sequence == 3
            ? Replaced(data, "\"result_xxh3\":\"", 4) : data, cancellationToken);
        Assert.That((comparison.Equal, comparison.Different), Is.EqualTo((Frames - 1L, 1L)));
        Assert.That(comparison.First!.Value.Reason, Does.Contain("all its inputs are the same, so it is the processor or the program"));
    }

    [Test]
    public async Task Replay_WithFramesThatWereLost_SaysThatTheyAreMissing(CancellationToken cancellationToken)
    {
        await Recorded.RunAsync(Recorded.In(Folder), 20, cancellationToken, setup: Recorded.PlacedSetup(Standing), closeUps: 3);
        var comparison = await ReplayChangedAsync((_, sequence, data) => sequence is >= 2 and < 12 ? null : data, cancellationToken);
        Assert.That(comparison.Equal + comparison.Different, Is.EqualTo(10));
        Assert.That(comparison.First!.Value.Frame, Is.AtLeast(12));
        Assert.That(comparison.First.Value.Reason, Does.Contain("frames before it are missing"));
    }

    [Test]
    public void TryOpen_AnotherProgramsRecording_IsNone()
    {
        var file = _folder["other.mcap"];
        using (var stream = System.IO.File.Create(file))
        using (var writer = new McapWriter(stream)) writer.WriteMetadata("rosbag2", new Dictionary<string, string>());
        Assert.That(RecordedRun.TryOpen(file), Is.Null);
        using (var stream = System.IO.File.Create(file))
        using (var writer = new McapWriter(stream))
            writer.WriteMetadata(RunSettings.MetadataName, new Dictionary<string, string> { ["schema"] = "robotvision.recording/9" });
        Assert.That(() => RecordedRun.TryOpen(file), Throws.TypeOf<InvalidDataException>().With.Message.Contains("found 'robotvision.recording/9'"));
    }

    async Task ExpectAllEqualAsync(PictureLayout layout, bool encoded, CancellationToken cancellationToken)
    {
        await Recorded.RunAsync(Recorded.In(Folder), Frames, cancellationToken, layout, encoded: encoded);
        Recorded.AssertAllEqual(await Recorded.ReplayAsync(File, cancellationToken), Frames);
    }

    /// <summary>Replays a copy of the recording with changed messages; null leaves one out.</summary>
    async Task<RecordingComparison> ReplayChangedAsync(Func<string, uint, byte[], byte[]?> change, CancellationToken cancellationToken)
    {
        var changed = _folder["changed.mcap"];
        using (var reader = new McapReader(File))
        using (var stream = System.IO.File.Create(changed))
        using (var writer = new McapWriter(stream))
        {
            var topics = new Dictionary<ushort, string>();
            while (reader.TryRead(out var record) && record is not McapDataEnd)
            {
                if (record is McapMetadata metadata) writer.WriteMetadata(metadata.Name, metadata.Values);
                if (record is McapAttachment file) writer.WriteAttachment(file.Name, file.MediaType, file.LogTime, file.CreateTime, file.Data);
                if (record is McapSchema schema) writer.AddSchema(schema.Name, schema.Encoding, schema.Data);
                if (record is McapChannel channel)
                    topics[writer.AddChannel(channel.SchemaId, channel.Topic, channel.MessageEncoding)] = channel.Topic;
                if (record is McapMessage message && change(topics[message.ChannelId], message.Sequence, message.Data.ToArray()) is { } data)
                    writer.WriteMessage(message.ChannelId, message.Sequence, message.LogTime, message.PublishTime, data);
            }
        }

        return await Recorded.ReplayAsync(changed, cancellationToken);
    }

    static byte[] Replaced(byte[] json, string after, int count)
    {
        var at = json.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(after)) + after.Length;
        json.AsSpan(at, count).Fill((byte)'0');
        return json;
    }

    List<string> Schemas()
    {
        var names = new List<string>();
        using var reader = new McapReader(File);
        while (reader.TryRead(out var record) && record is not McapDataEnd)
            if (record is McapSchema schema) names.Add(schema.Name);
        return names;
    }
}
