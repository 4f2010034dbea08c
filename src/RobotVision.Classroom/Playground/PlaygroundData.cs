using RobotVision.Data.Randomness;

namespace RobotVision.Classroom.Playground;

/// <summary>How the points of two classes lie in the plane.</summary>
public enum PlaygroundSet
{
    /// <summary>One class inside, the other in a ring around it.</summary>
    Circle,

    /// <summary>Opposite quadrants belong together.</summary>
    Xor,

    /// <summary>Two clouds that a line divides.</summary>
    Gauss,

    /// <summary>Two arms wound into each other.</summary>
    Spiral,
}

/// <summary>A point of the plane.</summary>
/// <param name="X1">To the right, about -2..2.</param>
/// <param name="X2">Up, about -2..2.</param>
/// <param name="Target">Its class, 0 or 1.</param>
/// <param name="IsTest">Whether it is kept for testing.</param>
public readonly record struct PlaygroundPoint(float X1, float X2, int Target, bool IsTest);

/// <summary>What is computed from a point before the network sees it.</summary>
public enum PlaygroundFeature
{
    /// <summary>x1</summary>
    X1,

    /// <summary>x2</summary>
    X2,

    /// <summary>x1 squared</summary>
    X1Squared,

    /// <summary>x2 squared</summary>
    X2Squared,

    /// <summary>x1 times x2</summary>
    X1X2,

    /// <summary>sin(3 x1)</summary>
    SinX1,

    /// <summary>sin(3 x2)</summary>
    SinX2,
}

/// <summary>Draws the points and computes features.</summary>
static class PlaygroundData
{
    const int Count = 400;

    public static PlaygroundPoint[] Draw(PlaygroundOptions options)
    {
        var points = new PlaygroundPoint[Count];
        for (var i = 0; i < Count; i++)
        {
            var random = new RandomSequence(options.Seed, (ulong)options.Set, (uint)i);
            var (x1, x2, target) = Place(options.Set, i, (float)options.Noise, ref random);
            points[i] = new(x1, x2, target, random.NextSingle() >= options.TrainingShare);
        }

        return points;
    }

    public static double Of(PlaygroundFeature feature, double x1, double x2) => feature switch
    {
        PlaygroundFeature.X1 => x1,
        PlaygroundFeature.X2 => x2,
        PlaygroundFeature.X1Squared => x1 * x1,
        PlaygroundFeature.X2Squared => x2 * x2,
        PlaygroundFeature.X1X2 => x1 * x2,
        PlaygroundFeature.SinX1 => Math.Sin(3 * x1),
        PlaygroundFeature.SinX2 => Math.Sin(3 * x2),
        _ => throw new OptionException($"Feature: expected one of {string.Join(", ", Enum.GetNames<PlaygroundFeature>())}, found {feature}."),
    };

    /// <summary>Noise moves the points, so that classes meet; it does not change what they are labelled.</summary>
    static (float X1, float X2, int Target) Place(PlaygroundSet set, int number, float noise, ref RandomSequence random)
    {
        var target = number % 2;
        float x1, x2;
        switch (set)
        {
            case PlaygroundSet.Circle:
                var radius = target == 1 ? random.Uniform(0, 0.8f) : random.Uniform(1.15f, 1.75f);
                (x2, x1) = MathF.SinCos(random.Uniform(0, 2 * MathF.PI));
                (x1, x2) = (radius * x1, radius * x2);
                break;

            case PlaygroundSet.Xor:
                (x1, x2) = (random.Uniform(0.1f, 1.75f), random.Uniform(0.1f, 1.75f));
                if (random.Chance(0.5f)) (x1, x2) = (-x1, -x2);
                if (target == 0) x1 = -x1;
                break;

            case PlaygroundSet.Gauss:
                var centre = target == 1 ? 0.75f : -0.75f;
                (x1, x2) = (centre + 0.35f * random.Normal(), centre + 0.35f * random.Normal());
                break;

            case PlaygroundSet.Spiral:
                var part = number / 2 / (Count / 2f);
                (x1, x2) = MathF.SinCos(1.75f * part * 2 * MathF.PI + target * MathF.PI);
                (x1, x2) = (1.75f * part * x1, 1.75f * part * x2);
                break;

            default:
                throw new OptionException($"Set: expected Circle, Xor, Gauss or Spiral, found {set}.");
        }

        return (x1 + noise * random.Normal(), x2 + noise * random.Normal(), target);
    }
}
