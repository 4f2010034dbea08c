using System.Globalization;
using System.Text.Json;
using RobotVision.Data.Labels;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Pages;

namespace RobotVision.Evaluation.Comparison;

/// <summary>The differences between two models on the same frames.</summary>
/// <param name="First">The first model's name.</param>
/// <param name="Second">The second model's name.</param>
/// <param name="Data">The data set.</param>
/// <param name="Frames">The number of frames.</param>
/// <param name="Classes">The classes that occur.</param>
/// <param name="Changes">The frames in which the models differ, in their order.</param>
public sealed record ModelComparison(
    string First, string Second, string Data, int Frames, IReadOnlyList<ClassComparison> Classes, IReadOnlyList<FrameChange> Changes)
{
    // Largest difference between two readings of one label, in pixels: rounding in files.
    const float SameLabel = 0.05f;

    // Frames listed in the text.
    const int ShownFrames = 10;

    /// <summary>Compares two sets of predictions.</summary>
    /// <exception cref="InvalidDataException">The sets have different frames or labels; the message has the first difference.</exception>
    public static ModelComparison Of(PredictionSet first, PredictionSet second)
    {
        var names = first.Classes.Union(second.Classes);
        (first, second) = (first.In(names), second.In(names));
        CheckSameData(first, second);
        var classes = names.Classes.Select(one => ClassComparison.Of(one, first, second)).OfType<ClassComparison>();
        var changes = first.Frames.Zip(second.Frames, (a, b) => FrameChange.Of(a, first.Thresholds, b, second.Thresholds))
            .Where(change => change.Changes.Count > 0);
        return new(first.Model, second.Model, first.Data, first.Frames.Count, [.. classes], [.. changes]);
    }

    /// <summary>The comparison as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ModelEvaluation.Json) + "\n";

    /// <summary>The column headers of <see cref="Rows"/>.</summary>
    internal static IReadOnlyList<string> Columns { get; } =
        ["class", "objects", "both find", "gained", "lost", "chance of that", "mistakes before", "after", "F1 before", "after", "difference", "95 % interval"];

    /// <summary>One row per class.</summary>
    internal IEnumerable<IReadOnlyList<string>> Rows() => Classes.Select(one => (IReadOnlyList<string>)
    [
        one.Class, Number(one.Labels), Number(one.FoundByBoth), Number(one.Gained), Number(one.Lost),
        one.ChanceOfGainAndLoss.ToString("0.0000", CultureInfo.InvariantCulture),
        Number(one.Mistakes[0]), Number(one.Mistakes[1]), Fraction(one.F1[0]), Fraction(one.F1[1]), Signed(one.F1Difference),
        $"{Signed(one.F1Interval[0])} to {Signed(one.F1Interval[1])}{(one.IsClear ? "" : " (not clear)")}",
    ]);

    /// <summary>The frames ordered by their number of changes, most first.</summary>
    internal IEnumerable<FrameChange> Largest => Changes.OrderByDescending(change => change.Changes.Count);

    /// <summary>The table as plain text with aligned columns, and the frames with most changes.</summary>
    public override string ToString()
    {
        IReadOnlyList<string>[] lines = [Columns, .. Rows()];
        var widths = Columns.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        var table = lines.Select(line => string.Join("  ", line.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))));
        var end = Changes.Count > ShownFrames ? $"; the {ShownFrames} with most changes:" : Changes.Count > 0 ? ":" : ".";
        return string.Join('\n', [.. table, $"{Changes.Count} of {Frames} frames differ{end}", .. Largest.Take(ShownFrames).Select(Line)]);
    }

    static string Line(FrameChange change)
    {
        var kinds = ObjectChange.Kinds.Where(kind => change.Describe(kind.Kind).Length > 0).Select(kind => $"{kind.Text} {change.Describe(kind.Kind)}");
        return $"  {change.Name}: {string.Join("; ", kinds)}";
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
                : a.IsPresence != b.IsPresence ? "one model that finds objects and one that only predicts which classes are in the image"
                : !AreEqual(a.Labels, b.Labels) ? $"frame '{a.Name}' with other labels"
                : null;
        }

        if (difference is not null)
        {
            throw new InvalidDataException($"Comparison of '{first.Model}' on '{first.Data}' with '{second.Model}' on '{second.Data}': "
                + $"expected the same frames and labels, found {difference}. Evaluate both models on the same data.");
        }
    }

    static bool AreEqual(IReadOnlyList<Label> a, IReadOnlyList<Label> b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second));

    static bool AreEqual(Label a, Label b) =>
        a.Class == b.Class && a.Ignore == b.Ignore
        && MathF.Abs(a.Box.X1 - b.Box.X1) + MathF.Abs(a.Box.Y1 - b.Box.Y1) + MathF.Abs(a.Box.X2 - b.Box.X2) + MathF.Abs(a.Box.Y2 - b.Box.Y2) <= SameLabel;

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    static string Fraction(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
