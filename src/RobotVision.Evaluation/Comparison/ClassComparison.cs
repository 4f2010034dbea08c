using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Comparison;

/// <summary>How two models differ in one class, each at its own threshold.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Labels">The objects.</param>
/// <param name="FoundByBoth">Those that both find.</param>
/// <param name="Gained">Those that only the second finds.</param>
/// <param name="Lost">Those that only the first finds.</param>
/// <param name="Mistakes">False detections of the first and of the second.</param>
/// <param name="F1">F1 of the first and of the second.</param>
/// <param name="F1Difference">Second minus first.</param>
/// <param name="F1Interval">Where 95 % of the differences lie when frames are drawn anew.</param>
/// <param name="ChanceOfGainAndLoss">How likely so uneven a division into gained and lost is when both models find equally much, 0..1.</param>
/// <remarks>
/// Sources: the exact McNemar test (two-sided binomial; Q. McNemar, 1947) on the objects; Efron's bootstrap (percentiles of 2,000 draws of
/// frames, 1979) for F1. Both take frames for independent of each other; those of one recording are not, so that the truth is less sure.
/// </remarks>
public sealed record ClassComparison(
    string Class, int Labels, int FoundByBoth, int Gained, int Lost, IReadOnlyList<int> Mistakes, IReadOnlyList<double> F1,
    double F1Difference, IReadOnlyList<double> F1Interval, double ChanceOfGainAndLoss)
{
    const int Draws = 2000;

    /// <summary>Whether 0 is outside the interval of the difference.</summary>
    public bool IsClear => F1Interval[0] > 0 || F1Interval[1] < 0;

    /// <summary>Compares a class; null where no frame has one of it.</summary>
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
            objectClass.Name(), all.Labels, all.Both, all.Gained, all.Lost, [all.FirstMistakes, all.SecondMistakes], [all.FirstF1, all.SecondF1],
            all.Difference, Bootstrap(counts), McNemar(all.Gained, all.Lost));
    }

    /// <summary>How likely it is that of gained + lost fair coins so few or fewer fall on one side, either of the two.</summary>
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
