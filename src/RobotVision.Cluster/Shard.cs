using System.Globalization;

namespace RobotVision.Cluster;

/// <summary>One part of a divided piece of work.</summary>
/// <param name="Part">The part, 1 to <paramref name="Of"/>.</param>
/// <param name="Of">The number of parts, 1..<see cref="Most"/>.</param>
public readonly record struct Shard(int Part, int Of)
{
    /// <summary>The highest number of parts; Slurm's own limit is lower on most clusters.</summary>
    public const int Most = 10_000;

    /// <summary>The environment variable that has the number of parts where the engine does not say it, as in an Indexed Job of Kubernetes.</summary>
    public const string PartsVariable = "ROBOTVISION_PARTS";

    const string SlurmTask = "SLURM_ARRAY_TASK_ID", KubernetesIndex = "JOB_COMPLETION_INDEX";

    /// <summary>Reads <c>I/N</c>.</summary>
    /// <param name="text">For example <c>2/4</c>, the second of four parts.</param>
    /// <exception cref="OptionException">It is not such a text; the message begins with <c>--shard</c>.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = text.Split('/');
        return numbers.Length == 2 && TryRead(numbers[0], out var part) && TryRead(numbers[1], out var of) && part >= 1 && part <= of && of <= Most
            ? new(part, of)
            : throw new OptionException($"--shard: expected I/N with I from 1 to N and N up to {Most}, for example 2/4, found '{text}'.");
    }

    /// <summary>The part that the cluster's engine gave to this process.</summary>
    /// <param name="variables">Reads environment variables, null for one that is not set.</param>
    /// <returns>The part and the variable that says so; null outside a job array and an Indexed Job.</returns>
    /// <exception cref="OptionException">The variables contradict each other, or the number of parts is missing.</exception>
    /// <remarks>
    /// Source: Slurm's sbatch, "job array environment variables": tasks have the numbers MIN, MIN + STEP ..., COUNT of them. Kubernetes, "Indexed Job":
    /// indices begin with 0, and the number of completions is not told to the pod, so <see cref="PartsVariable"/> must say it.
    /// </remarks>
    public static (Shard Shard, string Variable)? FromEnvironment(Func<string, string?> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        int? Number(string name, int? missing) => variables(name) is not { Length: > 0 } text ? missing
            : TryRead(text, out var value) ? value
            : throw new OptionException($"{name}: expected a number, found '{text}'. '--shard I/N' or '--shard whole' takes its place.");
        if (Number(SlurmTask, null) is { } task)
        {
            if (Number("SLURM_ARRAY_TASK_COUNT", null) is not { } count) throw Missing(SlurmTask, task, "SLURM_ARRAY_TASK_COUNT");
            var (first, step) = (Number("SLURM_ARRAY_TASK_MIN", 1)!.Value, Number("SLURM_ARRAY_TASK_STEP", 1)!.Value);
            var place = step < 1 ? -1 : (task - first) / step;
            return place >= 0 && place < count && count <= Most && first + place * step == task
                ? (new(place + 1, count), SlurmTask)
                : throw new OptionException(FormattableString.Invariant(
                    $"{SlurmTask}: expected one of {count} tasks from {first} in steps of {step}, found {task}. '--shard I/N' takes its place."));
        }

        if (Number(KubernetesIndex, null) is not { } index) return null;
        if (Number(PartsVariable, null) is not { } parts) throw Missing(KubernetesIndex, index, PartsVariable);
        return index < parts && parts <= Most
            ? (new(index + 1, parts), KubernetesIndex)
            : throw new OptionException(FormattableString.Invariant($"{KubernetesIndex}: expected 0..{parts - 1}, found {index}."));
    }

    /// <summary>Whether an item belongs to the part when items are dealt out in turn.</summary>
    /// <param name="item">The item's number, from 0.</param>
    public bool Owns(int item) => item % Of == Part - 1;

    /// <summary>The items of the part when they are divided into runs of neighbours whose lengths differ by 1 at most.</summary>
    /// <param name="count">The number of items.</param>
    /// <returns>The first item and the one after the last.</returns>
    public (int First, int End) Range(int count) => ((int)((long)count * (Part - 1) / Of), (int)((long)count * Part / Of));

    /// <summary>The items of the part when items of different sizes are divided so that parts are about equally large.</summary>
    /// <param name="sizes">The size of each item.</param>
    /// <returns>The numbers of the part's items, ascending.</returns>
    /// <remarks>The largest first, each to the part that has least: at most 4/3 of the best division (R. L. Graham 1969, longest processing time).</remarks>
    public IReadOnlyList<int> Share(IReadOnlyList<long> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var parts = new PriorityQueue<int, (long Size, int Items, int Part)>();
        for (var part = 1; part <= Of; part++) parts.Enqueue(part, (0, 0, part));
        var mine = new List<int>();
        foreach (var item in Enumerable.Range(0, sizes.Count).OrderByDescending(i => sizes[i]))
        {
            parts.TryDequeue(out var part, out var held);
            if (part == Part) mine.Add(item);
            parts.Enqueue(part, (held.Size + sizes[item], held.Items + 1, part));
        }

        return [.. mine.Order()];
    }

    /// <summary>As it is written on a command line: <c>2/4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Part}/{Of}");

    static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    static OptionException Missing(string found, int value, string missing) => new(FormattableString.Invariant(
        $"{found} is {value}: expected the number of parts in {missing} too, found none. Set it, or write '--shard I/N', or '--shard whole' for all."));
}
