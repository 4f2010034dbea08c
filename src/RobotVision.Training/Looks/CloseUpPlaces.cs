using System.Collections.Concurrent;
using RobotVision.CloseUps;
using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Training.Looks;

/// <summary>
/// Finds where the pipeline of a trained model would make close-ups of the images of a data set: about objects, and about all that the model takes for one
/// in the whole view, such as hands and shoes that look like balls. Training shows what they are. Thread-safe.
/// </summary>
public sealed class CloseUpPlaces : IDisposable
{
    readonly VisionModel _model;
    readonly ConcurrentBag<Finder> _finders = [];

    /// <summary>Loads a model.</summary>
    /// <param name="path">Its file, a network <c>grid</c>.</param>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    /// <exception cref="EnvironmentException">ONNX Runtime cannot load it.</exception>
    public CloseUpPlaces(string path) => _model = VisionModel.Load(path, new() { Accelerator = Accelerator.Cpu });

    /// <summary>The places for a training, by the model that it starts from; null where it starts from none or shows no such close-ups.</summary>
    public static CloseUpPlaces? For(string? from, AugmentationOptions options) => options.CloseUpChance > 0 && from is not null ? new(from) : null;

    /// <summary>Data sets whose images know where close-ups would be made of them.</summary>
    /// <param name="data">The data sets, borrowed.</param>
    public WeightedDataset[] On(IEnumerable<WeightedDataset> data) => [.. data.Select(set => set with { Dataset = new PlacedDataset(set.Dataset, this) })];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var finder in _finders) finder.Dispose();
        _model.Dispose();
    }

    /// <summary>Finds the places in one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="number">Its number, from which the far field is scanned where there are few candidates: in each image elsewhere.</param>
    /// <returns>As many squares as a rule for close-ups is fitted to, in pixels of the image.</returns>
    ImageRegion[] Find(LabelledImage image, int number)
    {
        if (!_finders.TryTake(out var finder)) finder = new(_model);
        try
        {
            return finder.Find(image, number);
        }
        finally
        {
            _finders.Add(finder);
        }
    }

    /// <summary>What one thread needs.</summary>
    sealed class Finder(VisionModel model) : IDisposable
    {
        readonly ModelRunner _runner = model.CreateRunner();
        readonly CloseUpChooser _chooser = new(model.Contract);
        readonly ExpectedBalls _unknown = new();
        readonly FrameViews _views = new(1, model.OutputLength);
        readonly Sampler _sampler = new();
        readonly ScanPlace _start = new CloseUpChooser().Scan;

        public ImageRegion[] Find(LabelledImage image, int number)
        {
            _views.SampleWhole(image.Image.View, _sampler, model.Contract.Input);
            _views.InferWhole(_runner);
            _chooser.Scan = _start with { NextOnBand = number * LookRuleFit.CloseUps };
            var places = new ImageRegion[LookRuleFit.CloseUps];
            _chooser.Choose(_views.Outputs, image.Image.Width, image.Image.Height, _unknown, places);
            return places;
        }

        public void Dispose() => _runner.Dispose();
    }

    /// <summary>A data set whose images know where close-ups would be made of them.</summary>
    sealed class PlacedDataset(IDataset dataset, CloseUpPlaces places) : IDataset
    {
        public string Name => dataset.Name;

        public int Count => dataset.Count;

        public ClipList? Clips => dataset.Clips;

        public ClassSet Labelled => dataset.Labelled;

        public ClassNames Classes => dataset.Classes;

        public LabelledImage Load(int index)
        {
            var image = dataset.Load(index);
            return image with { CloseUps = places.Find(image, index) };
        }

        public string Meaning => dataset.Meaning;

        public (string Image, string Labels)? FilesOf(int index) => dataset.FilesOf(index);

        public string Fingerprint() => dataset.Fingerprint();
    }
}
