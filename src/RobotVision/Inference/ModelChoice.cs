using System.Globalization;

namespace RobotVision.Inference;

/// <summary>A model that may be chosen.</summary>
/// <param name="Path">Its file.</param>
/// <param name="F1">Its mean F1 on the set on which all candidates were scored, 0..1.</param>
/// <param name="Time">What inference on a frame takes.</param>
public sealed record ModelCandidate(string Path, double F1, TimeSpan Time)
{
    /// <summary>Its figures for people.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time.TotalMilliseconds:F2} ms, F1 {F1:F3}");
}

/// <summary>The model that is chosen for a budget of time.</summary>
/// <param name="Chosen">The model.</param>
/// <param name="IsInBudget">Whether it keeps to the budget; otherwise none does, and it is the fastest.</param>
/// <param name="LeftOut">The others, each with the reason.</param>
public sealed record ModelChoice(ModelCandidate Chosen, bool IsInBudget, IReadOnlyList<(ModelCandidate Model, string Reason)> LeftOut)
{
    /// <summary>Differences of F1 up to this mean nothing: chosen by what trainings with other seeds and int8 change (models/README.md).</summary>
    public const double EqualF1 = 0.01;

    /// <summary>
    /// Chooses of the models that keep to the budget the fastest one whose F1 is at most <see cref="EqualF1"/> below the best; where none keeps to it, the
    /// fastest of all.
    /// </summary>
    /// <param name="candidates">One or more, with figures of the same set.</param>
    /// <param name="budget">What inference on a frame may take.</param>
    public static ModelChoice Of(IReadOnlyList<ModelCandidate> candidates, TimeSpan budget)
    {
        var fast = candidates.Where(one => one.Time <= budget).ToArray();
        var best = fast.Length == 0 ? 0 : fast.Max(one => one.F1);
        var chosen = (fast.Length == 0 ? candidates : [.. fast.Where(one => one.F1 >= best - EqualF1)])
            .OrderBy(one => one.Time).ThenByDescending(one => one.F1).ThenBy(one => one.Path, StringComparer.Ordinal).First();
        return new(chosen, fast.Length > 0, [.. candidates.Where(one => one != chosen).Select(one => (one, Reason(one)))]);

        string Reason(ModelCandidate one) => one.Time > budget ? $"{one}, too slow" : one.F1 < best - EqualF1 ? $"{one}" : $"{one}, slower and hardly better";
    }

    /// <summary>
    /// The set on which models can be compared: that on which the most of those that are wanted were scored, then the most of all; null where none was.
    /// </summary>
    /// <param name="models">The figures of each model, and whether it is one of those that are wanted first.</param>
    public static ModelFigure? CommonSet(IReadOnlyList<(bool IsWanted, IReadOnlyList<ModelFigure> Figures)> models) => models
        .SelectMany(model => model.Figures.DistinctBy(figure => figure.Set).Select(figure => (model.IsWanted, Figure: figure)))
        .GroupBy(one => one.Figure.Set)
        .OrderByDescending(set => set.Count(one => one.IsWanted)).ThenByDescending(set => set.Count()).ThenBy(set => set.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.First().Figure;
}
