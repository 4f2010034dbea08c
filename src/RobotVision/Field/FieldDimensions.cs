using RobotVision.Detections;

namespace RobotVision.Field;

/// <summary>
/// The markings of a soccer field in metres between the centre lines of its lines; origin at the centre, x along the field to one goal, y
/// across, symmetric in both.
/// </summary>
/// <remarks>Source: rule books of the RoboCup Humanoid, Standard Platform and Middle Size leagues, 2019-2024.</remarks>
public sealed record FieldDimensions
{
    /// <summary>Goal line to goal line.</summary>
    public double Length { get; init; } = 9;

    /// <summary>Touch line to touch line.</summary>
    public double Width { get; init; } = 6;

    /// <summary>Width of the lines.</summary>
    public double LineWidth { get; init; } = 0.05;

    /// <summary>Depth of the goal area.</summary>
    public double GoalAreaDepth { get; init; } = 1;

    /// <summary>Width of the goal area.</summary>
    public double GoalAreaWidth { get; init; } = 3;

    /// <summary>Depth of the penalty area, 0 when there is none.</summary>
    public double PenaltyAreaDepth { get; init; }

    /// <summary>Width of the penalty area.</summary>
    public double PenaltyAreaWidth { get; init; } = 5;

    /// <summary>Radius of the centre circle.</summary>
    public double CircleRadius { get; init; } = 0.75;

    /// <summary>Distance of the penalty mark from the goal line.</summary>
    public double MarkDistance { get; init; } = 1.5;

    /// <summary>The fields of the leagues by name.</summary>
    public static IReadOnlyDictionary<string, FieldDimensions> Leagues { get; } = new Dictionary<string, FieldDimensions>
    {
        ["humanoid"] = new() { PenaltyAreaDepth = 2, MarkDistance = 2.1 },
        ["spl"] = new() { GoalAreaDepth = 0.6, GoalAreaWidth = 2.2, PenaltyAreaDepth = 1.65, PenaltyAreaWidth = 4, MarkDistance = 1.3 },
        ["msl"] = new()
        {
            Length = 18,
            Width = 12,
            GoalAreaDepth = 0.75,
            GoalAreaWidth = 3.5,
            PenaltyAreaDepth = 2.25,
            PenaltyAreaWidth = 6.5,
            CircleRadius = 2,
            MarkDistance = 3,
            LineWidth = 0.125,
        },
    };

    /// <summary>All crossings and penalty marks.</summary>
    public IEnumerable<FieldMark> Marks()
    {
        foreach (var end in (double[])[-1, 1])
        {
            var goalLine = end * Length / 2;
            yield return new(ObjectClass.PenaltyMark, end * (Length / 2 - MarkDistance), 0);
            foreach (var side in (double[])[-1, 1])
            {
                yield return new(ObjectClass.LineL, goalLine, side * Width / 2);
                foreach (var (depth, width) in Areas())
                {
                    yield return new(ObjectClass.LineT, goalLine, side * width / 2);
                    yield return new(ObjectClass.LineL, goalLine - end * depth, side * width / 2);
                }
            }

            yield return new(ObjectClass.LineT, 0, end * Width / 2);
            yield return new(ObjectClass.LineX, 0, end * CircleRadius);
        }
    }

    /// <summary>All straight lines by the ends of their centre lines, in metres.</summary>
    public IEnumerable<(double X1, double Y1, double X2, double Y2)> Lines()
    {
        double length = Length / 2, width = Width / 2;
        yield return (0, -width, 0, width);
        foreach (var side in (double[])[-1, 1])
        {
            yield return (-length, side * width, length, side * width);
            yield return (side * length, -width, side * length, width);
            foreach (var (depth, across) in Areas())
            {
                var front = side * (length - depth);
                yield return (front, -across / 2, front, across / 2);
                yield return (side * length, -across / 2, front, -across / 2);
                yield return (side * length, across / 2, front, across / 2);
            }
        }
    }

    IEnumerable<(double Depth, double Width)> Areas()
    {
        yield return (GoalAreaDepth, GoalAreaWidth);
        if (PenaltyAreaDepth > 0) yield return (PenaltyAreaDepth, PenaltyAreaWidth);
    }
}

/// <summary>A line crossing or penalty mark of a field.</summary>
/// <param name="Class">One of line_l, line_t, line_x, penalty_mark.</param>
/// <param name="X">Metres from the field's centre along the field.</param>
/// <param name="Y">Metres from the field's centre across it, left of x.</param>
public readonly record struct FieldMark(ObjectClass Class, double X, double Y);
