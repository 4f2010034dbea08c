using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Training.Looks;

namespace RobotVision.Training.SelfTraining;

/// <summary>Frames without labels that models have labelled, as a data set.</summary>
/// <param name="frames">The frames.</param>
/// <param name="labels">The labels of each frame, boxes in pixels.</param>
/// <param name="labelled">The classes that the models are sure of somewhere; the others take no part in the loss.</param>
/// <param name="classes">The classes of the models.</param>
public sealed class PseudoLabels(
    IReadOnlyList<UnlabelledFrame> frames, IReadOnlyList<IReadOnlyList<Label>> labels, ClassSet labelled, ClassNames classes) : IDataset
{
    /// <inheritdoc/>
    public string Name => $"{frames.Count} frames labelled by a model";

    /// <inheritdoc/>
    public int Count => frames.Count;

    /// <inheritdoc/>
    public ClassSet Labelled => labelled;

    /// <inheritdoc/>
    public ClassNames Classes => classes;

    /// <summary>The labels of each frame, boxes in pixels.</summary>
    public IReadOnlyList<IReadOnlyList<Label>> Labels => labels;

    /// <inheritdoc/>
    public LabelledImage Load(int index) => new(frames[index].Image, ImageFile.Read(frames[index].Image), labels[index], labelled);

    /// <summary>Labels frames by what models find in them, in their mirror images and in the pictures before and after.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="models">Files of detection models.</param>
    /// <param name="sure">What counts as sure.</param>
    /// <param name="classes">The classes of the models.</param>
    /// <param name="done">Called after each frame, from any thread, with the number of finished frames.</param>
    /// <param name="cancellation">Cancels between two frames.</param>
    internal static PseudoLabels Of(
        IReadOnlyList<UnlabelledFrame> frames, IReadOnlyList<string> models, SureObjects sure, ClassNames classes, Action<int>? done,
        CancellationToken cancellation)
    {
        var labels = new IReadOnlyList<Label>[frames.Count];
        var (finished, threads) = (0, Math.Min(Environment.ProcessorCount, frames.Count));
        // A thread takes every n-th frame with detectors of its own.
        InParallel.For(threads, threads, first =>
        {
            var teachers = models.Select(path => new Teacher(path)).ToList();
            try
            {
                for (var i = first; i < frames.Count; i += threads)
                {
                    cancellation.ThrowIfCancellationRequested();
                    labels[i] = Look(frames[i], teachers, sure);
                    done?.Invoke(Interlocked.Increment(ref finished));
                }
            }
            finally
            {
                teachers.ForEach(teacher => teacher.Dispose());
            }
        }, cancellation);
        return new(frames, labels, sure.Classes, classes);
    }

    static IReadOnlyList<Label> Look(UnlabelledFrame frame, List<Teacher> teachers, SureObjects sure)
    {
        var image = ImageFile.Read(frame.Image);
        var mirrored = Mirrored(image);
        var looks = new List<IReadOnlyList<Detection>>();
        foreach (var teacher in teachers)
        {
            looks.Add(teacher.Find(image));
            looks.Add([.. teacher.Find(mirrored).Select(found => found with { Box = Mirrored(found.Box, image.Width) })]);
        }

        // One model is enough to tell whether an object stays.
        var neighbours = new[] { frame.Before, frame.After }.OfType<string>().Select(path => teachers[0].Find(ImageFile.Read(path)));
        return sure.Of(looks, [.. neighbours]);
    }

    static BgrImage Mirrored(BgrImage image)
    {
        var mirrored = new BgrImage(image.Width, image.Height);
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            var (row, column) = Math.DivRem(i / 3, image.Width);
            image.Pixels.AsSpan((row * image.Width + image.Width - 1 - column) * 3, 3).CopyTo(mirrored.Pixels.AsSpan(i));
        }

        return mirrored;
    }

    static Box Mirrored(Box box, int width) => box with { X1 = width - box.X2, X2 = width - box.X1 };

    sealed class Teacher : IDisposable
    {
        readonly VisionModel _model;
        readonly ModelRunner _runner;
        readonly ImageDetector _detector;
        readonly Thresholds _lowest;

        public Teacher(string path)
        {
            _model = VisionModel.Load(path, new() { Accelerator = Accelerator.Cpu, Threads = 1, MaxSamples = LookRuleFit.CloseUps });
            _runner = _model.CreateRunner();
            _detector = new(_runner, LookRuleFit.CloseUps);
            _lowest = new(Enumerable.Repeat(SureObjects.Lowest, _model.Contract.Classes.Count));
        }

        public IReadOnlyList<Detection> Find(BgrImage image) => [.. _detector.Detect(image, _lowest).Detections.Span];

        public void Dispose()
        {
            _runner.Dispose();
            _model.Dispose();
        }
    }
}
