using System.Diagnostics;

namespace RobotVision.Fuzzing;

/// <summary>What came of fuzzing a target.</summary>
/// <param name="Inputs">Inputs tried.</param>
/// <param name="Read">Of those, read without an error; the others were refused.</param>
/// <param name="Branches">Pairs of branches taken; 0 where nothing is instrumented.</param>
/// <param name="Corpus">Inputs kept because they took new branches.</param>
/// <param name="Findings">What went wrong, each kind once, with an input that does it.</param>
public sealed record FuzzResult(long Inputs, long Read, int Branches, IReadOnlyList<byte[]> Corpus, IReadOnlyList<FuzzFinding> Findings);

/// <summary>An input that is not refused as it should be.</summary>
/// <param name="Problem">The exception's type and where it was thrown, or how long it took.</param>
/// <param name="Input">The input.</param>
/// <param name="Details">The whole exception.</param>
public sealed record FuzzFinding(string Problem, byte[] Input, string Details);

/// <summary>Tries changed inputs on a target.</summary>
public static class FuzzRun
{
    /// <summary>A run that takes longer, or more memory, is a finding.</summary>
    static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    const long MostMemory = 512L << 20;

    /// <summary>Inputs kept without coverage, so that changes add up a little all the same.</summary>
    const int MostKeptBlindly = 64;

    /// <summary>Runs.</summary>
    /// <param name="target">What to try.</param>
    /// <param name="inputs">At most so many inputs.</param>
    /// <param name="time">At most so long.</param>
    /// <param name="seed">The same seed tries the same inputs where no limit of time ends it and nothing is instrumented.</param>
    /// <param name="corpus">Further inputs to begin with.</param>
    /// <param name="trying">Told of every input before it is tried, for one that ends the process.</param>
    public static FuzzResult Run(
        FuzzTarget target, long inputs, TimeSpan time, int seed, IEnumerable<byte[]>? corpus = null, Action<byte[]>? trying = null)
    {
        var coverage = Coverage.Shared;
        coverage.Forget();
        var mutator = new Mutator(seed, target.Words);
        var kept = new List<byte[]>();
        var findings = new Dictionary<string, FuzzFinding>();
        var (tried, read, watch) = (0L, 0L, Stopwatch.StartNew());

        void Try(byte[] input, bool keep)
        {
            trying?.Invoke(input);
            coverage.Restart();
            tried++;
            var (started, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            var wasRead = false;
            try
            {
                target.Read(input);
                wasRead = true;
                read++;
            }
            catch (Exception exception) when (target.IsRefusal(exception))
            {
                // As it should be.
            }
            catch (Exception exception)
            {
                var where = new StackTrace(exception).GetFrames().FirstOrDefault(frame => IsOurs(frame))?.GetMethod();
                Add($"{exception.GetType().Name} in {where?.DeclaringType?.Name}.{where?.Name}", input, exception.ToString());
            }

            if (Stopwatch.GetElapsedTime(started) is var taken && taken > Slow && TimeOf(input) is var again && again > Slow)
                Add("takes more than five seconds", input, again.ToString());
            if (GC.GetAllocatedBytesForCurrentThread() - allocated is var bytes && bytes > MostMemory)
                Add("takes more than 512 MB", input, FormattableString.Invariant($"{bytes} bytes"));
            if (coverage.IsNew() || keep || (coverage.Count == 0 && wasRead && kept.Count < MostKeptBlindly)) kept.Add(input);
        }

        // Once more, since the time may have been that of other programs.
        TimeSpan TimeOf(byte[] input)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                target.Read(input);
            }
            catch (Exception)
            {
                // Told of already.
            }

            return Stopwatch.GetElapsedTime(started);
        }

        void Add(string problem, byte[] input, string details) => findings.TryAdd(problem, new(problem, input, details));

        foreach (var input in target.Seeds.Concat(corpus ?? [])) Try(input, keep: true);
        while (tried < inputs && watch.Elapsed < time) Try(mutator.Change(kept), keep: false);
        return new(tried, read, coverage.Count, kept, [.. findings.Values]);
    }

    static bool IsOurs(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType?.Namespace is { } name && name.StartsWith("RobotVision", StringComparison.Ordinal)
        && !name.EndsWith("Fuzzing", StringComparison.Ordinal);
}
