using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Files;

namespace RobotVision.Training.Checkpoints;

/// <summary>
/// The log of a run, one JSON object per line: losses since the line before, and losses and precision on validation samples. Except for times it is
/// the same whether the run was interrupted and resumed or not.
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

    /// <summary>Opens the log of a run and drops the lines after the step at which the run resumes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="step">The run's step, 0 for a new run.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public MetricsLog(string path, long step)
    {
        // The losses of this step were logged before its checkpoint was written; its validation comes after the checkpoint and is repeated.
        MetricsEntry[] kept = step == 0 ? [] : [.. Read(path).Where(entry => entry.Step < step || (entry.Step == step && entry.Validation is null))];
        (_path, _secondsBefore) = (path, kept.LastOrDefault()?.ElapsedSeconds ?? 0);
        WholeFile.WriteAllText(path, string.Concat(kept.Select(ToLine)));
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0); // a line is one write
    }

    /// <summary>Adds a line with the time of the run; it is in the file when this returns.</summary>
    /// <returns>The entry with the time.</returns>
    /// <exception cref="IOException">It cannot be written; the message gives file and size.</exception>
    public MetricsEntry Add(MetricsEntry entry)
    {
        var timed = entry with { ElapsedSeconds = Math.Round(_secondsBefore + Stopwatch.GetElapsedTime(_start).TotalSeconds, 1) };
        var bytes = Encoding.UTF8.GetBytes(ToLine(timed));
        try
        {
            _file.Write(bytes);
        }
        catch (IOException exception)
        {
            throw new IOException(
                FormattableString.Invariant($"Metrics '{_path}', {bytes.Length} bytes of step {entry.Step}, cannot be written: {exception.Message} ")
                + "The last checkpoint is kept: free some space and go on with --resume.", exception);
        }

        return timed;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Reads a log up to the first incomplete line, which a killed process leaves. Empty without a file.</summary>
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

/// <summary>One line of a <see cref="MetricsLog"/>; missing values are null.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps of the whole run.</param>
public sealed record MetricsEntry(long Step, long Steps)
{
    /// <summary>Mean of each part of the loss over the steps since the line before, dropout included.</summary>
    public IReadOnlyDictionary<string, double>? Losses { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Training samples per second.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Seconds of the run so far, including those before an interruption.</summary>
    public double? ElapsedSeconds { get; init; }

    /// <summary>Mean of each part of the loss over samples of the training images, without dropout.</summary>
    public IReadOnlyDictionary<string, double>? Training { get; init; }

    /// <summary>The same over samples of the validation images.</summary>
    public IReadOnlyDictionary<string, double>? Validation { get; init; }

    /// <summary>Average precision per class on some of the validation images.</summary>
    public IReadOnlyDictionary<string, double>? AveragePrecision { get; init; }
}
