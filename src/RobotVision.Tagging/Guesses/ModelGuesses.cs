using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Tagging.Guesses;

/// <summary>The guesses of a detection model.</summary>
public sealed class ModelGuesses : IGuessSource
{
    /// <summary>How far below its class's threshold a candidate still counts as a doubt, in logits; chosen by us: 0.27 at a threshold of 0.5.</summary>
    const float DoubtLogits = 1;

    readonly VisionModel _model;
    readonly ModelRunner _runner;
    readonly ImageDetector _detector;
    readonly float[] _sure;
    readonly Thresholds _lower;

    /// <summary>Prepares a model.</summary>
    /// <param name="model">The model; owned from now on.</param>
    /// <param name="closeUps">How many close-ups of each frame.</param>
    /// <param name="name">The name for people; the model's file unless given.</param>
    /// <exception cref="InvalidDataException">It is no detection model.</exception>
    public ModelGuesses(VisionModel model, int closeUps = 0, string? name = null)
    {
        Name = name ?? Path.GetFileName(model.Path);
        _model = model;
        if (model.Contract.Output != ModelOutput.Grid)
            throw new InvalidDataException($"Model '{model.Path}': expected a detection model (output 'grid'), found '{model.Contract.Output}'.");
        _runner = model.CreateRunner();
        _detector = new(_runner, closeUps);
        _sure = [.. model.Contract.ThresholdsFor(closeUps)];
        _lower = new([.. _sure.Select(threshold => threshold == Thresholds.Off ? threshold : Lower(threshold))]);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Guess> LookAt(BgrImage image)
    {
        var guesses = new List<Guess>();
        foreach (var found in _detector.Detect(image, _lower).Detections.Span)
            guesses.Add(new(found.Class, found.Confidence, found.Box.Scaled(1f / image.Width, 1f / image.Height), found.Confidence >= _sure[(int)found.Class]));
        return guesses;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runner.Dispose();
        _model.Dispose();
    }

    static float Lower(float threshold) => 1 / (1 + (1 - threshold) / threshold * MathF.Exp(DoubtLogits));
}
