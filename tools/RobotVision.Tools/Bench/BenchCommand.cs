using System.CommandLine;
using System.Globalization;
using RobotVision.CommandLine;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Bench;

/// <summary><c>robotvision bench</c>: measures every stage of a frame on this machine.</summary>
sealed class BenchCommand
{
    const double LeastSeconds = 1, MostSeconds = 36_000;

    readonly Argument<string?> _input = new("INPUT")
    {
        Description = "A video, a folder of images, a pattern or an MCAP recording; frames of a rendered match unless named",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string[]> _models = new("--model")
    {
        Description = "A network, an ONNX file with its metadata; may be repeated; the shipped ones, in int8 and float32, unless said otherwise",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };

    readonly Option<Accelerator> _require = new("--require")
    {
        Description = "Run on this processor or fail: cpu, cuda; auto takes CUDA where it works",
        DefaultValueFactory = _ => Accelerator.Cpu,
        HelpName = "cpu|cuda|auto",
    };

    readonly Option<string> _looks = List("--looks", "Numbers of close-ups to compare, 0..16", "0,3,6");

    readonly Option<string> _threads = List("--threads", "Numbers of CPU threads of the network to compare, 1..64; 1 and one for each core", AllThreads);

    readonly Option<string> _sizes = List("--sizes", "Sizes of the picture to compare, 0.1..4 times each side", "0.5,1,2");

    readonly Option<string> _cameras = List("--cameras", "Numbers of cameras to compare, 1..8", "1,2,3,4");

    readonly Option<bool> _loaded = new("--loaded") { Description = "Compare with the same while all processor cores are kept busy by other threads" };

    readonly Option<double> _seconds = new("--seconds")
    {
        Description = "About how long to measure in all, 1..36000 s; loading and rendering come on top",
        DefaultValueFactory = _ => new BenchOptions { Models = [] }.Time.TotalSeconds,
        HelpName = "N",
    };

    readonly OutputOption _json = new("--json") { Description = "Write all figures as JSON", HelpName = "FILE" };

    readonly OutputOption _report = new("--report") { Description = "Write a page with charts (.html)", HelpName = "FILE" };

    readonly PlaceOptions _place = new(_ => new());

    static string AllThreads { get; } =
        string.Join(',', new[] { 1, Math.Min(64, Environment.ProcessorCount) }.Distinct().Select(count => count.ToString(CultureInfo.InvariantCulture)));

    public static Command Create()
    {
        var bench = new BenchCommand();
        var command = new Command("bench", """
            Measures how fast frames go through every stage on this machine: reading, sampling, network, close-ups, decoding, placing, tracking,
            publishing, and all of it; percentiles, allocated memory, frames/s. Networks, close-ups, threads, sizes and cameras are compared by turns.

            Example: robotvision bench match.mp4 --loaded --seconds 60 --report runs/bench.html
            """)
        {
            bench._input, bench._models, bench._require, bench._looks, bench._threads, bench._sizes, bench._cameras, bench._loaded, bench._seconds,
            bench._json, bench._report,
        };
        bench._place.AddTo(command);
        command.SetAction(bench.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var options = Options(arguments);
        OutputFiles.Check(arguments, _models.Name, options.Models);
        foreach (var output in OutputFiles.Values(arguments)) WholeFile.Probe(output); // before the work, not after
        using var placing = _place.Open(arguments, isLive: false, [null]);
        BenchReport? report = null;
        await ConsoleProgress.RunAsync(async progress =>
        {
            await OnItsOwnThread(() =>
            {
                using var input = arguments.GetValue(_input) is { } path
                    ? BenchInput.Open(path, placing.Placer.Setup)
                    : BenchInput.Render(done => progress(new("rendering", done, BenchInput.RenderedFrames, "frames")), stop);
                report = new BenchRun(options, input).Run((done, all) => progress(new("measuring", done, all, "turns")), stop);
            }).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (arguments.GetValue(_json) is { } json) WholeFile.WriteAllText(json, report!.ToJson());
        if (arguments.GetValue(_report) is { } page) BenchPage.Draw(report!).Write(page);
        Console.Write(BenchTable.Write(report!));
        return CommandRunner.Success;
    }

    BenchOptions Options(ParseResult arguments)
    {
        var seconds = arguments.GetValue(_seconds);
        if (seconds is not (>= LeastSeconds and <= MostSeconds))
            throw new OptionException(string.Create(CultureInfo.InvariantCulture, $"--seconds: expected {LeastSeconds} to {MostSeconds}, found {seconds}."));
        return new()
        {
            Models = arguments.GetValue(_models) is { Length: > 0 } models ? models : ShippedModel.Files,
            Looks = BenchOptions.ParseLooks(arguments.GetValue(_looks)!),
            Threads = BenchOptions.ParseThreads(arguments.GetValue(_threads)!),
            Sizes = BenchOptions.ParseSizes(arguments.GetValue(_sizes)!),
            Cameras = BenchOptions.ParseCameras(arguments.GetValue(_cameras)!),
            IsLoaded = arguments.GetValue(_loaded),
            Accelerator = arguments.GetValue(_require),
            Time = TimeSpan.FromSeconds(seconds),
        };
    }

    static Option<string> List(string name, string description, string usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N,N" };

    /// <summary>What is measured waits for no thread of the runtime's pool.</summary>
    static Task OnItsOwnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
