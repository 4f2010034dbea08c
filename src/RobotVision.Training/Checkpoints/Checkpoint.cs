using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Files;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Checkpoints;

/// <summary>The complete state of a run: a resumed run continues exactly as an uninterrupted one.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Options">The run's options.</param>
/// <param name="Step">Steps done.</param>
/// <param name="State">Parameters, moments, averages and statistics by name.</param>
/// <remarks>
/// File format, little-endian: "RVCKPT01", length of the header (int32), header (JSON), the values of all states in the header's order (float32),
/// SHA-256 of everything before.
/// </remarks>
public sealed record Checkpoint(string Network, TrainingOptions Options, long Step, IReadOnlyDictionary<string, float[]> State)
{
    const int PrefixLength = 12;

    /// <summary>The start model and what of it is frozen, <see cref="Transfer.Origin"/>; null for random weights.</summary>
    public string? Start { get; init; }

    /// <summary>
    /// Digest of how the samples are made, <see cref="TrainingRecipe.DataDigest"/>; null where unknown. Files of versions before <see cref="Inputs"/>
    /// have only this.
    /// </summary>
    public string? Data { get; init; }

    /// <summary>Data and options of the samples, <see cref="Trainer.Inputs"/>; null where unknown.</summary>
    public RunInputs? Inputs { get; init; }

    static ReadOnlySpan<byte> Magic => "RVCKPT01"u8;

    /// <summary>Sums of the losses since the last progress report; null where there are none.</summary>
    public PartialReport? Partial { get; init; }

    /// <summary>Seconds of the steps done; 0 for a run without a limit of minutes.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether all steps, or minutes, of the run are done.</summary>
    public bool IsFinished => Options.PartAt(Step, TimeSpan.FromSeconds(Seconds)) >= 1;

    /// <summary>Writes the file, completely or not at all.</summary>
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
            new Header(Network, Options, Step, Start, Data, Inputs, Partial, Seconds, [.. State.Select(state => new Entry(state.Key, state.Value.Length))]));
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
    /// <exception cref="InvalidDataException">The file is not a checkpoint or is damaged; the message names it.</exception>
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
        return new(header.Network, header.Options, header.Step, state)
        {
            Start = header.Start,
            Data = header.Data,
            Inputs = header.Inputs,
            Partial = header.Partial,
            Seconds = header.Seconds,
        };
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

    /// <summary>The JSON header before the values; null values are not written.</summary>
    sealed record Header(
        string Network, TrainingOptions Options, long Step,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Start,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Data,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RunInputs? Inputs,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PartialReport? Partial,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double Seconds, IReadOnlyList<Entry> State);
}

/// <summary>The sums of a progress report that is not complete yet.</summary>
/// <param name="Steps">Steps since the last report.</param>
/// <param name="Sums">Sum of each part of the loss over these steps.</param>
public sealed record PartialReport(int Steps, IReadOnlyList<double> Sums);
