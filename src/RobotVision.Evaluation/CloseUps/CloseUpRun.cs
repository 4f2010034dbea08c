using System.Diagnostics;
using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Imaging;
using RobotVision.Inference;

namespace RobotVision.Evaluation.CloseUps;

/// <summary>Looks at the frames of one set once and twice with the same model, one after the other on one thread, and times both.</summary>
/// <param name="model">The model, borrowed; it must take as many samples as there are close-ups.</param>
/// <param name="closeUps">Close-ups of each frame when looking twice, 1 or more.</param>
public sealed class LookingRun(VisionModel model, int closeUps)
{
    /// <summary>As long as frames of a data set are taken for one stream; the same as everywhere that close-ups follow what was seen before.</summary>
    const int RunLength = FrameRunner.RunLength;

    static readonly Thresholds Lowest = new(Enumerable.Repeat(FrameLook.LowestConfidence, ObjectClasses.Count));

    readonly DetectionList _detections = new();
    readonly FeatureVector _features = new();
    readonly List<FrameResult> _once = [], _twice = [];
    readonly List<double> _onceMilliseconds = [], _twiceMilliseconds = [];
    FrameDetector _first = new(model), _second = new(model, closeUps);

    /// <summary>Looks at images of a data set.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="done">Told after each image how many are done.</param>
    /// <param name="stop">Stops between two images.</param>
    /// <exception cref="InvalidDataException">An image or its labels cannot be used.</exception>
    public LookingGain OnImages(string name, IDataset dataset, Action<int> done, CancellationToken stop)
    {
        Begin();
        for (var i = 0; i < dataset.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            if (i % RunLength == 0) Forget();
            var image = dataset.Load(i);
            Look(image.Image.View, image.Name, new(image.Labels, image.Labelled));
            done(i + 1);
        }

        return Result(name);
    }

    /// <summary>Looks at every frame of a recording and keeps those that are annotated.</summary>
    /// <param name="source">The recording, borrowed.</param>
    /// <param name="labels">What its frames show.</param>
    /// <param name="done">Told after each frame how many are done.</param>
    /// <param name="stop">Stops between two frames.</param>
    /// <exception cref="InvalidDataException">The labels cannot be used.</exception>
    public LookingGain OnRecording(IFrameSource source, IFrameLabels labels, Action<int> done, CancellationToken stop)
    {
        Begin();
        Forget();
        using var frame = new FramePool(1).Rent(stop);
        for (var number = 0; ; number++)
        {
            stop.ThrowIfCancellationRequested();
            var outcome = source.Read(frame);
            if (outcome == ReadOutcome.End) return Result(source.Name);
            if (outcome == ReadOutcome.Frame) Look(frame.Picture, frame.Source, labels.Find(number, frame.Source, frame.Width, frame.Height));
            done(number + 1);
        }
    }

    void Begin()
    {
        _once.Clear();
        _twice.Clear();
        _onceMilliseconds.Clear();
        _twiceMilliseconds.Clear();
    }

    void Forget() => (_first, _second) = (new(model), new(model, closeUps));

    void Look(PictureView image, string name, ImageLabels? labels)
    {
        Look(_first, image, name, labels, _once, _onceMilliseconds);
        Look(_second, image, name, labels, _twice, _twiceMilliseconds);
    }

    void Look(FrameDetector detector, PictureView image, string name, ImageLabels? labels, List<FrameResult> results, List<double> milliseconds)
    {
        var started = Stopwatch.GetTimestamp();
        detector.Detect(image, Lowest, _detections, _features);
        milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        if (labels is not null) results.Add(new(results.Count, name, image.Width, image.Height, labels.Labels, labels.Labelled, _detections.Span.ToArray()));
    }

    LookingGain Result(string data) => LookingGain.Of(
        data, _once, _twice, model.Contract.Thresholds, model.Contract.ThresholdsFor(closeUps), Median(_onceMilliseconds), Median(_twiceMilliseconds));

    static double Median(List<double> values) => values.Count == 0 ? 0 : values.Order().ElementAt(values.Count / 2);
}
