using System.Globalization;
using System.Text.Json;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Pages;

namespace RobotVision.Evaluation.Comparison;

/// <summary>What changes from one model to another on the same frames.</summary>
/// <param name="First">The first model's name.</param>
/// <param name="Second">The second model's name.</param>
/// <param name="Data">The data set.</param>
/// <param name="Frames">Its frames.</param>
/// <param name="Classes">Each class that occurs.</param>
/// <param name="Changes">The frames in which the models do not agree, in their order.</param>
public sealed record ModelComparison(
    string First, string Second, string Data, int Frames, IReadOnlyList<ClassComparison> Classes, IReadOnlyList<FrameChange> Changes)
{
    /// <summary>How far two readings of one label may be apart, in pixels: the rounding of a file.</summary>
    const float SameLabel = 0.05f;

    /// <summary>Frames that the text names.</summary>
    const int ShownFrames = 10;

    /// <summary>Compares.</summary>
    /// <exception cref="InvalidDataException">The sets are not of the same frames and labels; says what differs first.</exception>
    public static ModelComparison Of(PredictionSet first, PredictionSet second)
    {
        CheckSameData(first, second);
        return new(
            first.Model, second.Model, first.Data, first.Frames.Count,
            [.. Enumerable.Range(0, ObjectClasses.Count).Select(i => ClassComparison.Of((ObjectClass)i, first, second)).OfType<ClassComparison>()],
            [.. first.Frames.Zip(second.Frames, (a, b) => FrameChange.Of(a, first.Thresholds, b, second.Thresholds)).Where(change => change.Changes.Count > 0)]);
    }

    /// <summary>All of it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ModelEvaluation.Json) + "\n";

    /// <summary>The heads of the columns of <see cref="Rows"/>.</summary>
    internal static IReadOnlyList<string> Columns { get; } =
        ["class", "objects", "both find", "gained", "lost", "chance of that", "mistakes before", "after", "F1 before", "after", "difference", "95 % interval"];

    /// <summary>One row a class.</summary>
    internal IEnumerable<IReadOnlyList<string>> Rows() => Classes.Select(one => (IReadOnlyList<string>)
    [
        one.Class, Whole(one.Labels), Whole(one.FoundByBoth), Whole(one.Gained), Whole(one.Lost), one.ChanceOfGainAndLoss.ToString("0.0000", CultureInfo.InvariantCulture),
        Whole(one.Mistakes[0]), Whole(one.Mistakes[1]), Part(one.F1[0]), Part(one.F1[1]), Signed(one.F1Difference),
        $"{Signed(one.F1Interval[0])} to {Signed(one.F1Interval[1])}{(one.IsClear ? "" : " (not clear)")}",
    ]);

    /// <summary>The frames, those first in which most changed.</summary>
    internal IEnumerable<FrameChange> Biggest => Changes.OrderByDescending(change => change.Changes.Count);

    /// <summary>The table as plain text, columns aligned, and the frames in which most changed.</summary>
    public override string ToString()
    {
        IReadOnlyList<string>[] lines = [Columns, .. Rows()];
        var widths = Columns.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        return string.Join('\n', lines.Select(line => string.Join("  ", line.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))))
            .Append($"{Changes.Count} of {Frames} frames differ{(Changes.Count > ShownFrames ? $"; the {ShownFrames} with most changes:" : Changes.Count > 0 ? ":" : ".")}")
            .Concat(Biggest.Take(ShownFrames).Select(change => $"  {change.Name}: {string.Join("; ", ObjectChange.Kinds.Where(kind => change.Words(kind.Kind).Length > 0).Select(kind => $"{kind.Words} {change.Words(kind.Kind)}"))}")));
    }

    static void CheckSameData(PredictionSet first, PredictionSet second)
    {
        string? difference = null;
        if (first.Frames.Count != second.Frames.Count) difference = $"{first.Frames.Count} and {second.Frames.Count} frames";
        for (var i = 0; difference is null && i < first.Frames.Count; i++)
        {
            var (a, b) = (first.Frames[i], second.Frames[i]);
            difference =
                a.Name != b.Name ? $"frame {i + 1} '{a.Name}' and '{b.Name}'"
                : (a.Width, a.Height) != (b.Width, b.Height) ? $"frame '{a.Name}' of {a.Width}x{a.Height} and {b.Width}x{b.Height}"
                : a.Labelled != b.Labelled ? $"frame '{a.Name}' with other classes labelled"
                : a.IsPresence != b.IsPresence ? "one model that says where things are and one that only says what is in the image"
                : a.Labels.Count != b.Labels.Count || a.Labels.Zip(b.Labels).Any(pair => !Same(pair.First, pair.Second)) ? $"frame '{a.Name}' with other labels"
                : null;
        }

        if (difference is not null)
            throw new InvalidDataException(
                $"Comparison of '{first.Model}' on '{first.Data}' with '{second.Model}' on '{second.Data}': expected the same frames and labels, found {difference}. Evaluate both on the same data.");
    }

    static bool Same(Label a, Label b) =>
        a.Class == b.Class && a.Ignore == b.Ignore
        && MathF.Abs(a.Box.X1 - b.Box.X1) + MathF.Abs(a.Box.Y1 - b.Box.Y1) + MathF.Abs(a.Box.X2 - b.Box.X2) + MathF.Abs(a.Box.Y2 - b.Box.Y2) <= SameLabel;

    static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    static string Part(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
