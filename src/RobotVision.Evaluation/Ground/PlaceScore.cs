using RobotVision.Geometry;

namespace RobotVision.Evaluation.Ground;

/// <summary>How far places are from the truth.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Median">Metres; NaN when there is none.</param>
/// <param name="P95">Metres that 95 % of them do not exceed; NaN when there is none.</param>
/// <param name="Inside">Part of them, 0..1, in whose 95 % ellipse the truth lies; NaN when there is none.</param>
public sealed record PlaceScore(int Count, double Median, double P95, double Inside)
{
    /// <summary>Scores places against their truths.</summary>
    public static PlaceScore Of(IReadOnlyList<(GroundSample Truth, GroundPoint Place)> places)
    {
        if (places.Count == 0) return new(0, double.NaN, double.NaN, double.NaN);
        var errors = places.Select(pair => pair.Truth.ErrorOf(pair.Place)).Order().ToArray();
        double At(double part) => errors[Math.Min(errors.Length - 1, (int)Math.Ceiling(part * errors.Length) - 1)];
        return new(places.Count, At(0.5), At(0.95), places.Average(pair => pair.Truth.IsInside(pair.Place) ? 1.0 : 0));
    }
}
