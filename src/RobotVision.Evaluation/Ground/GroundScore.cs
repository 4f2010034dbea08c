namespace RobotVision.Evaluation.Ground;

/// <summary>How well balls of some distances were placed.</summary>
/// <param name="From">Metres, the nearest.</param>
/// <param name="To">Metres, beyond the farthest.</param>
/// <param name="InView">Frames in which the ball could be seen.</param>
/// <param name="Found">Of them, those in which it was found and placed.</param>
/// <param name="Measured">Of single frames in which it was found.</param>
/// <param name="Tracked">Of the track, in the frames in which there is one.</param>
public sealed record GroundScore(double From, double To, int InView, int Found, PlaceScore Measured, PlaceScore Tracked)
{
    static readonly double[] Bounds = [0, 1, 2, 3, 5, 20];

    /// <summary>The scores by distance, and of all distances at the end.</summary>
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
