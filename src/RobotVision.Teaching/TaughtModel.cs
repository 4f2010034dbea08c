using System.Text.Json;
using RobotVision.Files;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Runs;

namespace RobotVision.Teaching;

/// <summary>One training on a snapshot of the tagged frames: <c>.teaching/3/</c>.</summary>
public sealed class TaughtModel
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    readonly string _folder;

    /// <summary>Describes the training of a number.</summary>
    /// <param name="teaching">The folder of all trainings.</param>
    /// <param name="number">From 1.</param>
    public TaughtModel(string teaching, int number)
    {
        _folder = Path.Combine(teaching, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (Number, Files) = (number, new(Path.Combine(_folder, "model.onnx")));
    }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; }

    /// <summary>The files of the training.</summary>
    public RunFiles Files { get; }

    /// <summary>The folder of the data set that it is trained on.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>The data set.</summary>
    public string Yaml => Path.Combine(Data, "data.yaml");

    /// <summary>Whether the training has ended with a model.</summary>
    public bool IsFinished => File.Exists(Files.Summary) && File.Exists(Files.Model);

    /// <summary>Whether an interrupted training left something to go on from.</summary>
    public bool HasBegun => File.Exists(Files.Checkpoint) || Directory.Exists(Files.Folds);

    /// <summary>How many frames it is trained on.</summary>
    public int Frames => File.Exists(Yaml) ? File.ReadLines(Path.Combine(Data, "train.txt")).Count() : 0;

    /// <summary>The comparison with the model that the training began with; none before its end.</summary>
    public IReadOnlyList<DomainComparison> Changes => IsFinished
        ? JsonSerializer.Deserialize<Summary>(File.ReadAllBytes(Files.Summary), Json)?.Domains ?? []
        : [];

    /// <summary>All trainings in a folder that have begun, in their order.</summary>
    public static IReadOnlyList<TaughtModel> All(string teaching)
    {
        var found = new List<TaughtModel>();
        while (new TaughtModel(teaching, found.Count + 1) is var next && File.Exists(next.Yaml)) found.Add(next);
        return found;
    }

    /// <summary>Copies the model with its int8 form, summary and report.</summary>
    /// <param name="output">The path of the float32 model.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void CopyTo(string output)
    {
        var files = new RunFiles(output);
        (string From, string To)[] copies =
        [
            (Files.QuantisedModel, files.QuantisedModel), (Files.Summary, files.Summary), (Files.Report, files.Report), (Files.Model, files.Model),
        ];
        foreach (var (from, to) in copies)
            if (File.Exists(from)) WholeFile.WriteAllBytes(to, File.ReadAllBytes(from));
    }

    sealed record Summary(IReadOnlyList<DomainComparison>? Domains);
}
