using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RobotVision.Cluster;

/// <summary>Divided work as a job array of Slurm: one task a part.</summary>
/// <remarks>
/// Source: the manual of sbatch. A task whose node dies is put back into the queue (<c>--requeue</c>); a task that ends with an error is not, since it would
/// fail again.
/// </remarks>
/// <param name="job">The work.</param>
/// <param name="program">The program with its path, and words before the command.</param>
public sealed partial class SlurmArray(ClusterJob job, IReadOnlyList<string> program)
{
    static readonly SearchValues<char> NeedQuotes = SearchValues.Create(" \t\"'#\\");

    /// <summary>The parts that are submitted, ascending; all unless said otherwise.</summary>
    public IReadOnlyList<int> Left { get; init; } = [.. Enumerable.Range(1, job.Parts)];

    /// <summary>The folder of the tasks' logs, which must exist.</summary>
    public required string Logs { get; init; }

    /// <summary>The longest time of a task as Slurm writes it, such as <c>2:00:00</c>; null for the partition's.</summary>
    public string? Time { get; init; }

    /// <summary>More options of sbatch, such as <c>--account=lab</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The job script.</summary>
    /// <exception cref="OptionException">An option, the time or the folder of the logs cannot stand in a script; the message lists all problems.</exception>
    public string ToScript()
    {
        if (Problems().ToArray() is { Length: > 0 } problems) throw new OptionException($"{string.Join("; ", problems)}.");
        var text = new StringBuilder("#!/bin/bash\n");
        void Add(string option) => text.Append(CultureInfo.InvariantCulture, $"#SBATCH {option}\n");
        Add($"--job-name={job.Name}");
        Add($"--array={Ranges(Left)}{(job.AtOnce is { } most ? string.Create(CultureInfo.InvariantCulture, $"%{most}") : "")}");
        Add($"--chdir={Quoted(job.Folder)}");
        Add($"--output={Quoted(Path.Combine(Logs.Replace("%", "%%", StringComparison.Ordinal), "part-%a.log"))}");
        Add("--open-mode=append");
        Add("--requeue");
        Add("--nodes=1");
        Add("--ntasks=1");
        Add(string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={job.Processors}"));
        Add($"--mem={job.Memory}");
        if (job.Gpus > 0) Add(string.Create(CultureInfo.InvariantCulture, $"--gpus-per-task={job.Gpus}"));
        if (Time is not null) Add($"--time={Time}");
        foreach (var option in Options) Add(Quoted(option));
        return text.Append(CultureInfo.InvariantCulture, $"set -euo pipefail\nexec {ShellText.Join([.. program, .. job.Command])} --shard ")
            .Append("\"$SLURM_ARRAY_TASK_ID/").Append(job.Parts).Append("\"\n").ToString();
    }

    /// <summary>Submits a job script.</summary>
    /// <param name="script">The file with the script.</param>
    /// <param name="sbatch">The program that submits.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>The job's number.</returns>
    /// <exception cref="EnvironmentException">There is no such program, or it refused; the message has what it said.</exception>
    public static async Task<string> SubmitAsync(string script, string sbatch, CancellationToken stop)
    {
        var start = new ProcessStartInfo(sbatch) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in new[] { "--parsable", script }) start.ArgumentList.Add(word);
        using var process = Start(start);
        var errors = process.StandardError.ReadToEndAsync(stop);
        var output = await process.StandardOutput.ReadToEndAsync(stop).ConfigureAwait(false);
        await process.WaitForExitAsync(stop).ConfigureAwait(false);
        if (process.ExitCode == 0) return output.Trim().Split(';')[0]; // with several clusters the cluster's name follows
        var said = (await errors.ConfigureAwait(false)).Trim();
        throw new EnvironmentException($"'{sbatch}' refused '{script}': "
            + (said.Length > 0 ? said : string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {process.ExitCode} and said nothing")));
    }

    IEnumerable<string> Problems()
    {
        if (Time is not null && !TimeText().IsMatch(Time))
            yield return $"--time: expected minutes, H:MM:SS, D-HH:MM:SS or UNLIMITED, found '{Time}'";
        foreach (var option in Options.Where(option => !OptionText().IsMatch(option)))
            yield return $"--option: expected an option of sbatch in one line, such as --partition=gpu, found '{option}'";
        // Slurm leaves the task's number out of the name of a log that has a backslash.
        if (Logs.AsSpan().IndexOfAny('\\', '\n', '\r') >= 0 || job.Folder.AsSpan().IndexOfAny('\n', '\r') >= 0)
            yield return $"output: expected a folder without line breaks and backslashes in its path, which a job script cannot name, found '{Logs}'";
    }

    /// <summary>Numbers as Slurm writes an array: <c>1-3,7</c>.</summary>
    public static string Ranges(IReadOnlyList<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var ranges = new List<string>();
        for (var first = 0; first < numbers.Count;)
        {
            var last = first;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1) last++;
            ranges.Add(last == first ? FormattableString.Invariant($"{numbers[first]}") : FormattableString.Invariant($"{numbers[first]}-{numbers[last]}"));
            first = last + 1;
        }

        return string.Join(',', ranges);
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new EnvironmentException($"'{start.FileName}': expected Slurm's program that submits jobs, found none that can be run: {exception.Message}. "
                + "Run this on a machine that can submit, or with --dry-run, which prints the script.", exception);
        }
    }

    /// <summary>
    /// A word in a line of options. Source: sbatch's reader of such lines: a word ends at a blank outside quotes, the line at <c>#</c> (in early versions in
    /// quotes too), and a backslash takes the next character as it is, everywhere.
    /// </summary>
    static string Quoted(string word) => !word.AsSpan().ContainsAny(NeedQuotes)
        ? word
        : $"\"{Signs().Replace(word, @"\$0")}\"";

    [GeneratedRegex(@"[\\""#]", RegexOptions.CultureInvariant)]
    private static partial Regex Signs();

    [GeneratedRegex(@"^(([0-9]+-)?[0-9]+(:[0-9]{1,2}){0,2}|UNLIMITED)\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeText();

    [GeneratedRegex(@"^--?[A-Za-z][^\r\n]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex OptionText();
}
