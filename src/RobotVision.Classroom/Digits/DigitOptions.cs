using RobotVision.Classroom.Neurons;

namespace RobotVision.Classroom.Digits;

/// <summary>Options of a <see cref="DigitLesson"/>.</summary>
public sealed record DigitOptions
{
    const int MostPoints = 4000, MostStrokes = 100, MostOwn = 100;
    const float LargestPlace = 1e5f;

    /// <summary>Seed of weights and digits; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Digits of the learner, at most 100; they make a quarter of the training.</summary>
    public IReadOnlyList<OwnDigit> Own { get; init; } = [];

    internal void Validate()
    {
        OptionCheck.That(Own.Count <= MostOwn, "Own digits", $"at most {MostOwn}", Own.Count);
        foreach (var own in Own)
        {
            OptionCheck.That(own.Digit is >= 0 and <= 9, "Own digit", "0..9", own.Digit);
            OptionCheck.That(own.Strokes.Length > 0, "Own digit", "strokes", "none");
            Check(own.Strokes);
        }
    }

    /// <summary>Checks a drawing.</summary>
    internal static void Check(PenPoint[][] strokes)
    {
        var points = strokes.Sum(stroke => stroke?.Length ?? 0);
        if (strokes.Length > MostStrokes || points > MostPoints || Array.Exists(strokes, stroke => stroke is null or { Length: 0 }))
            throw new OptionException(
                $"Drawing: expected up to {MostStrokes} strokes of at least one and together {MostPoints} points, found {strokes.Length} of {points}.");
        foreach (var (x, y) in strokes.SelectMany(stroke => stroke))
            if (!(MathF.Abs(x) <= LargestPlace && MathF.Abs(y) <= LargestPlace))
                throw new OptionException(FormattableString.Invariant($"Drawing: expected points of -{LargestPlace}..{LargestPlace}, found ({x}, {y})."));
    }
}

/// <summary>A digit that the learner drew.</summary>
/// <param name="Digit">0..9.</param>
/// <param name="Strokes">Its strokes, in any unit.</param>
public sealed record OwnDigit(int Digit, PenPoint[][] Strokes);

/// <summary>How well new digits are read after a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Wrong">The part of 300 digits that were never trained on that is read wrong, 0..1.</param>
public readonly record struct DigitPoint(int Step, double Wrong);

/// <summary>A digit as the training draws it.</summary>
/// <param name="Digit">0..9.</param>
/// <param name="Levels">(32, 32): -1..1 as 0..255.</param>
public sealed record DigitExample(int Digit, byte[] Levels);

/// <summary>What is known between two steps.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Curve">How well it read so far.</param>
/// <param name="Reading">What it makes of the drawing; null where there is none.</param>
public sealed record DigitState(int Step, int Steps, IReadOnlyList<DigitPoint> Curve, DigitReading? Reading);

/// <summary>A drawing as it is read.</summary>
/// <param name="Digit">The digit that is likeliest.</param>
/// <param name="Probabilities">(10): how likely each digit is; their sum is 1.</param>
/// <param name="Layers">The picture, the outputs of the layers after their tanh, and the probabilities.</param>
public sealed record DigitReading(int Digit, float[] Probabilities, IReadOnlyList<DigitLayer> Layers);

/// <summary>The output of a layer.</summary>
/// <param name="Name">Its name, for example <c>tanh1</c>; <c>samples</c> for the picture, <c>digits</c> for the probabilities.</param>
/// <param name="Shape">Channels, rows, columns; or features.</param>
/// <param name="Levels">As many values: -1..1 as 0..255.</param>
public sealed record DigitLayer(string Name, IReadOnlyList<int> Shape, byte[] Levels);
