using System.Globalization;
using RobotVision.Inference;

namespace RobotVision.CommandLine;

/// <summary>A model file that may be chosen, with what is known of its quality.</summary>
/// <param name="Path">The file.</param>
/// <param name="Hash">See <see cref="VisionModel.Hash"/>.</param>
/// <param name="IsWanted">Whether it lies in the folder that was named; of the shipped ones where none was.</param>
/// <param name="Figures">Its figures, on each set on which it was scored.</param>
public sealed record KnownModel(string Path, string Hash, bool IsWanted, IReadOnlyList<ModelFigure> Figures)
{
    /// <summary>The file's name without folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>What was chosen.</summary>
/// <param name="Path">The model's file.</param>
/// <param name="Told">The choice and its reasons, one line.</param>
/// <param name="IsInBudget">Whether the model keeps to the budget.</param>
public sealed record AutoChoice(string Path, string Told, bool IsInBudget);

/// <summary>
/// Chooses the model for <c>--model auto</c>: of the shipped ones and those of a folder, the best that keeps to a budget of time on this processor. How fast
/// each is, is measured at the first start and kept.
/// </summary>
/// <param name="options">How the model will run.</param>
/// <param name="cache">Keeps what was measured.</param>
/// <param name="clock">Measures.</param>
public sealed class AutoModel(InferenceOptions options, SpeedCache cache, TimeProvider clock)
{
    /// <summary>The value of <c>--model</c>.</summary>
    public const string Word = "auto";

    const string FolderPrefix = Word + ":";

    /// <summary>Samples of one run as they are measured.</summary>
    const int Batch = 4;

    /// <summary>How long one model is measured, unless a run is slow: so that all shipped ones take a fraction of a second.</summary>
    static readonly TimeSpan Time = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether a value of <c>--model</c> asks for a choice rather than naming a file.</summary>
    public static bool IsAsked(string? model) => model == Word || model?.StartsWith(FolderPrefix, StringComparison.Ordinal) == true;

    /// <summary>The folder that a value of <c>--model</c> names for the choice; null for the shipped models alone.</summary>
    /// <exception cref="OptionException">The folder's name is missing.</exception>
    public static string? FolderOf(string model) => model == Word ? null
        : model.Length > FolderPrefix.Length ? model[FolderPrefix.Length..]
        : throw new OptionException($"--model: expected {Word}, {FolderPrefix}FOLDER or a model's file, found '{model}'.");

    /// <summary>The cache of this user.</summary>
    public static SpeedCache UsualCache => new(SpeedCache.UsualFolder(Environment.GetEnvironmentVariable));

    /// <summary>Chooses.</summary>
    /// <param name="folder">A folder whose models take part besides the shipped ones; null for none.</param>
    /// <param name="budget">What inference on a frame may take, of all cameras together.</param>
    /// <param name="closeUps">Close-ups of each frame.</param>
    /// <param name="cameras">How many cameras share the budget.</param>
    /// <param name="ofImages">Whether it runs on images that stand for themselves: models with a memory are then left out.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There is no model with a figure that can be run.</exception>
    public AutoChoice Choose(string? folder, TimeSpan budget, int closeUps, int cameras, bool ofImages = false)
    {
        var models = Known(folder);
        var set = ModelChoice.CommonSet([.. models.Select(model => (model.IsWanted, model.Figures))]);
        var (candidates, leftOut) = (new List<ModelCandidate>(), new List<string>());
        foreach (var model in models)
        {
            if (model.Figures.FirstOrDefault(figure => figure.Set == set?.Set) is not { } figure) leftOut.Add($"{model.Name} (no F1 on this set)");
            else if (ofImages && HasMemory(model)) leftOut.Add($"{model.Name} (remembers earlier frames)");
            else if (TrySpeed(model, out var problem) is { } speed) candidates.Add(new(model.Path, figure.F1, speed.TimeFor(closeUps)));
            else leftOut.Add($"{model.Name} ({problem})");
        }

        if (candidates.Count == 0)
            throw new InvalidDataException($"--model auto: expected a model with a measured F1, found none: {string.Join(", ", leftOut)}. Name a model's file, "
                + "or measure them with 'robotvision evaluate --quality'.");
        var share = budget / cameras;
        var choice = ModelChoice.Of(candidates, share);
        var others = choice.LeftOut.Select(one => $"{Path.GetFileName(one.Model.Path)} ({one.Reason})").Concat(leftOut).ToArray();
        return new(choice.Chosen.Path, string.Create(CultureInfo.InvariantCulture,
            $"{choice.Chosen.Path}: {choice.Chosen.Time.TotalMilliseconds:F2} of {share.TotalMilliseconds:0.####} ms a frame"
            + $"{(closeUps > 0 ? $" with {closeUps} close-ups" : "")}{(cameras > 1 ? $" of each of {cameras} cameras" : "")}"
            + $"{(choice.IsInBudget ? "" : ", too slow, but the fastest")}; F1 {choice.Chosen.F1:F3} on {set!.Name}"
            + $"{(others.Length == 0 ? "" : $"; left out: {string.Join(", ", others)}")}"), choice.IsInBudget);
    }

    /// <summary>The shipped models, and before them those of a folder; of files with the same content one.</summary>
    /// <param name="folder">The folder; null for none.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There is no model in it, or its figures are damaged.</exception>
    public IReadOnlyList<KnownModel> Known(string? folder)
    {
        var shipped = Path.GetDirectoryName(ShippedModel.FindFloat32())!;
        var shippedFigures = QualityFile.Read(Path.Combine(shipped, QualityFile.FileName));
        var ownFigures = folder is null ? null : QualityFile.Read(Path.Combine(folder, QualityFile.FileName));
        IEnumerable<ModelFigure> FiguresOf(string hash) => [.. ownFigures?.Of(hash) ?? [], .. shippedFigures.Of(hash)];
        var models = new List<KnownModel>();
        foreach (var path in folder is null ? [] : FilesIn(folder))
        {
            var hash = VisionModel.HashOf(path);
            models.Add(new(path, hash, IsWanted: true, [.. FiguresOf(hash), .. OfTraining(path)]));
        }

        foreach (var path in Directory.Exists(shipped) ? FilesIn(shipped) : [])
        {
            var hash = VisionModel.HashOf(path);
            models.Add(new(path, hash, IsWanted: folder is null, [.. FiguresOf(hash)]));
        }

        return [.. models.DistinctBy(model => model.Hash)];
    }

    /// <summary>How fast a model is here: as kept, or else measured.</summary>
    /// <param name="model">The model.</param>
    /// <param name="problem">Why it cannot be run, where it cannot.</param>
    ModelSpeed? TrySpeed(KnownModel model, out string? problem)
    {
        problem = null;
        try
        {
            var expected = options.Accelerator != Accelerator.Cpu && CudaProvider.IsAvailable(out _) ? ExecutionProvider.Cuda : ExecutionProvider.Cpu;
            return cache.Find(KeyOf(model.Hash, expected)) ?? Measure(model.Path, Time).Speed;
        }
        catch (Exception exception) when (exception is InvalidDataException or EnvironmentException or IOException)
        {
            problem = exception.Message;
            return null;
        }
    }

    /// <summary>Whether a model has a memory; false where it cannot be used, which measuring it tells.</summary>
    bool HasMemory(KnownModel one)
    {
        try
        {
            using var model = VisionModel.Load(one.Path, options);
            return model.MemoryLength > 0;
        }
        catch (Exception exception) when (exception is InvalidDataException or EnvironmentException or IOException)
        {
            return false;
        }
    }

    /// <summary>Measures how fast a model is and keeps it.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="time">About so long.</param>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    public (ModelSpeed Speed, ExecutionProvider Provider) Measure(string path, TimeSpan time)
    {
        using var model = VisionModel.Load(path, options with { MaxSamples = Batch });
        using var runner = model.CreateRunner();
        var speed = ModelSpeed.Measure(runner, time, clock);
        cache.Keep(KeyOf(model.Hash, model.Provider), speed);
        return (speed, model.Provider);
    }

    SpeedKey KeyOf(string hash, ExecutionProvider provider) =>
        new(hash, provider.Name(), options.Threads) { Gpu = provider == ExecutionProvider.Cuda ? CudaProvider.GpuName : "" };

    /// <summary>The figure that stands beside a model of the user's own; none where the model cannot be used, which measuring it tells.</summary>
    IEnumerable<ModelFigure> OfTraining(string path)
    {
        try
        {
            using var model = VisionModel.Load(path, options);
            return QualityFile.OfTraining(model) is { } figure ? [figure] : [];
        }
        catch (Exception exception) when (exception is InvalidDataException or EnvironmentException or IOException)
        {
            return [];
        }
    }

    static string[] FilesIn(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"--model: expected a folder of models, found no folder '{folder}'.");
        string[] paths = [.. ModelFolder.NamesBeside(Path.Combine(folder, Word)).Select(name => Path.Combine(folder, name))];
        return paths.Length > 0 ? paths : throw new InvalidDataException($"--model: expected models (*.onnx) in folder '{folder}', found none.");
    }
}
