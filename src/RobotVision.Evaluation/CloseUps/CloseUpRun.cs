using System.Diagnostics;
using RobotVision.Capture;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>
/// Runs a model on every frame of a set without and with close-ups, on one thread, and measures both times; and with close-ups that are placed by the labels.
/// </summary>
/// <param name="model">The model, borrowed; it must accept as many samples at once as there are close-ups.</param>
/// <param name="closeUps">Close-ups per frame, 1 or more.</param>
public sealed class CloseUpRun(VisionModel model, int closeUps) : IDisposable
{
    readonly Thresholds _lowest = SequenceDetector.LowestFor(model);
    readonly ModelRunner _runner = model.CreateRunner();
    readonly Frame _image = Frame.OfNoPool();
    readonly List<FrameResult> _once = [], _twice = [], _ideal = [];
    readonly List<double> _onceMilliseconds = [], _twiceMilliseconds = [];
    ImageDetector? _onceDetector, _twiceDetector;
    IdealCloseUps? _idealDetector;
    ClassNames _classes = model.Contract.Classes;

    /// <summary>Runs the images of a data set.</summary>
    /// <param name="name">The data set's name in the report.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="done">Called after each image with the number of finished images.</param>
    /// <param name="stop">Cancels between two images.</param>
    /// <exception cref="InvalidDataException">An image or its labels are damaged.</exception>
    public CloseUpGain OnImages(string name, IDataset dataset, Action<int> done, CancellationToken stop)
    {
        ClearResults();
        _classes = FrameRunner.ClassesOf(model, dataset);
        dataset = RenumberedDataset.Of(dataset, _classes);
        for (var i = 0; i < dataset.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            if (i % FrameRunner.RunLength == 0) ResetDetectors();
            var image = dataset.Load(i);
            _image.Show(image.Image, image.Name);
            Detect(_image, new(image.Labels, image.Labelled));
            done(i + 1);
        }

        return Result(name);
    }

    /// <summary>Runs every frame of a recording and scores the annotated ones.</summary>
    /// <param name="source">The recording, borrowed.</param>
    /// <param name="labels">The labels of its frames.</param>
    /// <param name="done">Called after each frame with the number of finished frames.</param>
    /// <param name="stop">Cancels between two frames.</param>
    /// <exception cref="InvalidDataException">The labels are damaged or belong to frames of another size.</exception>
    public CloseUpGain OnRecording(IFrameSource source, IFrameLabels labels, Action<int> done, CancellationToken stop)
    {
        ClearResults();
        labels = RenumberedFrameLabels.Of(labels, model.Contract.Classes);
        _classes = labels.Classes;
        ResetDetectors();
        using var frame = new FramePool(1).Rent(stop);
        for (var number = 0; ; number++)
        {
            stop.ThrowIfCancellationRequested();
            var outcome = source.Read(frame);
            if (outcome == ReadOutcome.End) return Result(source.Name);
            if (outcome == ReadOutcome.Frame) Detect(frame, labels.Find(number, frame.Source, frame.Width, frame.Height));
            done(number + 1);
        }
    }

    /// <summary>Frees the memory for running the model.</summary>
    public void Dispose() => _runner.Dispose();

    void ClearResults()
    {
        _once.Clear();
        _twice.Clear();
        _ideal.Clear();
        _onceMilliseconds.Clear();
        _twiceMilliseconds.Clear();
    }

    // Close-ups follow what was seen before, so every sequence of images begins with new detectors.
    void ResetDetectors() => (_onceDetector, _twiceDetector, _idealDetector) = (new(_runner), new(_runner, closeUps), new(_runner, closeUps));

    void Detect(Frame image, ImageLabels? labels)
    {
        Detect(_onceDetector!, image, labels, _once, _onceMilliseconds);
        Detect(_twiceDetector!, image, labels, _twice, _twiceMilliseconds);
        if (labels is null) return;
        var missed = _classes.Classes.SelectMany(one => new FrameMatch(_once[^1], one).Answers(ThresholdOf(one)))
            .Where(answer => !answer.Found).Select(answer => answer.Label).ToHashSet();
        _ideal.Add(Result(_ideal.Count, image, labels, _idealDetector!.Detect(image, labels.Labels, missed.Contains, _lowest)));
    }

    float ThresholdOf(ObjectClass one) => (int)one < model.Contract.Thresholds.Count ? model.Contract.Thresholds[(int)one] : Thresholds.Off;

    void Detect(ImageDetector detector, Frame image, ImageLabels? labels, List<FrameResult> results, List<double> milliseconds)
    {
        var started = Stopwatch.GetTimestamp();
        var detections = detector.Detect(image, _lowest).Detections;
        milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        if (labels is null) return;
        results.Add(Result(results.Count, image, labels, detections));
    }

    FrameResult Result(int index, Frame image, ImageLabels labels, DetectionList detections) =>
        new(index, image.Source, image.Width, image.Height, labels.Labels, labels.Labelled, detections.Span.ToArray()) { Classes = _classes };

    CloseUpGain Result(string data) => CloseUpGain.Of(
        data, _once, _twice, _ideal, Thresholds.Extended(model.Contract.Thresholds, _classes.Count),
        Thresholds.Extended(model.Contract.ThresholdsFor(closeUps), _classes.Count), Median(_onceMilliseconds), Median(_twiceMilliseconds));

    static double Median(List<double> values) => values.Count == 0 ? 0 : values.Order().ElementAt(values.Count / 2);
}
