using System.Text.Json;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Monitoring;

/// <summary>The training runs of a folder, finished or not, to be compared: their logs and summaries. Any thread.</summary>
/// <param name="folder">The folder; runs may also be up to two folders deeper, as those of a sweep are.</param>
public sealed class RunFolder(string folder)
{
    /// <summary>Runs that are told of at most, the newest.</summary>
    const int Most = 100;

    const int Depth = 2;

    const string LogEnding = ".metrics.jsonl";

    /// <summary>Points of a curve at most.</summary>
    const int MostPoints = 2000;

    readonly Lock _gate = new();
    readonly List<string> _paths = []; // of the models; a run keeps its number

    /// <summary>The runs that are there now, the newest first.</summary>
    public IReadOnlyList<RunEntry> List()
    {
        if (!Directory.Exists(folder)) return [];
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Depth, AttributesToSkip = FileAttributes.ReparsePoint };
        var newest = new DirectoryInfo(folder).EnumerateFiles("*" + LogEnding, options).OrderByDescending(log => log.LastWriteTimeUtc).Take(Most)
            .Select(log => log.FullName[..^LogEnding.Length] + ".onnx").ToArray();
        lock (_gate)
        {
            _paths.AddRange(newest.Except(_paths));
            return [.. newest.Select(path => Describe(path, _paths.IndexOf(path)))];
        }
    }

    /// <summary>The name of a run: its path in the folder, without ending.</summary>
    public string NameOf(RunFiles files) => Path.ChangeExtension(Path.GetRelativePath(folder, files.Model), null);

    /// <summary>The curves of a run; empty once it is gone.</summary>
    /// <param name="number">Its <see cref="RunEntry.Number"/>.</param>
    /// <exception cref="InvalidDataException">No run has this number.</exception>
    public IReadOnlyList<CurvePoint> Curve(int number) => CurvePoint.Thin(
        [.. MetricsLog.Read(new RunFiles(PathOf(number)).Metrics).Select(entry => new CurvePoint(TrainingProgress.OfTheModel, entry))], MostPoints);

    string PathOf(int number)
    {
        lock (_gate)
            return number >= 0 && number < _paths.Count ? _paths[number]
                : throw new InvalidDataException($"Run: expected one of the {_paths.Count} of the list, found {number}.");
    }

    RunEntry Describe(string path, int number)
    {
        var files = new RunFiles(path);
        var entry = new RunEntry(number, NameOf(files)) { IsGoingOn = RunLock.IsHeld(files.Lock) };
        try
        {
            return File.Exists(files.Summary) ? Describe(entry, JsonDocument.Parse(File.ReadAllBytes(files.Summary)).RootElement) : entry;
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return entry; // it is being written, or of another program
        }
    }

    static RunEntry Describe(RunEntry entry, JsonElement summary)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Find(summary, "origin", "recipe") is { } recipe) Flatten("", recipe, options);
        return entry with
        {
            IsFinished = true,
            EndedEarlyAt = Find(summary, "ended_early", "step") is { ValueKind: JsonValueKind.Number } step ? step.GetInt64() : null,
            F1 = Find(summary, "validation", "mean", "f1") is { ValueKind: JsonValueKind.Number } mean ? mean.GetDouble() : null,
            Options = options,
        };
    }

    static JsonElement? Find(JsonElement from, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out var next)) return null;
            from = next;
        }

        return from;
    }

    /// <summary>Options by dotted name, as recipes write them.</summary>
    static void Flatten(string name, JsonElement value, SortedDictionary<string, string> options)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject()) Flatten(name.Length > 0 ? $"{name}.{property.Name}" : property.Name, property.Value, options);
                break;
            case JsonValueKind.Array:
                foreach (var (i, item) in value.EnumerateArray().Index()) Flatten($"{name}.{i}", item, options);
                break;
            case JsonValueKind.Null:
                break;
            default:
                options[name] = value.ToString();
                break;
        }
    }
}

/// <summary>A training run of a folder.</summary>
/// <param name="Number">Its number, the same as long as the program runs.</param>
/// <param name="Name">Its path in the folder, without ending.</param>
public sealed record RunEntry(int Number, string Name)
{
    /// <summary>Whether a program is writing it now.</summary>
    public bool IsGoingOn { get; init; }

    /// <summary>Whether it has written a model.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The step at which it was ended early; null where it was not.</summary>
    public long? EndedEarlyAt { get; init; }

    /// <summary>Mean F1 on its validation data; null where unknown.</summary>
    public double? F1 { get; init; }

    /// <summary>The recipe's options by dotted name; none before its end.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
