using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using RobotVision.Mcap;
using RobotVision.Testing;

namespace RobotVision.Tests.Mcap;

/// <summary>
/// The public conformance suite of the format: every description is written to the byte, by the SHA-256 of the file, and what is read of that file is the
/// description again.
/// </summary>
public class ConformanceTests
{
    static readonly Dictionary<string, McapOpcode> Opcodes = Enum.GetValues<McapOpcode>().ToDictionary(opcode => $"{opcode}");

    [Test]
    public void Suite_AllFiles_AreWrittenToTheByteAndReadBack()
    {
        var folder = SharedData.Find("mcap_conformance");
        using var output = new TemporaryFolder();
        var path = Path.Combine(output.Path, "file.mcap");
        var wrong = new List<string>();
        var count = 0;
        foreach (var line in File.ReadLines(Path.Combine(folder, "sha256.txt")))
        {
            var (hash, size, name) = line.Split(' ') is [var a, var b, var c] ? (a, b, c) : throw new FormatException(line);
            using var description = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, Path.ChangeExtension(name, ".json"))));
            Write(path, description.RootElement);
            count++;
            if (Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != hash)
                wrong.Add($"{name}: expected {size} bytes with {hash}, wrote {new FileInfo(path).Length} others");
            var records = description.RootElement.GetProperty("records");
            var expected = records.EnumerateArray().Select(Flat).ToArray();
            var read = Read(path).ToArray();
            if (!read.SequenceEqual(expected))
                wrong.Add($"{name}: {read.Except(expected).FirstOrDefault()} instead of {expected.Except(read).FirstOrDefault()}");
        }

        Assert.That(wrong, Is.Empty);
        Assert.That(count, Is.EqualTo(416));
    }

    static void Write(string path, JsonElement description)
    {
        var variant = description.GetProperty("meta").GetProperty("variant");
        var features = variant.GetProperty("features").EnumerateArray().Select(one => one.GetString()).ToHashSet();
        var records = description.GetProperty("records").EnumerateArray().ToArray();
        using var file = File.Create(path);
        using var writer = new McapWriter(file, new()
        {
            Library = "",
            Compression = McapCompression.None,
            ChunkBytes = features.Contains("ch") ? 1 << 20 : 0,
            MessageIndices = features.Contains("mx"),
            Statistics = features.Contains("st"),
            RepeatSchemas = features.Contains("rsh"),
            RepeatChannels = features.Contains("rch"),
            ChunkIndices = features.Contains("chx"),
            AttachmentIndices = features.Contains("ax"),
            MetadataIndices = features.Contains("mdx"),
            SummaryOffsets = features.Contains("sum"),
            Padding = features.Contains("pad") ? [0x01, 0xFF, 0xFF] : [],
        });
        foreach (var record in records.TakeWhile(record => record.GetProperty("type").GetString() != "DataEnd"))
        {
            var fields = Fields(record);
            ulong Number(string name) => ulong.Parse(fields[name].GetString()!, CultureInfo.InvariantCulture);
            string Text(string name) => fields[name].GetString()!;
            byte[] Data() => [.. fields["data"].EnumerateArray().Select(one => byte.Parse(one.GetString()!, CultureInfo.InvariantCulture))];
            Dictionary<string, string> Map() => fields["metadata"].EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!);
            switch (record.GetProperty("type").GetString())
            {
                case "Schema": writer.AddSchema(Text("name"), Text("encoding"), Data()); break;
                case "Channel": writer.AddChannel((ushort)Number("schema_id"), Text("topic"), Text("message_encoding"), Map()); break;
                case "Message":
                    writer.WriteMessage((ushort)Number("channel_id"), (uint)Number("sequence"), Number("log_time"), Number("publish_time"), Data());
                    break;
                case "Attachment": writer.WriteAttachment(Text("name"), Text("media_type"), Number("log_time"), Number("create_time"), Data()); break;
                case "Metadata": writer.WriteMetadata(Text("name"), Map()); break;
                default: Assert.That(record.GetProperty("type").GetString(), Is.EqualTo("Header")); break;
            }
        }
    }

    static Dictionary<string, JsonElement> Fields(JsonElement record) =>
        record.GetProperty("fields").EnumerateArray().ToDictionary(field => field[0].GetString()!, field => field[1]);

    /// <summary>A record as one line; names in alphabetical order as in the descriptions.</summary>
    static string Flat(JsonElement record)
    {
        var fields = record.GetProperty("fields").EnumerateArray().Select(field => $"{field[0]}={Value(field[1])}");
        return $"{record.GetProperty("type").GetString()} {string.Join(' ', fields)}";
    }

    static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(one => one.GetString())),
        JsonValueKind.Object => string.Join(',', value.EnumerateObject().Select(one => $"{one.Name}:{one.Value.GetString()}")),
        _ => value.GetString()!,
    };

    static IEnumerable<string> Read(string path)
    {
        using var reader = new McapReader(path);
        while (reader.TryRead(out var record))
            if (record is not McapMessageIndex) yield return Flat(record); // the descriptions leave them out
        Assert.That((reader.IsComplete, reader.Damage), Is.EqualTo((true, Array.Empty<string>())));
    }

    static string Flat(McapRecord record)
    {
        (string, object)[] fields = record switch
        {
            McapHeader one => [("library", one.Library), ("profile", one.Profile)],
            McapFooter one => [("summary_crc", one.SummaryCrc), ("summary_offset_start", one.SummaryOffsetStart), ("summary_start", one.SummaryStart)],
            McapSchema one => [("data", Bytes(one.Data)), ("encoding", one.Encoding), ("id", one.Id), ("name", one.Name)],
            McapChannel one =>
                [("id", one.Id), ("message_encoding", one.MessageEncoding), ("metadata", Map(one.Metadata)), ("schema_id", one.SchemaId), ("topic", one.Topic)],
            McapMessage one =>
            [
                ("channel_id", one.ChannelId), ("data", Bytes(one.Data.Span)), ("log_time", one.LogTime), ("publish_time", one.PublishTime),
                ("sequence", one.Sequence),
            ],
            McapChunkIndex one =>
            [
                ("chunk_length", one.ChunkLength), ("chunk_start_offset", one.ChunkStartOffset), ("compressed_size", one.CompressedSize),
                ("compression", one.Compression), ("message_end_time", one.MessageEndTime), ("message_index_length", one.MessageIndexLength),
                ("message_index_offsets", Map(one.MessageIndexOffsets)), ("message_start_time", one.MessageStartTime),
                ("uncompressed_size", one.UncompressedSize),
            ],
            McapAttachment one =>
                [("create_time", one.CreateTime), ("data", Bytes(one.Data)), ("log_time", one.LogTime), ("media_type", one.MediaType), ("name", one.Name)],
            McapAttachmentIndex one =>
            [
                ("create_time", one.CreateTime), ("data_size", one.DataSize), ("length", one.Length), ("log_time", one.LogTime),
                ("media_type", one.MediaType), ("name", one.Name), ("offset", one.Offset),
            ],
            McapStatistics one =>
            [
                ("attachment_count", one.AttachmentCount), ("channel_count", one.ChannelCount),
                ("channel_message_counts", Map(one.ChannelMessageCounts)), ("chunk_count", one.ChunkCount), ("message_count", one.MessageCount),
                ("message_end_time", one.MessageEndTime), ("message_start_time", one.MessageStartTime), ("metadata_count", one.MetadataCount),
                ("schema_count", one.SchemaCount),
            ],
            McapMetadata one => [("metadata", Map(one.Values)), ("name", one.Name)],
            McapMetadataIndex one => [("length", one.Length), ("name", one.Name), ("offset", one.Offset)],
            McapSummaryOffset one => [("group_length", one.Length), ("group_opcode", (byte)one.Group), ("group_start", one.Start)],
            McapDataEnd one => [("data_section_crc", one.DataCrc)],
            _ => throw new ArgumentException($"{record}"),
        };
        var name = Opcodes.Keys.Single(name => record.GetType().Name == $"Mcap{name}");
        return $"{name} {string.Join(' ', fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Item1}={field.Item2}")))}";
    }

    static string Bytes(ReadOnlySpan<byte> bytes) => string.Join(',', bytes.ToArray());

    static string Map<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> map) => string.Join(',', map.Select(pair => $"{pair.Key}:{pair.Value}"));
}
