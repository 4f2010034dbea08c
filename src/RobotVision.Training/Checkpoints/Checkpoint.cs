using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Files;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Checkpoints;

/// <summary>Everything a run needs to go on as if it had never stopped.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Options">The run's options.</param>
/// <param name="Step">Steps done.</param>
/// <param name="State">Parameters, moments, averages and statistics by their names.</param>
/// <remarks>
/// The file: "RVCKPT01", the length of the header (int32), the header (JSON), the values of all states in the header's order
/// (float32), SHA-256 of all that. Little endian.
/// </remarks>
public sealed record Checkpoint(string Network, TrainingOptions Options, long Step, IReadOnlyDictionary<string, float[]> State)
{
    const int PrefixLength = 12;

    /// <summary>Which model the run began with and what of it is frozen, <see cref="Transfer.Origin"/>; null when it began with nothing.</summary>
    public string? Start { get; init; }

    /// <summary>Digest of how the samples are made, <see cref="TrainingRecipe.DataDigest"/>; null where nobody said. Files from before <see cref="Inputs"/> have this alone.</summary>
    public string? Data { get; init; }

    /// <summary>What is learned from, <see cref="Trainer.Inputs"/>; null where nobody said.</summary>
    public RunInputs? Inputs { get; init; }

    static ReadOnlySpan<byte> Magic => "RVCKPT01"u8;

    /// <summary>What the steps since the last report add to the next one; null where there are none.</summary>
    public PartialReport? Partial { get; init; }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path)
    {
        using var file = new WholeFile(path);
        WriteTo(file.Stream);
        file.Complete();
    }

    /// <summary>Writes the bytes of the file.</summary>
    internal void WriteTo(Stream stream)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new Header(Network, Options, Step, Start, Data, Inputs, Partial, [.. State.Select(state => new Entry(state.Key, state.Value.Length))]));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        Append(Magic);
        Append(length);
        Append(header);
        foreach (var values in State.Values) Append(MemoryMarshal.AsBytes<float>(values));
        stream.Write(hash.GetHashAndReset());

        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not a checkpoint, or damaged; the message names it.</exception>
    public static Checkpoint Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < PrefixLength + SHA256.HashSizeInBytes || !bytes.AsSpan().StartsWith(Magic))
            throw new InvalidDataException($"'{path}': expected a RobotVision checkpoint, found something else or a file cut short ({bytes.Length} bytes).");
        var content = bytes.AsSpan()[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan()[^SHA256.HashSizeInBytes..]))
            throw new InvalidDataException($"'{path}': the checksum does not match: the checkpoint is damaged or cut short.");
        var headerLength = BinaryPrimitives.ReadInt32LittleEndian(content[Magic.Length..]);
        var header = ReadHeader(path, content.Slice(PrefixLength, headerLength));
        var values = MemoryMarshal.Cast<byte, float>(content[(PrefixLength + headerLength)..]);
        var state = new Dictionary<string, float[]>();
        foreach (var entry in header.State)
        {
            state[entry.Name] = values[..entry.Length].ToArray();
            values = values[entry.Length..];
        }
        return new(header.Network, header.Options, header.Step, state) { Start = header.Start, Data = header.Data, Inputs = header.Inputs, Partial = header.Partial };
    }

    static Header ReadHeader(string path, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<Header>(json) ?? throw new JsonException("it is null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}': expected a header that this version knows, found another one: {exception.Message}", exception);
        }
    }

    sealed record Entry(string Name, int Length);

    /// <summary>What stands before the values; a start from nothing, and a report that is not begun, do not stand in the file.</summary>
    sealed record Header(
        string Network, TrainingOptions Options, long Step,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Start,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Data,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RunInputs? Inputs,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PartialReport? Partial, IReadOnlyList<Entry> State);
}

/// <summary>A report that is not complete yet.</summary>
/// <param name="Steps">The steps since the last report.</param>
/// <param name="Sums">The sum over them of each part of the loss.</param>
public sealed record PartialReport(int Steps, IReadOnlyList<double> Sums);
