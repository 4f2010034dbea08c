using System.Globalization;
using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Calibration.Latency;

/// <summary>Finds the latency at which the rotations measured in images match those of the poses.</summary>
/// <remarks>
/// Rotations are compared over a third of a second: over a single frame a pose's error, which does not grow with time, would dominate. A coarse search
/// for the best correlation over all plausible latencies is followed by Gauss-Newton steps on latency and gain with Cauchy weights. Errors of
/// neighbouring frames are correlated, so the uncertainty comes from leaving out one tenth of the sweep at a time (delete-a-group jackknife).
/// </remarks>
public sealed class LatencyEstimator
{
    const int MinimumTurns = 30;
    const double Reach = 1, CoarseStep = 0.005, Difference = 0.02, Baseline = 0.3; // seconds; Reach as LocalizerOptions has it
    const double MinimumCorrelation = 0.7, MinimumSweep = 5 * Math.PI / 180, MaximumDeviation = 0.005;
    const double Valley = 2, Ambiguity = 1.5; // ratios of the squared misfits of another latency and the best
    const double MinimumGain = 0.7, MaximumGain = 1.4;
    const int Blocks = 10, Rounds = 10;

    readonly IReadOnlyList<SweepTurn> _frames, _turns; // from frame to frame, and over the baseline
    readonly PoseHistory _poses;
    readonly Rotation _mount;

    LatencyEstimator(IReadOnlyList<SweepTurn> frames, PoseHistory poses, CameraMount? mount) =>
        (_frames, _turns, _poses, _mount) = (frames, Longer(frames), poses, mount?.Orientation ?? Rotation.Identity);

    /// <summary>Finds the latency.</summary>
    /// <param name="turns">The rotations measured in the images.</param>
    /// <param name="poses">The poses, from before the first frame to after the last by at least the latency.</param>
    /// <param name="unclear">Number of pairs of frames in which the rotation could not be measured.</param>
    /// <param name="mount">The camera's mount on the head if the poses are the head's; null if they are the camera's own.</param>
    /// <exception cref="InvalidDataException">The latency cannot be determined; the message says what was expected, found and what to do.</exception>
    public static LatencyCalibration Estimate(IReadOnlyList<SweepTurn> turns, PoseHistory poses, int unclear = 0, CameraMount? mount = null)
    {
        if (unclear > turns.Count)
            throw new InvalidDataException(
                $"Sweep: expected frames that show how the camera turned, found {unclear} of {unclear + turns.Count} pairs that do not: "
                + "too dark, too blurred or nothing to see. Look at something with edges both ways, in good light.");
        var estimator = new LatencyEstimator(turns, poses, mount);
        return estimator._turns.Count >= MinimumTurns ? estimator.Estimate() : throw new InvalidDataException(
            $"Sweep: expected at least {MinimumTurns} frames without a gap after them, found {estimator._turns.Count} of {turns.Count}. "
            + "Record 10 s or more, 10 frames per second or more.");
    }

    LatencyCalibration Estimate()
    {
        var curve = Curve();
        var best = 0;
        for (var i = 1; i < curve.Length; i++)
            if (curve[i].Correlation > curve[best].Correlation) best = i;
        CheckSweep(curve[best].Seconds);
        if (curve[best].Correlation < MinimumCorrelation)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Sweep: expected images that turn as the poses do, found a correlation of {curve[best].Correlation:0.00} at best. ")
                + "Are these the poses of this camera and this recording, by the same clock, and did the robot stand still?");
        if (best == 0 || best == curve.Length - 1)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Sweep: expected a latency of -{Reach:0} to {Reach:0} s, found the best one at the end of the range that the poses cover "
                + $"({curve[best].Seconds * 1000:0} ms). ")
                + "Send poses by the frames' clock, before the first frame and past the last.");
        CheckAmbiguity(curve, best);
        var fit = Refine(curve[best].Seconds);
        if (fit.Gain is < MinimumGain or > MaximumGain)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Sweep: expected images that turn as far as the poses, found {fit.Gain:0.00} times as far. ")
                + "Is --calibration this camera's, are the poses the camera's own, and is what it sees a few metres away?");
        if (!(fit.Deviation <= MaximumDeviation))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Sweep: expected a latency that is known to {MaximumDeviation * 1000:0} ms, "
                + $"found {fit.Latency * 1000:0.0} +- {fit.Deviation * 1000:0.0} ms. Sweep farther, faster and longer, with changes of direction."));
        var correlation = Correlation(fit.Latency, out var count);
        return new(
            TimeSpan.FromSeconds(fit.Latency), TimeSpan.FromSeconds(fit.Deviation), fit.Gain, correlation, count, curve, Rates(fit.Latency));
    }

    static List<SweepTurn> Longer(IReadOnlyList<SweepTurn> frames)
    {
        var longer = new List<SweepTurn>();
        for (var i = 0; i < frames.Count; i++)
        {
            var turn = Rotation.Identity;
            for (var j = i; j < frames.Count && (j == i || frames[j].From == frames[j - 1].To); j++)
            {
                turn *= Rotation.FromVector(frames[j].Turn);
                if ((frames[j].To - frames[i].From) * 1e-6 < Baseline) continue;
                longer.Add(new(frames[i].From, frames[j].To, turn.ToVector()));
                break;
            }
        }

        return longer;
    }

    (double Seconds, double Correlation)[] Curve()
    {
        var steps = (int)Math.Round(Reach / CoarseStep);
        var curve = new (double Seconds, double Correlation)[2 * steps + 1];
        var counts = new int[curve.Length];
        for (var i = 0; i < curve.Length; i++)
        {
            var seconds = (i - steps) * CoarseStep;
            curve[i] = (seconds, Correlation(seconds, out counts[i]));
        }

        var most = counts.Max();
        if (most < MinimumTurns || most < _turns.Count / 2)
        {
            var poses = _poses.Span is { } span ? $"{span.First} to {span.Last} us" : "none";
            throw new InvalidDataException(
                $"Sweep: expected poses at the times of the frames, {_turns[0].From} to {_turns[^1].To} us, found them at {most} of {_turns.Count} "
                + $"pairs of frames; poses: {poses}. Send poses by the frames' clock, 50 per second or more, without gaps.");
        }

        // Latencies with too few poses are left out: their correlation is unreliable.
        return [.. curve.Where((_, i) => counts[i] >= most * 0.6)];
    }

    void CheckSweep(double latency)
    {
        TimedPose? first = null;
        double farthest = 0;
        foreach (var turn in _turns)
        {
            if (_poses.At(Micro(turn.From, latency), out var pose) != PoseStatus.Known) continue;
            first ??= pose;
            farthest = Math.Max(farthest, first.Value.Orientation.AngleTo(pose.Orientation));
        }

        if (farthest < MinimumSweep)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Sweep: expected a head that turns by {MinimumSweep * 180 / Math.PI:0} degrees or more, found {farthest * 180 / Math.PI:0.0} in the poses. ")
                + "Turn it 20 degrees to both sides and nod, about a second each way.");
    }

    // A periodic motion matches again one period later: beyond latencies with twice the misfit there must be none nearly as good as the best.
    static void CheckAmbiguity((double Seconds, double Correlation)[] curve, int best)
    {
        double Misfit(int i) => 1 - curve[i].Correlation * Math.Max(0, curve[i].Correlation);
        int left = best, right = best;
        while (left >= 0 && Misfit(left) < Valley * Misfit(best)) left--;
        while (right < curve.Length && Misfit(right) < Valley * Misfit(best)) right++;
        for (var i = 0; i < curve.Length; i++)
            if ((i < left || i > right) && Misfit(i) < Ambiguity * Misfit(best))
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                    $"Sweep: expected one latency that fits, found {curve[best].Seconds * 1000:0} and {curve[i].Seconds * 1000:0} ms: the motion repeats. ")
                    + "Sweep slower, or at uneven speed and to different sides.");
    }

    double Correlation(double latency, out int count)
    {
        double product = 0, seen = 0, sent = 0;
        count = 0;
        foreach (var turn in _turns)
        {
            if (!TrySent(turn, latency, out var poses)) continue;
            count++;
            (product, seen, sent) = (product + turn.Turn.Dot(poses), seen + turn.Turn.Dot(turn.Turn), sent + poses.Dot(poses));
        }

        return seen * sent > 0 ? product / Math.Sqrt(seen * sent) : 0;
    }

    (double Latency, double Gain, double Deviation) Refine(double latency)
    {
        var (gain, scale, deviation) = (1.0, double.MaxValue, double.NaN);
        for (var round = 0; round < Rounds; round++)
        {
            Span<Equations> blocks = new Equations[Blocks];
            var sizes = new List<double>(_turns.Count);
            for (var i = 0; i < _turns.Count; i++)
            {
                if (!TrySent(_turns[i], latency, out var sent) || !TrySent(_turns[i], latency + Difference, out var after)
                    || !TrySent(_turns[i], latency - Difference, out var before)) continue;
                var error = _turns[i].Turn - sent * gain;
                var slope = (after - before) * (gain / (2 * Difference));
                sizes.Add(error.Length);
                var relative = error.Length / scale;
                blocks[i * Blocks / _turns.Count] += Equations.Of(sent, slope, error, 1 / (1 + relative * relative));
            }

            scale = 2 * Median(sizes) + 1e-9;
            var sum = default(Equations);
            foreach (var block in blocks) sum += block;
            var (gainStep, latencyStep) = sum.Solve();
            deviation = Jackknife(blocks, sum);
            if (!double.IsFinite(latencyStep) || Math.Abs(latencyStep) > Reach) return (latency, gain, double.PositiveInfinity);
            (gain, latency) = (gain + gainStep, latency + latencyStep);
        }

        return (latency, gain, deviation);
    }

    static double Jackknife(ReadOnlySpan<Equations> blocks, Equations sum)
    {
        var steps = new double[Blocks];
        for (var i = 0; i < Blocks; i++) steps[i] = (sum - blocks[i]).Solve().Latency;
        var mean = steps.Average();
        return Math.Sqrt(steps.Sum(step => (step - mean) * (step - mean)) * (Blocks - 1) / Blocks);
    }

    SweepRate[] Rates(double latency)
    {
        var rates = new List<SweepRate>();
        foreach (var turn in _frames)
            if (TrySent(turn, latency, out var sent))
                rates.Add(new((turn.From + turn.To - 2 * _frames[0].From) * 0.5e-6,
                    -turn.Turn.Y / turn.Seconds, -turn.Turn.X / turn.Seconds, -sent.Y / turn.Seconds, -sent.X / turn.Seconds));
        return [.. rates];
    }

    bool TrySent(in SweepTurn turn, double latency, out Vector3d sent)
    {
        sent = default;
        if (_poses.At(Micro(turn.From, latency), out var from) != PoseStatus.Known || _poses.At(Micro(turn.To, latency), out var to) != PoseStatus.Known)
            return false;
        // From the axes of poses (x ahead, y left, z up) to the camera's (x right, y down, z ahead).
        var vector = _mount.Inverse().Turn((from.Orientation.Inverse() * to.Orientation).ToVector());
        sent = new(-vector.Y, -vector.Z, vector.X);
        return true;
    }

    static long Micro(long time, double latency) => time - (long)Math.Round(latency * 1e6);

    static double Median(List<double> values)
    {
        values.Sort();
        return values.Count > 0 ? values[values.Count / 2] : 0;
    }

    /// <summary>The normal equations of gain and latency.</summary>
    readonly record struct Equations(double GainGain, double GainLatency, double LatencyLatency, double Gain, double Latency)
    {
        public static Equations Of(Vector3d byGain, Vector3d byLatency, Vector3d error, double weight) => new(
            weight * byGain.Dot(byGain), weight * byGain.Dot(byLatency), weight * byLatency.Dot(byLatency),
            weight * byGain.Dot(error), weight * byLatency.Dot(error));

        public static Equations operator +(Equations a, Equations b) => new(
            a.GainGain + b.GainGain, a.GainLatency + b.GainLatency, a.LatencyLatency + b.LatencyLatency, a.Gain + b.Gain, a.Latency + b.Latency);

        public static Equations operator -(Equations a, Equations b) => new(
            a.GainGain - b.GainGain, a.GainLatency - b.GainLatency, a.LatencyLatency - b.LatencyLatency, a.Gain - b.Gain, a.Latency - b.Latency);

        public (double Gain, double Latency) Solve()
        {
            var determinant = GainGain * LatencyLatency - GainLatency * GainLatency;
            return ((LatencyLatency * Gain - GainLatency * Latency) / determinant, (GainGain * Latency - GainLatency * Gain) / determinant);
        }
    }
}
