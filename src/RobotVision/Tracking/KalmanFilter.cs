using RobotVision.Geometry;

namespace RobotVision.Tracking;

/// <summary>A Kalman filter of a place and a velocity on a plane. Allocates only when it is created.</summary>
/// <remarks>
/// Source: Y. Bar-Shalom, X. Li and T. Kirubarajan, "Estimation with applications to tracking and navigation" (2001), chapters 5 and 6:
/// constant velocity with continuous white noise of acceleration.
/// </remarks>
sealed class KalmanFilter
{
    const int N = 4;

    /// <summary>Values of <see cref="Save"/>.</summary>
    public const int ValueCount = N + N * N;

    readonly double[] _state = new double[N]; // x, y, vx, vy
    readonly double[] _covariance = new double[N * N];
    readonly double[] _gain = new double[N * 2];

    /// <summary>The place with its covariance.</summary>
    public PlaneEstimate Place => new(_state[0], _state[1], P(0, 0), P(0, 1), P(1, 1));

    /// <summary>The velocity with its covariance.</summary>
    public PlaneEstimate Velocity => new(_state[2], _state[3], P(2, 2), P(2, 3), P(3, 3));

    /// <summary>Writes state (x, y, vx, vy) and covariance, row after row.</summary>
    public void Save(Span<double> values)
    {
        _state.CopyTo(values);
        _covariance.CopyTo(values[N..]);
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    public void Restore(ReadOnlySpan<double> values)
    {
        values[..N].CopyTo(_state);
        values[N..ValueCount].CopyTo(_covariance);
    }

    /// <summary>Starts over at a place, at rest.</summary>
    public void Start(PlaneEstimate place, double speedSigma)
    {
        Array.Clear(_state);
        Array.Clear(_covariance);
        (_state[0], _state[1]) = (place.X, place.Y);
        (P(0, 0), P(0, 1), P(1, 0), P(1, 1)) = (place.XX, place.XY, place.XY, place.YY);
        P(2, 2) = P(3, 3) = speedSigma * speedSigma;
    }

    /// <summary>Predicts; friction slows a moving object down, at most to rest.</summary>
    public void Predict(double seconds, in MotionModel motion)
    {
        var speed = Math.Sqrt(_state[2] * _state[2] + _state[3] * _state[3]);
        var slower = speed > 0 ? Math.Max(0, 1 - motion.Friction * seconds / speed) : 1;
        for (var i = 0; i < 2; i++)
        {
            _state[i] += _state[i + 2] * (1 + slower) / 2 * seconds;
            _state[i + 2] *= slower;
        }

        // F P F' with F = [I, t I; 0, I].
        for (var i = 0; i < 2; i++)
            for (var k = 0; k < N; k++) P(i, k) += seconds * P(i + 2, k);
        for (var i = 0; i < N; i++)
            for (var k = 0; k < 2; k++) P(i, k) += seconds * P(i, k + 2);
        AddNoise(
            motion.Acceleration * seconds * seconds * seconds / 3 + motion.Drift * seconds,
            motion.Acceleration * seconds * seconds / 2, motion.Acceleration * seconds);
    }

    /// <summary>Adds the uncertainty of a kick at an unknown moment within the last step.</summary>
    public void Kick(double seconds, double speedSigma)
    {
        var variance = speedSigma * speedSigma;
        AddNoise(variance * seconds * seconds / 3, variance * seconds / 2, variance);
    }

    /// <summary>The squared distance of a measurement from the prediction in standard deviations (Mahalanobis).</summary>
    /// <param name="measured">The measurement.</param>
    /// <param name="seconds">Length of the last step.</param>
    /// <param name="kickSpeed">Adds the uncertainty of <see cref="Kick"/> with this speed; 0 for no kick.</param>
    /// <param name="late">Seconds by which the measurement is older than the prediction; see <see cref="PlaceBefore"/>.</param>
    public double DistanceSquared(in PlaneEstimate measured, double seconds = 0, double kickSpeed = 0, double late = 0)
    {
        var (kick, place) = (kickSpeed * kickSpeed * seconds * seconds / 3, PlaceBefore(late));
        return new PlaneEstimate(place.X, place.Y, place.XX + measured.XX + kick, place.XY + measured.XY, place.YY + measured.YY + kick)
            .DistanceSquared(measured.X, measured.Y);
    }

    /// <summary>The place that belongs to the state some time ago, where it has moved evenly since.</summary>
    /// <param name="late">Seconds, 0 or more, few enough that the noise of the motion within them does not count.</param>
    /// <remarks>
    /// Source: Y. Bar-Shalom, "Update with out-of-sequence measurements in tracking" (2002), with the process noise of the lag left out: what is measured
    /// is H = [I, -late I] times the state.
    /// </remarks>
    public PlaneEstimate PlaceBefore(double late) => new(
        _state[0] - late * _state[2], _state[1] - late * _state[3],
        P(0, 0) - late * (P(0, 2) + P(2, 0)) + late * late * P(2, 2),
        P(0, 1) - late * (P(0, 3) + P(2, 1)) + late * late * P(2, 3),
        P(1, 1) - late * (P(1, 3) + P(3, 1)) + late * late * P(3, 3));

    /// <summary>Updates with a measurement of the place.</summary>
    /// <param name="measured">The measurement.</param>
    /// <param name="late">Seconds by which it is older than the prediction; see <see cref="PlaceBefore"/>.</param>
    public void Update(in PlaneEstimate measured, double late = 0)
    {
        var place = PlaceBefore(late);
        double sxx = place.XX + measured.XX, sxy = place.XY + measured.XY, syy = place.YY + measured.YY;
        var scale = 1 / (sxx * syy - sxy * sxy);
        double dx = measured.X - place.X, dy = measured.Y - place.Y;
        for (var i = 0; i < N; i++)
        {
            double px = P(i, 0) - late * P(i, 2), py = P(i, 1) - late * P(i, 3);
            _gain[2 * i] = (px * syy - py * sxy) * scale;
            _gain[2 * i + 1] = (py * sxx - px * sxy) * scale;
        }

        // P - K S K': what rounding leaves stays symmetric.
        for (var i = 0; i < N; i++)
        {
            double kx = _gain[2 * i], ky = _gain[2 * i + 1];
            _state[i] += kx * dx + ky * dy;
            double ix = kx * sxx + ky * sxy, iy = kx * sxy + ky * syy;
            for (var k = 0; k <= i; k++) P(i, k) = P(k, i) = P(i, k) - (ix * _gain[2 * k] + iy * _gain[2 * k + 1]);
        }
    }

    ref double P(int row, int column) => ref _covariance[row * N + column];

    void AddNoise(double place, double mixed, double velocity)
    {
        for (var i = 0; i < 2; i++)
        {
            P(i, i) += place;
            P(i, i + 2) += mixed;
            P(i + 2, i) += mixed;
            P(i + 2, i + 2) += velocity;
        }
    }
}
