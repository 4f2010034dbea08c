using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Files;

namespace RobotVision.Training.Checkpoints;

/// <summary>
/// The log of a run, one JSON object a line: what was learned since the line before, and how well the network knows samples that it
/// does not learn from. But for times it is the same whether the run was broken off and resumed or not.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    readonly string _path;
    readonly FileStream _file;
    readonly double _secondsBefore;
    readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Opens the log of a run, and drops what was written after the step from which it goes on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="step">The run's step, 0 for a new run.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public MetricsLog(string path, long step)
    {
        // The losses of this very step were told before its checkpoint was written; its validation comes after, and comes again.
        MetricsEntry[] kept = step == 0 ? [] : [.. Read(path).Where(entry => entry.Step < step || (entry.Step == step && entry.Validation is null))];
        (_path, _secondsBefore) = (path, kept.LastOrDefault()?.ElapsedSeconds ?? 0);
        WholeFile.WriteAllText(path, string.Concat(kept.Select(ToLine)));
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0); // a line is one write
    }

    /// <summary>Adds a line with the time of the run; it is in the file when this returns.</summary>
    /// <exception cref="IOException">It cannot be written; names the file and the size.</exception>
    public void Add(MetricsEntry entry)
    {
        var elapsed = Math.Round(_secondsBefore + Stopwatch.GetElapsedTime(_start).TotalSeconds, 1);
        var bytes = Encoding.UTF8.GetBytes(ToLine(entry with { ElapsedSeconds = elapsed }));
        try
        {
            _file.Write(bytes);
        }
        catch (IOException exception)
        {
            throw new IOException(
                FormattableString.Invariant($"Metrics '{_path}', {bytes.Length} bytes of step {entry.Step}, cannot be written: {exception.Message} ")
                + "The last checkpoint stands: make room, and go on with --resume.", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Reads a log; a line that is not whole, which the end of a process leaves, ends it. Empty where there is no file.</summary>
    public static IReadOnlyList<MetricsEntry> Read(string path)
    {
        var entries = new List<MetricsEntry>();
        if (!File.Exists(path)) return entries;
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                entries.Add(JsonSerializer.Deserialize<MetricsEntry>(line, Json)!);
            }
            catch (JsonException)
            {
                break;
            }
        }
        return entries;
    }

    static string ToLine(MetricsEntry entry) => JsonSerializer.Serialize(entry, Json) + "\n";
}

/// <summary>One line of a <see cref="MetricsLog"/>; what it does not tell is null.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps of the whole run.</param>
public sealed record MetricsEntry(long Step, long Steps)
{
    /// <summary>Mean of each part of the loss over the steps since the line before, dropout included.</summary>
    public IReadOnlyDictionary<string, double>? Losses { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Samples learned from a second.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Seconds that the run took so far, with those before it was broken off.</summary>
    public double? ElapsedSeconds { get; init; }

    /// <summary>Mean of each part of the loss over samples of the training images, without dropout.</summary>
    public IReadOnlyDictionary<string, double>? Training { get; init; }

    /// <summary>The same over samples of the validation images.</summary>
    public IReadOnlyDictionary<string, double>? Validation { get; init; }

    /// <summary>Average precision a class on some of the validation images.</summary>
    public IReadOnlyDictionary<string, double>? AveragePrecision { get; init; }
}
