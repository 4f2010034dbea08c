using System.Threading.Channels;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Monitoring;

/// <summary>
/// Looks at a handful of images with the weights that a run hands out, on a thread of its own; where these come faster than it looks, the newest count.
/// </summary>
sealed class SampleAnswers : IDisposable
{
    /// <summary>Images that are looked at.</summary>
    const int Count = 8;

    /// <summary>Candidates below this confidence are left out; chosen so that a page may choose its own threshold.</summary>
    const float Faintest = 0.05f;

    readonly TrainingRun _run;
    readonly Channel<TrainingWeights> _weights =
        Channel.CreateBounded<TrainingWeights>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    readonly Task _work;
    (string Key, IReadOnlyList<(LabelledImage Image, byte[] Jpeg)> Images) _chosen = ("", []);
    volatile SampleSet? _newest;

    /// <summary>Listens to a run.</summary>
    public SampleAnswers(TrainingRun run)
    {
        _run = run;
        run.WeightsTaken += Take;
        _work = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The newest look; null before the first.</summary>
    public SampleSet? Newest => _newest;

    /// <summary>Ends the thread after the look that it is at.</summary>
    public void Dispose()
    {
        _run.WeightsTaken -= Take;
        _weights.Writer.TryComplete();
        _work.Wait();
    }

    void Take(TrainingWeights weights) => _weights.Writer.TryWrite(weights);

    void Run()
    {
        while (_weights.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            if (_weights.Reader.TryRead(out var weights)) _newest = TryLook(weights, (_newest?.Number ?? 0) + 1);
    }

    /// <summary>Looks; what fails because of the disk or an image is told in place of the images, and the training goes on.</summary>
    SampleSet TryLook(TrainingWeights weights, int number)
    {
        var about = new SampleSet(number, weights.Work, weights.Step, weights.AreTrainedOn, weights.Task.Classes, []);
        try
        {
            return about with { Samples = Look(weights) };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or Steps.DivergedException)
        {
            return about with { Problem = exception.Message };
        }
    }

    List<Sample> Look(TrainingWeights weights)
    {
        using var exported = new TemporaryModel(weights.Task, weights.Network, weights.Values);
        using var model = VisionModel.Load(exported.Path, new() { Accelerator = Accelerator.Cpu, Threads = 1 });
        using var runner = model.CreateRunner();
        var detector = new ImageDetector(runner);
        var isPresence = model.Contract.Output == ModelOutput.Presence;
        var faint = new Thresholds(Enumerable.Repeat(Faintest, weights.Task.Classes.Count));
        var looks = new List<Sample>();
        foreach (var (image, jpeg) in Choose(weights))
        {
            var sample = new Sample(Path.GetFileName(image.Name), image.Image.Width, image.Image.Height, jpeg, image.Labels);
            looks.Add(isPresence
                ? sample with { Presence = [.. detector.Infer(image.Image).ToArray().Select(logit => 1 / (1 + MathF.Exp(-logit)))] }
                : sample with { Found = detector.Detect(image.Image, faint).Detections.Span.ToArray() });
        }

        return looks;
    }

    /// <summary>The same images for the same data and seed: from every data set in turn.</summary>
    IReadOnlyList<(LabelledImage Image, byte[] Jpeg)> Choose(TrainingWeights weights)
    {
        var key = $"{weights.Work} {weights.AreTrainedOn}";
        if (_chosen.Key == key) return _chosen.Images;
        var random = new RandomSequence(weights.Seed, 0);
        var left = weights.Frames.Select(set => (set.Dataset, Places: Enumerable.Range(0, set.Dataset.Count).ToList())).ToList();
        var images = new List<(LabelledImage, byte[])>();
        while (images.Count < Count && left.Exists(set => set.Places.Count > 0))
            foreach (var (dataset, places) in left.Where(set => set.Places.Count > 0))
            {
                if (images.Count == Count) break;
                var at = random.NextInt32(places.Count);
                var image = dataset.Load(places[at]);
                places.RemoveAt(at);
                images.Add((image, ImageFile.Encode(".jpg", image.Image.View)));
            }

        _chosen = (key, images);
        return images;
    }
}

/// <summary>What weights say of some images.</summary>
/// <param name="Number">The number of the look, from 1.</param>
/// <param name="Work">The training that the weights are of, <see cref="TrainingProgress.Work"/>.</param>
/// <param name="Step">Its step.</param>
/// <param name="AreTrainedOn">Whether the weights learned these very images.</param>
/// <param name="Classes">The classes' names.</param>
/// <param name="Samples">The images.</param>
public sealed record SampleSet(int Number, string Work, long Step, bool AreTrainedOn, ClassNames Classes, IReadOnlyList<Sample> Samples)
{
    /// <summary>Why there are no images; null where nothing failed.</summary>
    public string? Problem { get; init; }
}

/// <summary>What weights say of an image.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Jpeg">The image as a file.</param>
/// <param name="Labels">What is in it; boxes in pixels.</param>
public sealed record Sample(string Name, int Width, int Height, byte[] Jpeg, IReadOnlyList<Label> Labels)
{
    /// <summary>What was found, also with little confidence; empty for a network that gives no boxes.</summary>
    public IReadOnlyList<Detection> Found { get; init; } = [];

    /// <summary>For a network that gives no boxes: the probability of each class, in the order of <see cref="SampleSet.Classes"/>; null otherwise.</summary>
    public IReadOnlyList<float>? Presence { get; init; }
}
