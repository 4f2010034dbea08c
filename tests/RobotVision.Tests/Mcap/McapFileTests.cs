using System.Text;
using RobotVision.Mcap;
using RobotVision.Testing;

namespace RobotVision.Tests.Mcap;

/// <summary>Files that are whole, cut off and damaged.</summary>
public class McapFileTests
{
    const int Messages = 16;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    string File => Path.Combine(_folder.Path, "a.mcap");

    [Test]
    public void Read_WhatWasWritten_IsTheSame([Values] McapCompression compression, [Values(0, 300, 1 << 20)] int chunkBytes)
    {
        System.IO.File.WriteAllBytes(File, Written(new() { Compression = compression, ChunkBytes = chunkBytes }));
        var (messages, reader) = Read();
        Assert.That(messages, Is.EqualTo(Enumerable.Range(0, Messages).Select(Text)));
        Assert.That((reader.IsComplete, reader.Damage), Is.EqualTo((true, Array.Empty<string>())));
    }

    /// <summary>Whatever the place at which a file ends, all that was flushed before is read, and the end is told.</summary>
    [Test]
    public void Read_CutAtEveryByte_GivesEveryMessageOfTheChunksBefore([Values] McapCompression compression)
    {
        var flushed = new List<(long Length, int Messages)>();
        var whole = Written(new() { Compression = compression, ChunkBytes = 300 }, flushed);
        for (var length = 8; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            var (messages, reader) = Read();
            var least = flushed.Where(one => one.Length <= length).Select(one => one.Messages).DefaultIfEmpty().Max();
            Assert.That(messages, Is.EqualTo(Enumerable.Range(0, messages.Count).Select(Text)), $"cut at {length}");
            Assert.That(messages, Has.Count.AtLeast(least), $"cut at {length}");
            Assert.That((reader.IsComplete, reader.Damage.Count > 0), Is.EqualTo((false, true)), $"cut at {length}");
        }
    }

    /// <summary>Without compression the messages of a chunk that is cut off are read one by one.</summary>
    [Test]
    public void Read_CutInTheMiddleOfTheOnlyChunk_GivesItsFirstMessages()
    {
        var whole = Written(new() { Compression = McapCompression.None, ChunkBytes = 1 << 20 });
        System.IO.File.WriteAllBytes(File, whole[..(whole.Length / 3)]);
        Assert.That(Read().Messages, Has.Count.InRange(5, Messages / 2));
    }

    [Test]
    public void Read_OneChunkWithAFlippedBit_LosesThatChunkAndSaysSo()
    {
        var flushed = new List<(long Length, int Messages)>();
        var bytes = Written(new() { Compression = McapCompression.Zstd, ChunkBytes = 300 }, flushed);
        bytes[flushed[0].Length + 120] ^= 1; // in the second chunk
        System.IO.File.WriteAllBytes(File, bytes);
        var (messages, reader) = Read();
        var lost = Enumerable.Range(flushed[0].Messages, flushed[1].Messages - flushed[0].Messages).Select(Text).ToArray();
        Assert.That(Enumerable.Range(0, Messages).Select(Text).Except(messages), Is.EqualTo(lost));
        Assert.That(reader.Damage, Has.Count.EqualTo(1).And.Some.StartsWith($"byte {flushed[0].Length}: "));
        Assert.That(reader.IsComplete, Is.True);
    }

    [Test]
    public void Read_DamagedAtRandom_NeverFailsInAnotherWay()
    {
        var whole = Written(new() { Compression = McapCompression.Zstd, ChunkBytes = 300 });
        var random = new Random(1);
        for (var run = 0; run < 600; run++)
        {
            var bytes = whole.ToArray();
            for (var i = random.Next(1, 8); i > 0; i--) bytes[random.Next(8, bytes.Length)] = (byte)random.Next(256);
            System.IO.File.WriteAllBytes(File, bytes);
            Assert.That(Read().Messages, Has.Count.AtMost(Messages * 2), $"run {run}");
        }
    }

    [Test]
    public void Open_AnotherFile_IsAnError()
    {
        System.IO.File.WriteAllText(File, "ftypmp42");
        Assert.That(() => new McapReader(File), Throws.TypeOf<InvalidDataException>().With.Message.Contains("expected an MCAP file"));
    }

    [Test]
    public void Read_ChunkThatClaimsGigabytes_IsRefused()
    {
        var bytes = Written(new() { Compression = McapCompression.Zstd, ChunkBytes = 1 << 20 });
        var chunk = Array.IndexOf(bytes, (byte)McapOpcode.Chunk, 8 + 9 + 8 + "RobotVision".Length);
        bytes.AsSpan(chunk + 9 + 16, 8).Fill(0x3F);
        System.IO.File.WriteAllBytes(File, bytes);
        var (messages, reader) = Read();
        Assert.That(messages, Is.Empty);
        Assert.That(reader.Damage, Has.Some.Contains("expected a chunk of at most 512 MB"));
    }

    [Test]
    public void WriteMessage_OnceChunksHaveTheirSize_AllocatesNothing()
    {
        using var writer = new McapWriter(Stream.Null, new() { ChunkBytes = 1 << 16, MessageIndices = true });
        var channel = writer.AddChannel(0, "a", "json");
        var data = new byte[100];
        for (uint i = 0; i < 5000; i++) writer.WriteMessage(channel, i, i, i, data);
        Assert.That(Allocations.Of(() =>
        {
            for (uint i = 0; i < 400; i++) writer.WriteMessage(channel, i, i, i, data); // less than a chunk: its index is an object
        }), Is.LessThan(1500));
    }

    [Test]
    public void WriteMessage_ChannelThatWasNotAdded_IsAnError()
    {
        using var writer = new McapWriter(Stream.Null);
        Assert.That(() => writer.WriteMessage(1, 0, 0, 0, []), Throws.ArgumentException.With.Message.Contains("Channel 1"));
    }

    static string Text(int number) => $"message {number} of the topic, at {number * 33} ms";

    static byte[] Written(McapWriterOptions options, List<(long Length, int Messages)>? flushed = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new McapWriter(stream, options))
        {
            var schema = writer.AddSchema("text", "jsonschema", "{}"u8);
            var channel = writer.AddChannel(schema, "/text", "json", new Dictionary<string, string> { ["robot"] = "1" });
            for (var i = 0; i < Messages; i++)
            {
                var length = writer.Length;
                writer.WriteMessage(channel, (uint)i, (ulong)i * 33_000_000, (ulong)i * 33_000_000, Encoding.UTF8.GetBytes(Text(i)));
                if (writer.Length > length) flushed?.Add(((long)writer.Length, i + 1));
            }
        }

        return stream.ToArray();
    }

    (List<string> Messages, McapReader Reader) Read()
    {
        using var reader = new McapReader(File);
        var messages = new List<string>();
        while (reader.TryRead(out var record))
            if (record is McapMessage message) messages.Add(Encoding.UTF8.GetString(message.Data.Span));
        return (messages, reader);
    }
}
