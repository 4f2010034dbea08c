using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Files;
using RobotVision.Messages;

namespace RobotVision.Cluster;

/// <summary>What became of a part.</summary>
public enum PartState
{
    /// <summary>Nothing of it is there.</summary>
    Missing,

    /// <summary>It was begun and is not finished; nobody works on it.</summary>
    Unfinished,

    /// <summary>A process works on it.</summary>
    Running,

    /// <summary>It is finished.</summary>
    Done,
}

/// <summary>An input of the whole work.</summary>
/// <param name="Path">As on the command line.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Digest">
/// The first 16 hexadecimal digits of the SHA-256 of its content; of a file above 16 MiB, such as a long recording, of its first and its last MiB; empty for
/// a device.
/// </param>
public sealed record PartInput(string Path, long Bytes, string Digest)
{
    const int Digits = 16, Block = 1 << 20, MostBlocks = 16;

    /// <summary>Reads what a file is known by.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PartInput Of(string path)
    {
        using var file = File.OpenRead(path);
        if (!file.CanSeek) return new(path, 0, ""); // a device
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (block, isLong) = (new byte[Block], file.Length > (long)MostBlocks * Block);
        for (int read, blocks = 1; (read = file.ReadAtLeast(block, Block, throwOnEndOfStream: false)) > 0; blocks++)
        {
            hash.AppendData(block, 0, read);
            if (isLong && blocks == 1) file.Seek(-Block, SeekOrigin.End);
        }

        return new(path, file.Length, Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits]);
    }
}

/// <summary>What a part says of itself: the file <see cref="FileName"/> in its folder, schema <see cref="SchemaName"/>.</summary>
public sealed record PartManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "part.json";

    /// <summary>The name of the format.</summary>
    public const string SchemaName = "robotvision.part/1";

    /// <summary>How the program was called, where what called it says so.</summary>
    static readonly string Caller = Environment.GetEnvironmentVariable("ROBOTVISION_COMMAND") ?? "robotvision";

    const string Again = "Delete its folder and make the part again.";

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        WriteIndented = true,
    };

    /// <summary>Always <see cref="SchemaName"/>.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary>The command and its arguments, without <c>--shard</c>.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The part, from 1.</summary>
    public required int Part { get; init; }

    /// <summary>The number of parts.</summary>
    public required int Of { get; init; }

    /// <summary>The folder in which the command ran, which its relative paths begin at.</summary>
    public required string Folder { get; init; }

    /// <summary>The inputs of the whole work that the command line names.</summary>
    public required IReadOnlyList<PartInput> Inputs { get; init; }

    /// <summary>The commit that the program was built from; empty where unknown.</summary>
    public required string Program { get; init; }

    /// <summary>The processor that computed the part; another kind may give other last digits.</summary>
    public required string Processor { get; init; }

    /// <summary>The machine.</summary>
    public required string Host { get; init; }

    /// <summary><see cref="PartState.Unfinished"/> from the start on, <see cref="PartState.Done"/> at the end.</summary>
    public PartState State { get; init; } = PartState.Unfinished;

    /// <summary>The exit code of the command; null until it is done.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When the part was begun, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the part was finished, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The part.</summary>
    [JsonIgnore]
    public Shard Shard => new(Part, Of);

    /// <summary>The command line that makes the part again.</summary>
    [JsonIgnore]
    public string Command => CommandFor(Shard);

    /// <summary>The command line that makes a part of the same work.</summary>
    public string CommandFor(Shard shard) => $"cd {ShellText.Quote(Folder)} && {ShellText.Join([Caller, .. Arguments, "--shard", $"{shard}"])}";

    /// <summary>Whether both are parts of the same work: command, arguments, inputs, program and number of parts.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Null where they are; else what differs.</returns>
    public string? DifferenceTo(PartManifest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Of != other.Of) return $"{Of} parts and {other.Of} parts";
        if (!Arguments.SequenceEqual(other.Arguments)) return $"'{ShellText.Join(Arguments)}' and '{ShellText.Join(other.Arguments)}'";
        if (Program != other.Program) return $"programs built from '{Program}' and from '{other.Program}'";
        if (Inputs.SequenceEqual(other.Inputs)) return null;
        static string Text(PartInput input) => FormattableString.Invariant($"'{input.Path}' of {input.Bytes} bytes (content {input.Digest})");
        var (mine, its) = Inputs.Zip(other.Inputs).FirstOrDefault(pair => pair.First != pair.Second);
        return mine is null ? $"{Inputs.Count} inputs and {other.Inputs.Count} inputs" : $"{Text(mine)} and {Text(its)}";
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="folder">The part's folder.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string folder) => WholeFile.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads the file of a folder; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static PartManifest? TryRead(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        var text = File.ReadAllBytes(path);
        PartManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<PartManifest>(text, Json);
        }
        catch (JsonException exception)
        {
            var found = JsonProblem.Describe(exception, text);
            throw new InvalidDataException($"'{path}': expected a part's manifest, found another file: {found}. {Again}", exception);
        }

        return manifest is { Schema: SchemaName, Part: >= 1, Of: >= 1 and <= Shard.Most } && manifest.Part <= manifest.Of && manifest.Arguments.Count > 0
            && manifest.Arguments.All(argument => argument is not null) && manifest.Inputs.All(input => input is not null)
            ? manifest
            : throw new InvalidDataException($"'{path}': expected schema '{SchemaName}' with a part of 1..N and a command, found otherwise. {Again}");
    }
}
