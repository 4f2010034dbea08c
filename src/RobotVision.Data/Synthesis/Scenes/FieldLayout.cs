using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Field;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>
/// The markings of a soccer field in metres; origin at the centre, x along the field to one goal, y across, symmetric in both.
/// </summary>
/// <remarks>Source: sizes of the rule books of the RoboCup Humanoid, Standard Platform and Middle Size leagues, 2019-2024.</remarks>
sealed record FieldLayout
{
    public float Length { get; init; } = 9;
    public float Width { get; init; } = 6;
    public float LineWidth { get; init; } = 0.05f;
    public float GoalAreaDepth { get; init; } = 1;
    public float GoalAreaWidth { get; init; } = 3;

    /// <summary>Depth of the penalty area; 0 for none.</summary>
    public float PenaltyAreaDepth { get; init; }

    public float PenaltyAreaWidth { get; init; } = 5;
    public float CircleRadius { get; init; } = 0.75f;

    /// <summary>Distance of the penalty mark from the goal line.</summary>
    public float MarkDistance { get; init; } = 1.5f;

    /// <summary>Half the length of the penalty mark's two strips, or the radius of a round spot.</summary>
    public float MarkRadius { get; init; } = 0.05f;

    /// <summary>Half the width of the penalty mark's two strips; 0 for a round spot.</summary>
    public float MarkArm { get; init; } = 0.025f;

    /// <summary>By how much the first strip is off the second one's middle, as taped marks are.</summary>
    public float MarkSlip { get; init; }

    /// <summary>How far the penalty mark is turned from the lines, in radians.</summary>
    public float MarkTurn { get; init; }

    /// <summary>Whether the field's centre has a mark too.</summary>
    public bool CentreMark { get; init; } = true;

    /// <summary>Radius of the quarter circles in the corners; 0 for none.</summary>
    public float CornerRadius { get; init; }

    public float GoalWidth { get; init; } = 2.6f;
    public float GoalHeight { get; init; } = 1.2f;
    public float PostRadius { get; init; } = 0.05f;

    /// <summary>The width of the turf beyond the lines.</summary>
    public float Border { get; init; } = 0.7f;

    public float TurfX => Length / 2 + Border;
    public float TurfY => Width / 2 + Border;

    /// <summary>Draws a field of one of the leagues, or a small one in a laboratory.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="view">The camera that sees it: most cameras belong to a league.</param>
    public static FieldLayout Random(SceneRandom random, Viewpoint view = Viewpoint.Any)
    {
        var own = random.Chance(0.75f);
        var roll = random.Next();
        var layout = own && view == Viewpoint.Msl ? MiddleSize()
            : own && view is Viewpoint.Upper or Viewpoint.Lower ? roll < 0.6f ? StandardPlatform() : StandardPlatform(random)
            : roll < 0.4f ? Humanoid() : roll < 0.55f ? StandardPlatform() : roll < 0.65f ? MiddleSize() : Laboratory(random);
        var spot = layout.MarkArm == 0 || random.Chance(0.12f);
        return layout with
        {
            LineWidth = layout.LineWidth * random.Range(0.85f, 1.35f),
            MarkArm = spot ? 0 : layout.MarkArm * random.Range(0.85f, 1.3f),
            MarkRadius = layout.MarkRadius * random.Range(0.9f, 1.25f),
            MarkSlip = random.Chance(0.3f) ? random.Range(-0.01f, 0.01f) : 0,
            MarkTurn = random.Chance(0.8f) ? random.Normal() * 0.06f : random.Range(-0.8f, 0.8f),
            CentreMark = random.Chance(0.7f),
            Border = random.Range(0.25f, 1.2f),
            PostRadius = layout.PostRadius * random.Range(0.8f, 1.3f),
        };
    }

    /// <summary>The distance in metres to the edge of the nearest marking; negative inside a marking.</summary>
    public float Distance(float x, float y)
    {
        x = MathF.Abs(x);
        y = MathF.Abs(y);
        float halfLength = Length / 2, halfWidth = Width / 2, half = LineWidth / 2;
        var nearest = MathF.Max(MathF.Abs(y - halfWidth), x - halfLength);          // touch line
        nearest = MathF.Min(nearest, MathF.Max(MathF.Abs(x - halfLength), y - halfWidth)); // goal line
        nearest = MathF.Min(nearest, MathF.Max(x, y - halfWidth));                  // halfway line
        nearest = MathF.Min(nearest, MathF.Abs(MathF.Sqrt(x * x + y * y) - CircleRadius));
        nearest = MathF.Min(nearest, Area(x, y, GoalAreaDepth, GoalAreaWidth / 2));
        if (PenaltyAreaDepth > 0) nearest = MathF.Min(nearest, Area(x, y, PenaltyAreaDepth, PenaltyAreaWidth / 2));
        if (CornerRadius > 0 && x < halfLength && y < halfWidth)
            nearest = MathF.Min(nearest, MathF.Abs(Vector2.Distance(new(x, y), new(halfLength, halfWidth)) - CornerRadius));
        nearest -= half;
        return MathF.Min(nearest, MarkDistanceAt(x, y));
    }

    /// <summary>The distance in metres to the edge of the nearest penalty mark or the centre's mark; negative inside.</summary>
    public float MarkDistanceAt(float x, float y)
    {
        x = MathF.Abs(x);
        var mark = Mark(x - (Length / 2 - MarkDistance), y);
        return CentreMark ? MathF.Min(mark, Mark(x, y)) : mark;
    }

    /// <summary>The line crossings and penalty marks: class and position.</summary>
    public IEnumerable<(ObjectClass Class, Vector2 Place)> Points() =>
        Dimensions.Marks().Select(mark => (mark.Class, new Vector2((float)mark.X, (float)mark.Y)));

    /// <summary>The dimensions of the markings, without what only rendering needs.</summary>
    public FieldDimensions Dimensions => new()
    {
        Length = Length,
        Width = Width,
        LineWidth = LineWidth,
        GoalAreaDepth = GoalAreaDepth,
        GoalAreaWidth = GoalAreaWidth,
        PenaltyAreaDepth = PenaltyAreaDepth,
        PenaltyAreaWidth = PenaltyAreaWidth,
        CircleRadius = CircleRadius,
        MarkDistance = MarkDistance,
    };

    /// <summary>The positions of the four goal posts.</summary>
    public IEnumerable<Vector2> Posts()
    {
        foreach (var end in (float[])[-1, 1])
            foreach (var side in (float[])[-1, 1])
                yield return new(end * (Length / 2), side * GoalWidth / 2);
    }

    float Area(float x, float y, float depth, float halfWidth)
    {
        var front = Length / 2 - depth;
        var across = MathF.Max(MathF.Abs(x - front), y - halfWidth);
        var along = MathF.Max(MathF.Abs(y - halfWidth), MathF.Max(front - x, x - Length / 2));
        return MathF.Min(across, along);
    }

    // Two strips of tape laid across each other: a plus, nearly an octagon where they are half as wide as long.
    float Mark(float x, float y)
    {
        var far = MarkRadius * 2;
        var away = MathF.Max(MathF.Abs(x), MathF.Abs(y));
        if (away > far) return away - 1.5f * MarkRadius; // at least as far as the mark, however it is turned
        if (MarkArm == 0) return MathF.Sqrt(x * x + y * y) - MarkRadius;
        var (sine, cosine) = MathF.SinCos(MarkTurn);
        (x, y) = (x * cosine + y * sine, y * cosine - x * sine);
        return MathF.Min(
            MathF.Max(MathF.Abs(x) - MarkRadius, MathF.Abs(y - MarkSlip) - MarkArm), MathF.Max(MathF.Abs(y) - MarkRadius, MathF.Abs(x) - MarkArm));
    }

    static FieldLayout Humanoid() => new()
    {
        Length = 9,
        Width = 6,
        PenaltyAreaDepth = 2,
        PenaltyAreaWidth = 5,
        CircleRadius = 0.75f,
        MarkDistance = 2.1f,
        GoalHeight = 1.8f,
        PostRadius = 0.06f,
    };

    // A small carpet with the marks and goals of the Standard Platform League.
    static FieldLayout StandardPlatform(SceneRandom random) => StandardPlatform() with
    {
        Length = random.Range(4.5f, 7.5f),
        Width = random.Range(3.4f, 5),
        PenaltyAreaDepth = random.Chance(0.5f) ? 1.65f : 0,
        PenaltyAreaWidth = 3.2f,
    };

    static FieldLayout StandardPlatform() => new()
    {
        GoalAreaDepth = 0.6f,
        GoalAreaWidth = 2.2f,
        PenaltyAreaDepth = 1.65f,
        PenaltyAreaWidth = 4,
        MarkDistance = 1.3f,
        GoalWidth = 1.5f,
        GoalHeight = 0.8f,
    };

    static FieldLayout MiddleSize() => new()
    {
        Length = 18,
        Width = 12,
        LineWidth = 0.125f,
        GoalAreaDepth = 0.75f,
        GoalAreaWidth = 3.5f,
        PenaltyAreaDepth = 2.25f,
        PenaltyAreaWidth = 6.5f,
        CircleRadius = 2,
        MarkDistance = 3,
        MarkRadius = 0.1f,
        MarkArm = 0,
        CornerRadius = 0.75f,
        GoalWidth = 2,
        GoalHeight = 1,
        PostRadius = 0.0625f,
    };

    static FieldLayout Laboratory(SceneRandom random) => new()
    {
        Length = random.Range(4.5f, 7),
        Width = random.Range(3.2f, 4.5f),
        LineWidth = random.Range(0.045f, 0.08f),
        GoalAreaDepth = random.Range(0.5f, 0.9f),
        GoalAreaWidth = random.Range(2.2f, 3),
        CircleRadius = random.Range(0.5f, 0.8f),
        MarkDistance = random.Range(1.2f, 1.7f),
        MarkRadius = random.Range(0.05f, 0.075f),
        GoalWidth = random.Range(1.5f, 2.1f),
        GoalHeight = random.Range(1, 1.4f),
        PostRadius = random.Range(0.04f, 0.07f),
    };
}
