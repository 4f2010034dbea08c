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
    readonly float[] _thresholds;
    readonly Thresholds _lower;
    readonly ObjectClass?[] _numbers; // in the data set that is tagged, by the model's; null for a class that it does not have

    /// <summary>Prepares a model.</summary>
    /// <param name="model">The model; owned from now on.</param>
    /// <param name="closeUps">How many close-ups of each frame.</param>
    /// <param name="name">The name for people; the model's file unless given.</param>
    /// <param name="classes">The classes of the data set that is tagged, whose numbers the guesses have; the eight built-in ones when null.</param>
    /// <exception cref="InvalidDataException">It is no detection model.</exception>
    public ModelGuesses(VisionModel model, int closeUps = 0, string? name = null, ClassNames? classes = null)
    {
        Name = name ?? Path.GetFileName(model.Path);
        _model = model;
        if (model.Contract.Output != ModelOutput.Grid)
            throw new InvalidDataException($"Model '{model.Path}': expected a detection model (output 'grid'), found '{model.Contract.Output}'.");
        _runner = model.CreateRunner();
        _detector = new(_runner, closeUps);
        _thresholds = [.. model.Contract.ThresholdsFor(closeUps)];
        _numbers = [.. model.Contract.Classes.All.Select(one => (classes ?? ClassNames.BuiltIn).TryParse(one, out var number) ? (ObjectClass?)number : null)];
        _lower = new([.. _thresholds.Select(threshold => threshold == Thresholds.Off ? threshold : Lower(threshold))]);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Guess> LookAt(BgrImage image)
    {
        var guesses = new List<Guess>();
        foreach (var found in _detector.Detect(image, _lower).Detections.Span)
            if (_numbers[(int)found.Class] is { } number)
                guesses.Add(new(number, found.Confidence, found.Box.Scaled(1f / image.Width, 1f / image.Height), _thresholds[(int)found.Class]));
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
