using System.CommandLine;
using RobotVision.Cluster;
using RobotVision.CommandLine;
using RobotVision.Files;

namespace RobotVision.Tools.Cluster;

/// <summary><c>robotvision submit</c>: runs the parts of divided work on a cluster.</summary>
sealed class SubmitCommand
{
    readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "The command to divide with all its arguments, after --",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly Option<int> _parts = new("--parts") { Description = "Number of parts", Required = true, HelpName = "N" };

    readonly Option<int?> _parallel = new("--parallel") { Description = "Run so many parts at once at most", HelpName = "N" };

    readonly Option<int> _cpus = new("--cpus") { Description = "Processors of one part", DefaultValueFactory = _ => 2, HelpName = "N" };

    readonly Option<string> _memory = new("--memory") { Description = "Memory of one part", DefaultValueFactory = _ => "4G", HelpName = "4G" };

    readonly Option<int> _gpus = new("--gpus") { Description = "GPUs of one part", HelpName = "N" };

    readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the job instead of submitting it" };

    /// <summary>Makes the command with its engines.</summary>
    public static Command Create() => new("submit", """
        Runs the parts of a command on a cluster. What is done already is not done again, so the same line submits what is left.

        Example: robotvision submit slurm --parts 40 -- replay matches/a.mp4 matches/b.mp4 --jsonl results/{}.jsonl
        Example: robotvision submit kubernetes --parts 8 --image lab/robotvision --volume data=/data --folder /data -- evaluate --data d.yaml --output out
        """) { new SubmitCommand().Slurm(), new SubmitCommand().Kubernetes() };

    Command Slurm()
    {
        var time = new Option<string?>("--time") { Description = "The longest time of one part", HelpName = "H:MM:SS" };
        var options = new Option<string[]>("--option")
        {
            Description = "Another option of sbatch, such as --option=--partition=gpu; may be repeated",
            HelpName = "OPTION",
            DefaultValueFactory = _ => [],
        };
        var sbatch = new Option<string>("--sbatch") { Description = "The program that submits", DefaultValueFactory = _ => "sbatch", HelpName = "FILE" };
        var command = new Command("slurm", """
            Writes OUTPUT.parts/job.sh, a job array with a task for each part that is left, and submits it with sbatch. The parts must be in a
            folder that all nodes share.

            Example: robotvision submit slurm --parts 40 --option=--partition=long -- evaluate --data photos/data.yaml --output runs/evaluation
            """) { _command, _parts, _parallel, _cpus, _memory, _gpus, time, options, sbatch, _dryRun };
        command.SetAction(async (arguments, stop) =>
        {
            var (job, parts) = Read(arguments, Directory.GetCurrentDirectory());
            var left = LeftOf(parts, job);
            if (left.Count == 0) return await NothingLeftAsync(parts).ConfigureAwait(false);
            var logs = Path.GetFullPath(Path.Combine(parts, "logs"));
            var array = new SlurmArray(job, ThisProgram())
            {
                Left = left,
                Logs = logs,
                Time = arguments.GetValue(time),
                Options = arguments.GetValue(options)!,
            };
            if (arguments.GetValue(_dryRun)) return Print(array.ToScript());
            var number = await SubmitAsync(array, Path.GetFullPath(Path.Combine(parts, "job.sh")), arguments.GetValue(sbatch)!, stop).ConfigureAwait(false);
            Console.WriteLine(
                $"job {number}: parts {SlurmArray.Ranges(left)} of {job.Parts}; 'robotvision status {ShellText.Quote(parts)}' shows what is done");
            return CommandRunner.Success;
        });
        return command;
    }

    /// <summary>Writes the script and submits it; where that fails, nothing is left behind that was not there before.</summary>
    static async Task<string> SubmitAsync(SlurmArray array, string script, string sbatch, CancellationToken stop)
    {
        var (text, isNew, made) = (array.ToScript(), !File.Exists(script), new List<string>());
        for (var folder = array.Logs; !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)!) made.Add(folder);
        Directory.CreateDirectory(array.Logs);
        try
        {
            WholeFile.WriteAllText(script, text);
            return await SlurmArray.SubmitAsync(script, sbatch, stop).ConfigureAwait(false);
        }
        catch
        {
            if (isNew) File.Delete(script);
            foreach (var folder in made.Where(folder => !Directory.EnumerateFileSystemEntries(folder).Any())) Directory.Delete(folder);
            throw;
        }
    }

    Command Kubernetes()
    {
        var image = new Option<string>("--image")
        {
            Description = "The container image with the program, as tools/Containerfile makes it",
            Required = true,
            HelpName = "IMAGE",
        };
        var volumes = new Option<string[]>("--volume")
        {
            Description = "A persistent volume claim and where the container has it; may be repeated. Inputs and parts are on it",
            HelpName = "CLAIM=/PATH",
            DefaultValueFactory = _ => [],
        };
        var folder = new Option<string>("--folder")
        {
            Description = "The folder in the container in which the command runs",
            Required = true,
            HelpName = "/PATH",
        };
        var space = new Option<string>("--namespace") { Description = "The namespace", DefaultValueFactory = _ => "default", HelpName = "NAME" };
        var config = new Option<string?>("--kubeconfig") { Description = "Where the cluster is; that of kubectl unless said otherwise", HelpName = "FILE" };
        var command = new Command("kubernetes", """
            Submits an Indexed Job with a pod for each part to the API server; --dry-run prints it as YAML. Parts that are done end at once.

            Example: robotvision submit kubernetes --parts 8 --image lab/robotvision --volume data=/data --folder /data -- evaluate --data d.yaml --output out
            """) { _command, _parts, _parallel, _cpus, _memory, _gpus, image, volumes, folder, space, config, _dryRun };
        command.SetAction(async (arguments, stop) =>
        {
            var (job, parts) = Read(arguments, arguments.GetValue(folder)!);
            var submitted = new IndexedJob(job, arguments.GetValue(image)!)
            {
                Namespace = arguments.GetValue(space)!,
                Volumes = [.. arguments.GetValue(volumes)!.Select(ReadVolume)],
            }.ToJob();
            var yaml = IndexedJob.ToYaml(submitted);
            if (arguments.GetValue(_dryRun)) return Print(yaml);
            var name = await IndexedJob.SubmitAsync(arguments.GetValue(config), IndexedJob.FromYaml(yaml), stop).ConfigureAwait(false);
            Console.WriteLine($"job {name}: {job.Parts} parts; 'robotvision status {ShellText.Quote(parts)}' shows in {job.Folder} what is done");
            return CommandRunner.Success;
        });
        return command;
    }

    /// <summary>The job of a command line, and the folder of its parts.</summary>
    (ClusterJob Job, string Parts) Read(ParseResult arguments, string folder)
    {
        ParseResult divided;
        try
        {
            divided = CommandWords.Parse(arguments, arguments.GetValue(_command)!);
        }
        catch (InvalidDataException exception)
        {
            throw new OptionException(exception.Message, exception);
        }

        if (divided.CommandResult.Command is not DividedCommand command)
            throw new OptionException($"expected a command with --shard, which can be divided, found '{divided.CommandResult.Command.Name}'.");
        if (command.NamesPart(divided)) throw new OptionException("--shard: expected a command without it, since each task does a part of its own, found one.");
        var parts = command.PartsOf(divided) ?? throw command.NotDivisible();
        var job = new ClusterJob
        {
            Command = command.WordsOf(divided),
            Parts = arguments.GetValue(_parts),
            Folder = folder,
            AtOnce = arguments.GetValue(_parallel),
            Processors = arguments.GetValue(_cpus),
            Memory = arguments.GetValue(_memory)!,
            Gpus = arguments.GetValue(_gpus),
        };
        job.Validate();
        return (job, parts);
    }

    /// <summary>The parts that are neither done nor being made.</summary>
    static IReadOnlyList<int> LeftOf(string parts, ClusterJob job)
    {
        if (!Directory.Exists(parts) || PartSet.TryFind([parts]) is not { } set) return [.. Enumerable.Range(1, job.Parts)];
        if (set.First.Of != job.Parts || !set.First.Arguments.SequenceEqual(job.Command))
            throw new OptionException($"'{parts}': expected parts of this command and --parts {job.Parts}, found those of {set.First.Of} and "
                + $"'{ShellText.Join(set.First.Arguments)}'. Choose another output, or delete the folder.");
        return [.. set.Left.Where(part => part.State != PartState.Running).Select(part => part.Shard.Part)];
    }

    static async Task<int> NothingLeftAsync(string parts)
    {
        await Console.Error.WriteLineAsync("nothing is submitted, since all parts are done or being made; "
            + $"'robotvision status {ShellText.Quote(parts)}' shows them").ConfigureAwait(false);
        return CommandRunner.Success;
    }

    static KeyValuePair<string, string> ReadVolume(string text) => text.Split('=', 2) is [{ Length: > 0 } claim, ['/', ..] path]
        ? new(claim, path)
        : throw new OptionException($"--volume: expected CLAIM=/PATH, found '{text}'.");

    /// <summary>How this program was started, so that a node starts the same one.</summary>
    static IReadOnlyList<string> ThisProgram()
    {
        var (host, program) = (Environment.ProcessPath!, Path.GetFullPath(Environment.GetCommandLineArgs()[0]));
        return Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, program] : [host];
    }

    static int Print(string text)
    {
        Console.Write(text);
        return CommandRunner.Success;
    }
}
