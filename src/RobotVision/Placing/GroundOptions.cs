namespace RobotVision.Placing;

/// <summary>Assumptions about the ball, the ranges and the exactness of the calibration.</summary>
public sealed record GroundOptions
{
    /// <summary>The smallest <see cref="BallRadius"/>.</summary>
    public const double LeastBallRadius = 0.02;

    /// <summary>The largest <see cref="BallRadius"/>.</summary>
    public const double LargestBallRadius = 0.5;

    /// <summary>The ball's radius in metres, 0.02..0.5; 0.11 by default, a FIFA size 5.</summary>
    public double BallRadius { get; init; } = 0.11;

    /// <summary>The farthest range at which detections are placed, in metres, 1..100; 20 by default.</summary>
    public double FarthestRange { get; init; } = 20;

    /// <summary>One standard deviation of the focal length as a part of it, 0..0.1; 0.002 by default: what a careful calibration leaves.</summary>
    public double FocalSigma { get; init; } = 0.002;

    /// <summary>One standard deviation of the principal point as a part of the width, 0..0.1; 0.002 by default.</summary>
    public double PrincipalPointSigma { get; init; } = 0.002;

    /// <summary>
    /// One standard deviation of the natural logarithm of a ball's seen over its expected size, 0.01..1; 0.2 by default. A ball that
    /// differs by more than three of them does not lie on the ground.
    /// </summary>
    public double BallSizeSigma { get; init; } = 0.2;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; names every one.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        void Check(string name, double value, double low, double high)
        {
            if (!(value >= low && value <= high))
                problems.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}: expected {low}..{high}, found {value}"));
        }

        Check(nameof(BallRadius), BallRadius, LeastBallRadius, LargestBallRadius);
        Check(nameof(FarthestRange), FarthestRange, 1, 100);
        Check(nameof(FocalSigma), FocalSigma, 0, 0.1);
        Check(nameof(PrincipalPointSigma), PrincipalPointSigma, 0, 0.1);
        Check(nameof(BallSizeSigma), BallSizeSigma, 0.01, 1);
        if (problems.Count > 0) throw new OptionException($"GroundOptions: {string.Join("; ", problems)}.");
    }
}
