using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using RobotVision.Capture;
using RobotVision.Imaging;
using RobotVision.Mcap;
using RobotVision.Testing;

namespace RobotVision.Tests.Capture;

/// <summary>Recordings of ROS 2 and Foxglove, written here by their published formats.</summary>
public class McapSourceTests
{
    const int Width = 6, Height = 4;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    string File => Path.Combine(_folder.Path, "a.mcap");

    /// <summary>Pixel x, y of the test pictures: blue 10x, green 20y, red 200.</summary>
    static byte[] Pixels(params int[] channels) =>
        [.. Enumerable.Range(0, Width * Height).SelectMany(i => channels.Select(channel => Pixel(i % Width, i / Width)[channel]))];

    static byte[] Pixel(int x, int y) => [(byte)(10 * x), (byte)(20 * y), 200, 0];

    [TestCase("bgr8", new[] { 0, 1, 2 })]
    [TestCase("rgb8", new[] { 2, 1, 0 })]
    [TestCase("bgra8", new[] { 0, 1, 2, 3 })]
    [TestCase("rgba8", new[] { 2, 1, 0, 3 })]
    public void Read_RosImage_GivesItsPixelsAndTimes(string encoding, int[] channels)
    {
        Write(writer => RosTopic(writer, "/image", "Image"), (10_500_000_000, RosImage(10, 500_000_000, encoding, Pixels(channels), channels.Length)),
            (10_600_000_000, RosImage(10, 533_000_000, encoding, Pixels(channels), channels.Length)));
        using var source = FrameSource.OpenRecording(File, TimeProvider.System);
        Assert.That(source.FrameCount, Is.EqualTo(2));
        using var frame = new FramePool(1).Rent(default);
        Assert.That(source.NextTime, Is.EqualTo(TimeSpan.Zero));
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(frame.View.Pixels.ToArray(), Is.EqualTo(Pixels(0, 1, 2)));
        Assert.That(source.NextTime, Is.EqualTo(TimeSpan.FromMilliseconds(33)), "the time of the message's head, not of its recording");
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(frame.SourceTime, Is.EqualTo(TimeSpan.FromMilliseconds(33)));
        Assert.That((source.Read(frame), source.Problem), Is.EqualTo((ReadOutcome.End, (string?)null)));
    }

    [Test]
    public void Read_RosImageInYuyv_StaysAsItIs()
    {
        var bytes = Enumerable.Range(0, Width * Height * 2).Select(i => (byte)i).ToArray();
        Write(writer => RosTopic(writer, "/image", "Image"), (1, RosImage(0, 0, "yuv422_yuy2", bytes, 2)));
        using var source = new McapSource(File, TimeProvider.System);
        using var frame = new FramePool(1).Rent(default);
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(frame.Layout.Format, Is.EqualTo(PixelFormat.Yuyv));
        Assert.That(frame.Picture.Pixels[..bytes.Length].ToArray(), Is.EqualTo(bytes));
    }

    [TestCase("sensor_msgs/msg/CompressedImage", "cdr")]
    [TestCase("foxglove.CompressedImage", "protobuf")]
    [TestCase("foxglove.CompressedImage", "json")]
    public void Read_CompressedImage_IsDecoded(string schema, string encoding)
    {
        var png = ImageFile.Encode(".png", new ImageView(Pixels(0, 1, 2), Width, Height, Width * 3));
        var message = encoding switch
        {
            "cdr" => new CdrWriter().UInt32(3).UInt32(0).Text("head").Text("png").Bytes(png).Written,
            "json" => Encoding.UTF8.GetBytes(
                $$"""{"timestamp":{"sec":3,"nsec":0},"frame_id":"head","data":"{{Convert.ToBase64String(png)}}","format":"png"}"""),
            _ => CompressedProtobuf(png),
        };
        Write(writer => writer.AddChannel(writer.AddSchema(schema, "x", default), "/image", encoding), (1, message));
        using var source = new McapSource(File, TimeProvider.System);
        using var frame = new FramePool(1).Rent(default);
        Assert.That((source.Read(frame), source.Problem), Is.EqualTo((ReadOutcome.Frame, (string?)null)));
        Assert.That(frame.View.Pixels.ToArray(), Is.EqualTo(Pixels(0, 1, 2)));
    }

    [Test]
    public void Open_SeveralTopics_AsksForOneAndTakesIt()
    {
        Write(writer =>
        {
            RosTopic(writer, "/left", "Image");
            return RosTopic(writer, "/right", "Image");
        }, (1, RosImage(0, 0, "bgr8", Pixels(0, 1, 2), 3)));
        Assert.That(() => new McapSource(File, TimeProvider.System),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("found /left, /right").And.Message.Contains("a.mcap#/left"));
        using var source = FrameSource.OpenRecording($"{File}#/right", TimeProvider.System);
        Assert.That(source.FrameCount, Is.EqualTo(1));
        Assert.That(() => new McapSource($"{File}#/left", TimeProvider.System),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("found none on '/left'"));
    }

    /// <summary>A file that was cut off has no summary, which would tell of both topics.</summary>
    [Test]
    public void Read_SeveralTopicsOfAFileCutOff_AsksForOne()
    {
        using (var file = System.IO.File.Create(File))
        using (var writer = new McapWriter(file, new() { Compression = McapCompression.None, ChunkBytes = 200 }))
        {
            var image = RosImage(0, 1, "bgr8", Pixels(0, 1, 2), 3);
            for (ulong i = 1; i < 4; i++) writer.WriteMessage(RosTopic(writer, "/left", "Image"), 0, i, i, image);
            var right = RosTopic(writer, "/right", "Image");
            for (ulong i = 4; i < 20; i++) writer.WriteMessage(right, 0, i, i, image);
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..(bytes.Length / 2)]);
        using var source = new McapSource(File, TimeProvider.System);
        using var frame = new FramePool(1).Rent(default);
        Assert.That(() =>
        {
            while (source.Read(frame) == ReadOutcome.Frame) Assert.That(frame.Width, Is.EqualTo(Width));
        }, Throws.TypeOf<InvalidDataException>().With.Message.Contains("found /left, /right"));
    }

    /// <summary>A simulation's time begins at 0, which is also what a message has that does not say.</summary>
    [Test]
    public void Read_FirstStampIsZero_TakesTheTimesOfTheRecording()
    {
        Write(writer => RosTopic(writer, "/image", "Image"),
            [.. Enumerable.Range(0, 3).Select(i => (1_000_000_000ul * (ulong)(10 + i), RosImage((uint)i, 0, "bgr8", Pixels(0, 1, 2), 3)))]);
        using var source = new McapSource(File, TimeProvider.System);
        using var frame = new FramePool(1).Rent(default);
        for (var i = 0; i < 3; i++)
        {
            Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
            Assert.That(frame.SourceTime, Is.EqualTo(TimeSpan.FromSeconds(i)));
        }
    }

    [TestCase("bayer_rggb8", 1, "found 'bayer_rggb8'")]
    [TestCase("bgr8", 1, "expected 4 rows of 18 bytes")]
    public void Read_PictureThatCannotBeUsed_IsABadFrameAndTheNextIsRead(string encoding, int bytes, string problem)
    {
        Write(writer => RosTopic(writer, "/image", "Image"),
            (1, RosImage(0, 1, encoding, new byte[Width * Height * bytes], encoding == "bgr8" ? 3 : 1)), (2, [0, 1, 0]),
            (3, RosImage(0, 3, "mono8", new byte[Width * Height], 1)));
        using var source = new McapSource(File, TimeProvider.System);
        using var frame = new FramePool(1).Rent(default);
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.BadFrame));
        Assert.That(source.Problem, Does.Contain(problem));
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.BadFrame));
        Assert.That(source.Problem, Does.Contain("plain CDR").And.Contain("picture 1 of '/image'"));
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
    }

    [Test]
    public void Read_FileCutOff_GivesWhatIsThereAndSaysSo()
    {
        Write(writer => RosTopic(writer, "/image", "Image"),
            [.. Enumerable.Range(1, 6).Select(i => ((ulong)i, RosImage(0, (uint)i, "bgr8", Pixels(0, 1, 2), 3)))]);
        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, bytes[..(bytes.Length / 3)]);
        using var source = new McapSource(File, TimeProvider.System);
        using var frame = new FramePool(1).Rent(default);
        Assert.That(source.FrameCount, Is.Null);
        var read = 0;
        while (source.Read(frame) == ReadOutcome.Frame) read++;
        Assert.That(read, Is.InRange(1, 5));
        Assert.That(source.Problem, Does.Contain("cut off"));
    }

    [Test]
    public void Open_NoPictures_IsAnError()
    {
        Write(writer => RosTopic(writer, "/odom", "Odometry"), (1, [0]));
        Assert.That(() => FrameSource.OpenRecording(File, TimeProvider.System), Throws.TypeOf<InvalidDataException>().With.Message.Contains("found none"));
        Assert.That(() => FrameSource.OpenRecording(File + "x.mcap", TimeProvider.System), Throws.TypeOf<FileNotFoundException>());
    }

    void Write(Func<McapWriter, ushort> topics, params (ulong Time, byte[] Data)[] messages)
    {
        using var file = System.IO.File.Create(File);
        using var writer = new McapWriter(file, new() { Compression = McapCompression.None, ChunkBytes = 200 });
        var channel = topics(writer);
        foreach (var (time, data) in messages) writer.WriteMessage(channel, 0, time, time, data);
    }

    static ushort RosTopic(McapWriter writer, string topic, string type) =>
        writer.AddChannel(writer.AddSchema($"sensor_msgs/msg/{type}", "ros2msg", default), topic, "cdr");

    static byte[] RosImage(uint seconds, uint nanoseconds, string encoding, byte[] pixels, int bytesOfPixel) =>
        new CdrWriter().UInt32(seconds).UInt32(nanoseconds).Text("head").UInt32(Height).UInt32(Width).Text(encoding).Byte(0)
            .UInt32((uint)(Width * bytesOfPixel)).Bytes(pixels).Written;

    static byte[] CompressedProtobuf(byte[] png)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(new Timestamp { Seconds = 3 }.ToByteString());
            output.WriteTag(4, WireFormat.WireType.LengthDelimited);
            output.WriteString("head");
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(png));
            output.WriteTag(3, WireFormat.WireType.LengthDelimited);
            output.WriteString("png");
        }

        return stream.ToArray();
    }

    /// <summary>Writes plain little-endian CDR.</summary>
    sealed class CdrWriter
    {
        readonly List<byte> _bytes = [0, 1, 0, 0];

        public byte[] Written => [.. _bytes];

        public CdrWriter Byte(byte value)
        {
            _bytes.Add(value);
            return this;
        }

        public CdrWriter UInt32(uint value)
        {
            while (_bytes.Count % 4 != 0) _bytes.Add(0);
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            _bytes.AddRange(bytes);
            return this;
        }

        public CdrWriter Text(string text) => Bytes([.. Encoding.UTF8.GetBytes(text), 0]);

        public CdrWriter Bytes(byte[] bytes)
        {
            UInt32((uint)bytes.Length);
            _bytes.AddRange(bytes);
            return this;
        }
    }
}
