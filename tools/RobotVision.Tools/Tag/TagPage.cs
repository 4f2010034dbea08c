using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using RobotVision.CommandLine;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Reports;
using RobotVision.Tagging.Frames;
using RobotVision.Tagging.Guesses;
using RobotVision.Tagging.Session;
using RobotVision.Tools.Output;
using RobotVision.Web;

namespace RobotVision.Tools.Tag;

/// <summary>What <c>tag</c> and <c>teach</c> share: their options, the frames that they open and the page that they serve.</summary>
sealed class TagPage
{
    readonly VisionOptions _vision = new();

    readonly Argument<string> _path = new("PATH") { Description = "A folder of images, a video, or a data set (its folder or data.yaml)" };

    readonly Option<int> _port = new("--port") { Description = "The port on 127.0.0.1; 0 for any that is free", HelpName = "N" };

    readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Print the page's address without opening a browser" };

    readonly Option<bool> _noModel = new("--no-model") { Description = "Show no guesses of a model" };

    readonly Option<double> _every = new("--every") { Description = "Of a video, take one frame in this many seconds, 0 for all", HelpName = "SECONDS" };

    readonly Option<string[]> _classes = new("--classes")
    {
        Description = "The built-in classes that are tagged in a folder without data.yaml, all eight unless said otherwise; the others count as not labelled",
        HelpName = "CLASS",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the argument and options to a command.</summary>
    readonly Option<string[]> _extra = new("--extra")
    {
        Description = "Classes of your own, besides the eight, in a folder without data.yaml; a data set names them under 'extra'",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_path);
        foreach (Option option in new Option[] { _port, _noBrowser, _noModel, _every, _classes, _extra }) command.Options.Add(option);
        _vision.AddModelTo(command);
    }

    /// <summary>How many close-ups of each frame the guesses are made with.</summary>
    public int CloseUps(ParseResult arguments) => _vision.Looking(arguments).CloseUps;

    /// <summary>Serves the page until Ctrl-C.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="companion">Creates what works beside the tagging; null for nothing.</param>
    public async Task<int> RunAsync(ParseResult arguments, CancellationToken stop, Func<TagSession, TagCompanion>? companion = null)
    {
        var extra = arguments.GetValue(_extra)!;
        if (ClassNames.Problem(extra) is { } problem) throw new OptionException($"--extra: {problem}.");
        var classes = ClassNames.With(extra);
        var labelled = ReadClasses(arguments.GetValue(_classes)!).With(ClassSet.Of([.. classes.Classes]).Without(ClassSet.BuiltIn));
        var path = await ExtractAsync(arguments, stop).ConfigureAwait(false);
        var notes = Warnings.OfData();
        var set = TagInput.Open(path, labelled, notes, classes);
        if (extra.Length > 0 && !set.ClassNames.Equals(classes))
            throw new OptionException(
                $"--extra: expected a folder without data.yaml, found one with the classes {set.ClassNames}; add them there, under 'extra' and 'names'.");
        using var session = new TagSession(set, LoadModel(arguments, set.ClassNames));
        var page = new TagEndpoints(session, companion is not null, stop);
        var beside = companion?.Invoke(session);
        await using var server = await PageServer.StartAsync(["tag", .. beside?.Pages ?? []], arguments.GetValue(_port), api =>
        {
            page.Map(api);
            beside?.Map(api);
        }, TimeProvider.System).ConfigureAwait(false);
        Console.WriteLine($"{Plural.Of(set.Frames.Count, "frame")} in {set.Folder}");
        Console.WriteLine(server.Address);
        if (!arguments.GetValue(_noBrowser)) Browser.Open(server.Address);
        try
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is the ordinary end: everything is on the disk.
        }
        finally
        {
            if (beside is not null) await beside.Work.DisposeAsync().ConfigureAwait(false);
        }

        var progress = session.Progress();
        Console.WriteLine($"{progress.Done} of {Plural.Of(progress.Frames, "frame")} done");
        return CommandRunner.Success;
    }

    /// <summary>The folder to tag: of a video, that of its frames, extracted now unless they were before.</summary>
    async Task<string> ExtractAsync(ParseResult arguments, CancellationToken stop)
    {
        var path = arguments.GetValue(_path)!;
        var every = arguments.GetValue(_every);
        if (!(every is >= 0 and < 1e6)) throw new OptionException(FormattableString.Invariant($"--every: expected seconds from 0 on, found {every}."));
        if (!VideoFrames.IsVideo(path)) return path;
        var folder = VideoFrames.FolderOf(path);
        if (File.Exists(Path.Combine(folder, VideoFrames.IndexName)))
        {
            Console.WriteLine($"the frames of {path} are in {folder} already; remove it to take others");
            return folder;
        }

        using var source = Warnings.OpenRecording(path);
        await ConsoleProgress.RunAsync($"taking frames into {folder}", source.FrameCount, report => Task.Run(
            () => VideoFrames.Extract(source, folder, TimeSpan.FromSeconds(every), done => report(done, "frames"), stop), stop)).ConfigureAwait(false);
        return folder;
    }

    ModelGuesses? LoadModel(ParseResult arguments, ClassNames classes)
    {
        if (arguments.GetValue(_noModel)) return null;
        var looking = _vision.Looking(arguments);
        var model = _vision.LoadModel(arguments);
        try
        {
            return new(model, looking.CloseUps, classes: classes);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    static ClassSet ReadClasses(string[] names)
    {
        if (names.Length == 0) return ClassSet.BuiltIn;
        return ClassSet.Of([.. names.Select(name => ClassNames.BuiltIn.TryParse(name, out var known)
            ? known
            : throw new OptionException($"--classes: expected some of {string.Join(", ", ObjectClasses.Names)}, found '{name}'."))]);
    }
}

/// <summary>What works beside the tagging.</summary>
/// <param name="Pages">Its pages besides that of the tagging.</param>
/// <param name="Map">Maps its endpoints.</param>
/// <param name="Work">What ends with the page.</param>
sealed record TagCompanion(IReadOnlyList<string> Pages, Action<IEndpointRouteBuilder> Map, IAsyncDisposable Work);
