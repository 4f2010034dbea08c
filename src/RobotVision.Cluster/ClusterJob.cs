using System.Text.RegularExpressions;

namespace RobotVision.Cluster;

/// <summary>Divided work as a job of a cluster: what is common to its engines.</summary>
public sealed partial record ClusterJob
{
    /// <summary>The command and its arguments, without <c>--shard</c>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The number of parts, 1..<see cref="Shard.Most"/>.</summary>
    public required int Parts { get; init; }

    /// <summary>The folder in which the command runs.</summary>
    public required string Folder { get; init; }

    /// <summary>How many parts may run at once; null for as many as there is room for.</summary>
    public int? AtOnce { get; init; }

    /// <summary>Processors of one part, 1 or more; default 2.</summary>
    public int Processors { get; init; } = 2;

    /// <summary>Memory of one part: a number with <c>M</c> or <c>G</c> (2^20 and 2^30 bytes); default 4G.</summary>
    public string Memory { get; init; } = "4G";

    /// <summary>GPUs of one part; default 0.</summary>
    public int Gpus { get; init; }

    /// <summary>The job's name: <c>robotvision-</c> and the command's words up to the first argument.</summary>
    public string Name => "robotvision-" + string.Join('-', Command.TakeWhile(word => Word().IsMatch(word)).Take(2));

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionException">Some values are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Parts is < 1 or > Shard.Most) problems.Add($"--parts: expected 1..{Shard.Most}, found {Parts}");
        if (AtOnce < 1) problems.Add($"--parallel: expected 1 or more, found {AtOnce}");
        if (Processors < 1) problems.Add($"--cpus: expected 1 or more, found {Processors}");
        if (Gpus < 0) problems.Add($"--gpus: expected 0 or more, found {Gpus}");
        if (!Size().IsMatch(Memory)) problems.Add($"--memory: expected a number with M or G, such as 4G, found '{Memory}'");
        if (problems.Count > 0) throw new OptionException($"{string.Join("; ", problems)}.");
    }

    [GeneratedRegex("^[1-9][0-9]{0,5}[MG]$", RegexOptions.CultureInvariant)]
    private static partial Regex Size();

    [GeneratedRegex("^[a-z][a-z-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
