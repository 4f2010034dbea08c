using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Comparison;

/// <summary>The difference between two models for one class, each at its own threshold.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Labels">The objects.</param>
/// <param name="FoundByBoth">Objects found by both models.</param>
/// <param name="Gained">Objects found by the second model only.</param>
/// <param name="Lost">Objects found by the first model only.</param>
/// <param name="Mistakes">False alarms of the first and of the second model.</param>
/// <param name="F1">F1 of the first and of the second model.</param>
/// <param name="F1Difference">F1 of the second minus F1 of the first model.</param>
/// <param name="F1Interval">The 95 % bootstrap interval of the difference: lower and upper end.</param>
/// <param name="ChanceOfGainAndLoss">The p-value of gained and lost if both models are equally good, 0..1.</param>
/// <remarks>
/// Sources: the exact McNemar test (two-sided binomial; Q. McNemar, 1947) on the objects; Efron's bootstrap (percentiles of 2,000 resamples
/// of the frames, 1979) for F1. Both assume independent frames; frames of one recording are correlated, so the true uncertainty is larger.
/// </remarks>
public sealed record ClassComparison(
    string Class, int Labels, int FoundByBoth, int Gained, int Lost, IReadOnlyList<int> Mistakes, IReadOnlyList<double> F1,
    double F1Difference, IReadOnlyList<double> F1Interval, double ChanceOfGainAndLoss)
{
    const int Draws = 2000;

    /// <summary>Whether the interval of the difference excludes 0.</summary>
    public bool IsClear => F1Interval[0] > 0 || F1Interval[1] < 0;

    /// <summary>Compares one class; null if no frame has an object of it.</summary>
    internal static ClassComparison? Of(ObjectClass objectClass, PredictionSet first, PredictionSet second)
    {
        var (firstThreshold, secondThreshold) = (first.Thresholds[(int)objectClass], second.Thresholds[(int)objectClass]);
        var counts = first.Frames.Zip(second.Frames).Where(pair => pair.First.Labelled.Contains(objectClass)).Select(pair =>
        {
            var (a, b) = (new FrameMatch(pair.First, objectClass), new FrameMatch(pair.Second, objectClass));
            var answers = a.Answers(firstThreshold).Zip(b.Answers(secondThreshold), (before, after) => (Before: before.Found, After: after.Found)).ToArray();
            return new Counts(
                answers.Length, answers.Count(x => x.Before && x.After), answers.Count(x => !x.Before && x.After), answers.Count(x => x.Before && !x.After),
                a.Mistakes(firstThreshold).Count(), b.Mistakes(secondThreshold).Count());
        }).ToArray();
        var all = counts.Aggregate(default(Counts), (sum, one) => sum + one);
        if (all.Labels == 0) return null;
        return new(
            first.Classes[objectClass], all.Labels, all.Both, all.Gained, all.Lost, [all.FirstMistakes, all.SecondMistakes], [all.FirstF1, all.SecondF1],
            all.Difference, Bootstrap(counts), McNemar(all.Gained, all.Lost));
    }

    /// <summary>The two-sided p-value: the probability that gained + lost fair coins are divided at least as unevenly.</summary>
    internal static double McNemar(int gained, int lost)
    {
        var all = gained + lost;
        double logTerm = -all * Math.Log(2), sum = 0;
        for (var i = 0; i <= Math.Min(gained, lost); i++)
        {
            sum += Math.Exp(logTerm);
            logTerm += Math.Log(all - i) - Math.Log(i + 1);
        }

        return Math.Min(1, 2 * sum);
    }

    static double[] Bootstrap(Counts[] frames)
    {
        var differences = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            var random = new RandomSequence(seed: 1, (ulong)draw);
            var sum = default(Counts);
            for (var i = 0; i < frames.Length; i++) sum += frames[random.NextInt32(frames.Length)];
            differences[draw] = sum.Difference;
        }

        Array.Sort(differences);
        return [differences[Draws / 40], differences[Draws - 1 - Draws / 40]];
    }

    readonly record struct Counts(int Labels, int Both, int Gained, int Lost, int FirstMistakes, int SecondMistakes)
    {
        public double FirstF1 => Ratio(2 * (Both + Lost), Labels + Both + Lost + FirstMistakes);

        public double SecondF1 => Ratio(2 * (Both + Gained), Labels + Both + Gained + SecondMistakes);

        public double Difference => SecondF1 - FirstF1;

        public static Counts operator +(Counts a, Counts b) => new(
            a.Labels + b.Labels, a.Both + b.Both, a.Gained + b.Gained, a.Lost + b.Lost, a.FirstMistakes + b.FirstMistakes, a.SecondMistakes + b.SecondMistakes);

        static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
    }
}
