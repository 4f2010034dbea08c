using RobotVision.Geometry;

namespace RobotVision.Evaluation.Ground;

/// <summary>The score of ball positions in a range of distances.</summary>
/// <param name="From">Smallest distance in metres, included.</param>
/// <param name="To">Largest distance in metres, excluded.</param>
/// <param name="InView">Frames in which the ball is visible.</param>
/// <param name="Found">Frames in which it was detected and placed.</param>
/// <param name="Measured">The positions of single frames.</param>
/// <param name="Tracked">The positions of the track, in frames that have one.</param>
public sealed record GroundScore(double From, double To, int InView, int Found, PlaceScore Measured, PlaceScore Tracked)
{
    static readonly double[] Bounds = [0, 1, 2, 3, 5, 20];

    /// <summary>The scores by distance, with that of all distances at the end.</summary>
    public static IReadOnlyList<GroundScore> Of(IReadOnlyList<GroundSample> samples) =>
        [.. Bounds.Zip(Bounds.Skip(1), (from, to) => Of(samples, from, to)), Of(samples, Bounds[0], Bounds[^1])];

    static GroundScore Of(IReadOnlyList<GroundSample> all, double from, double to)
    {
        var samples = all.Where(sample => sample.Range >= from && sample.Range < to).ToList();
        var right = samples.Where(sample => sample.IsRight).ToList();
        var tracked = samples.Where(sample => sample.Track is not null).ToList();
        return new(
            from, to, samples.Count(sample => sample.Label is not null), right.Count,
            PlaceScore.Of([.. right.Select(sample => (sample, sample.Found!.Value.Ground!.Value))]),
            PlaceScore.Of([.. tracked.Select(sample => (sample, sample.Track!.Value))]));
    }
}

/// <summary>The errors of estimated positions.</summary>
/// <param name="Count">The number of positions.</param>
/// <param name="Median">Median error in metres; NaN without positions.</param>
/// <param name="P95">95th percentile of the error in metres; NaN without positions.</param>
/// <param name="Inside">Fraction of the positions whose 95 % ellipse contains the true position, 0..1; NaN without positions.</param>
public sealed record PlaceScore(int Count, double Median, double P95, double Inside)
{
    /// <summary>Scores estimated positions against the true ones.</summary>
    public static PlaceScore Of(IReadOnlyList<(GroundSample Truth, GroundPoint Place)> places)
    {
        if (places.Count == 0) return new(0, double.NaN, double.NaN, double.NaN);
        var errors = places.Select(pair => pair.Truth.ErrorOf(pair.Place)).Order().ToArray();
        double At(double part) => errors[Math.Min(errors.Length - 1, (int)Math.Ceiling(part * errors.Length) - 1)];
        return new(places.Count, At(0.5), At(0.95), places.Average(pair => pair.Truth.IsInside(pair.Place) ? 1.0 : 0));
    }
}
