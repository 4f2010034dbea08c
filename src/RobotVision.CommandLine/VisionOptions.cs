using System.CommandLine;
using System.Globalization;
using System.Net;
using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Recording;

namespace RobotVision.CommandLine;

/// <summary>The options that every command has that runs the network: which model, on what, and where the results go.</summary>
public sealed class VisionOptions
{
    readonly Option<string?> _model = new("--model")
    {
        Description = "The network, an ONNX file with its metadata; the shipped one unless said otherwise",
        HelpName = "FILE",
    };

    readonly Option<double?> _budget = new("--budget")
    {
        Description = "Milliseconds that inference on a frame may take, of all cameras together: --model auto keeps to it, and so do close-ups of a live "
            + FormattableString.Invariant($"run; {UsualBudget.TotalMilliseconds:0.##} unless said otherwise"),
        HelpName = "MS",
    };

    readonly Option<Accelerator> _require = new("--require")
    {
        Description = "Run on this processor or fail: cpu, cuda; auto takes CUDA where it works",
        DefaultValueFactory = _ => Accelerator.Auto,
        HelpName = "cpu|cuda|auto",
    };

    readonly Option<int> _threads = new("--threads")
    {
        Description = "CPU threads of the network, 1..64",
        DefaultValueFactory = _ => 1,
        HelpName = "N",
    };

    readonly Option<int> _looks = new("--looks")
    {
        Description = $"Close-ups of each frame after the look at its whole view, 0..{CloseUpChooser.MostCloseUps}; they find what is small",
        DefaultValueFactory = _ => 0,
        HelpName = "N",
    };

    readonly Option<string[]> _thresholds = new("--threshold")
    {
        Description =
            "Confidence from which a class counts instead of the model's own, for example ball=0.6, "
            + "also of a class that is off because the model was not trained on it; may be repeated",
        HelpName = "CLASS=VALUE",
        DefaultValueFactory = _ => [],
    };

    readonly Option<string?> _options = new("--options")
    {
        Description = $"Thresholds, close-ups and camera controls from a file, {SavedOptions.SchemaName} as JSON, where the command line says nothing; "
            + "the page of --web saves its sliders there",
        HelpName = "FILE",
    };

    readonly OutputOption _jsonLines = new("--jsonl") { Description = "Write one JSON object a frame; - is the standard output", HelpName = "FILE" };

    readonly Option<string?> _udp = new("--udp")
    {
        Description = "Send one Protobuf message a frame to this address, of a machine, a multicast group or a network (broadcast)",
        HelpName = "ADDRESS:PORT",
    };

    readonly Option<string?> _rosBridge = new("--rosbridge")
    {
        Description = "Publish vision_msgs to ROS 2 through the rosbridge server there, ws://HOST:9090, as /robotvision/detections, /robotvision/detections_3d "
            + "and /robotvision/tracks_3d; '?prefix=/head,camera=head_optical_frame,ground=base_link' behind it names topics and frames",
        HelpName = "ADDRESS",
    };

    /// <summary>Whether the file of <c>--options</c> may still be missing, because the command can write it.</summary>
    public Func<ParseResult, bool> MayMakeOptions { get; init; } = _ => false;

    /// <summary>Longest value of <c>--budget</c>, in milliseconds.</summary>
    const double LongestBudget = 10_000;

    static TimeSpan UsualBudget => new CloseUpOptions().Budget;

    /// <summary>Adds all options to a command, which then asks for <see cref="ChooseModel"/>.</summary>
    public void AddTo(Command command)
    {
        AddModelTo(command);
        _model.Description += "; auto: the best of the shipped ones that keeps to --budget on this processor, auto:FOLDER: of those and a folder's";
        _model.HelpName = "FILE|auto|auto:FOLDER";
        AddBudgetTo(command);
        foreach (var option in new Option[] { _thresholds, _options, _jsonLines, _udp, _rosBridge }) command.Options.Add(option);
    }

    /// <summary>Adds the options that say which model runs and on what.</summary>
    /// <param name="command">The command.</param>
    /// <param name="threads">Whether <c>--threads</c> is to be the threads of the network; otherwise it is the command's own.</param>
    /// <param name="looks">Close-ups of each frame unless the user says otherwise.</param>
    public void AddModelTo(Command command, bool threads = true, int looks = 0)
    {
        _looks.DefaultValueFactory = _ => looks;
        foreach (var option in new Option[] { _model, _require, _looks }) command.Options.Add(option);
        if (threads) command.Options.Add(_threads);
    }

    /// <summary>Adds the option that says what inference on a frame may take.</summary>
    public void AddBudgetTo(Command command) => command.Options.Add(_budget);

    /// <summary>Adds the option that names the model, alone.</summary>
    public void AddModelFileTo(Command command) => command.Options.Add(_model);

    /// <summary>The file of the model that was asked for; the shipped one in float32 unless said otherwise.</summary>
    public string ModelFile(ParseResult arguments) => NamedModel(arguments) ?? ShippedModel.FindFloat32();

    /// <summary>Whether the model is to be chosen: <c>--model auto</c>.</summary>
    public bool IsAuto(ParseResult arguments) => AutoModel.IsAsked(arguments.GetValue(_model));

    /// <summary>
    /// The file of the model that was asked for, or the shipped one. That of <c>--model auto</c> is chosen by its speed on this processor and told on the
    /// standard error.
    /// </summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cameras">How many cameras share the time.</param>
    /// <param name="ofImages">Whether it runs on images that stand for themselves, which leave nothing to remember, instead of a camera or a video.</param>
    /// <returns>The model's file, for <see cref="LoadModel(ParseResult, string?, int)"/>.</returns>
    /// <exception cref="OptionException">An option is out of range.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There is no model to choose.</exception>
    public string ChooseModel(ParseResult arguments, int cameras = 1, bool ofImages = false)
    {
        var accelerator = arguments.GetValue(_require);
        if (!IsAuto(arguments))
            return arguments.GetValue(_model) ?? (ofImages ? ShippedModel.FindFor(accelerator) : ShippedModel.FindForVideo(accelerator));
        var looking = Looking(arguments);
        var choice = Auto(arguments).Choose(AutoModel.FolderOf(arguments.GetValue(_model)!), looking.Budget, looking.CloseUps, cameras, ofImages);
        Console.Error.WriteLine($"{(choice.IsInBudget ? "" : "warning: ")}{_model.Name} {AutoModel.Word}: {choice.Told}");
        return choice.Path;
    }

    /// <summary>What chooses the model, as the command line has it run.</summary>
    public AutoModel Auto(ParseResult arguments) =>
        new(new() { Accelerator = arguments.GetValue(_require), Threads = Threads(arguments) }, AutoModel.UsualCache, TimeProvider.System);

    /// <summary>Whether the command line names a model, thresholds or close-ups, which then hold instead of those of a recording.</summary>
    /// <inheritdoc cref="Saved"/>
    public (bool Model, bool Thresholds, bool Looks) Given(ParseResult arguments)
    {
        bool IsGiven(Option option) => arguments.GetResult(option) is { Implicit: false };
        var saved = Saved(arguments);
        return (IsGiven(_model) && !IsAuto(arguments), IsGiven(_thresholds) || saved.Thresholds.Count > 0, IsGiven(_looks) || saved.CloseUps is not null);
    }

    /// <summary>The file of <c>--options</c>; null where none is named.</summary>
    public string? OptionsFile(ParseResult arguments) => arguments.GetValue(_options);

    /// <summary>What the file of <c>--options</c> holds now; nothing without one.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, and the command cannot write it.</exception>
    /// <exception cref="InvalidDataException">It is not such a file, or a value is out of range.</exception>
    public SavedOptions Saved(ParseResult arguments) =>
        OptionsFile(arguments) is { } path && (File.Exists(path) || !MayMakeOptions(arguments)) ? SavedOptions.Read(path) : new();

    /// <summary>CPU threads of the network.</summary>
    public int Threads(ParseResult arguments) => arguments.GetValue(_threads);

    /// <summary>Loads the model of a recording in the same way; on as many threads as it ran there unless the command line says otherwise.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="path">Its file.</param>
    /// <param name="recorded">The recording's settings.</param>
    /// <param name="closeUps">So many close-ups may be asked of it later, if more than in the recording.</param>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    public VisionModel LoadModel(ParseResult arguments, string? path, RunSettings recorded, int closeUps) => LoadModel(
        arguments, path, arguments.GetResult(_threads) is { Implicit: false } ? Threads(arguments) : recorded.Threads,
        Math.Max(recorded.MostCloseUps, closeUps));

    /// <summary>Loads the model that was asked for, or another one in the same way.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="path">The other one's file.</param>
    /// <param name="closeUps">So many close-ups may be asked of it later, if more than the command line says.</param>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    public VisionModel LoadModel(ParseResult arguments, string? path = null, int closeUps = 0) =>
        LoadModel(arguments, path, arguments.GetValue(_threads), closeUps);

    /// <summary>Loads the model that was asked for, or another one, once for each frame that is to run at the same time, each on one thread.</summary>
    /// <exception cref="InvalidDataException">It cannot be used.</exception>
    public IReadOnlyList<VisionModel> LoadModels(ParseResult arguments, string? path, int count)
    {
        var models = new List<VisionModel>();
        try
        {
            while (models.Count < count) models.Add(LoadModel(arguments, path, threads: 1, closeUps: 0));
            return models;
        }
        catch
        {
            foreach (var model in models) model.Dispose();
            throw;
        }
    }

    string? NamedModel(ParseResult arguments) => IsAuto(arguments)
        ? throw new OptionException($"{_model.Name}: expected a model's file, found '{arguments.GetValue(_model)}', which 'run' and 'replay' alone know.")
        : arguments.GetValue(_model);

    VisionModel LoadModel(ParseResult arguments, string? path, int threads, int closeUps)
    {
        path ??= NamedModel(arguments) ?? ShippedModel.FindFor(arguments.GetValue(_require));
        OutputFiles.Check(arguments, (_model.Name, path));
        return VisionModel.Load(path, new InferenceOptions
        {
            Accelerator = arguments.GetValue(_require),
            Threads = threads,
            MaxSamples = Math.Max(1, Math.Max(Looking(arguments).CloseUps, closeUps)),
        });
    }

    /// <summary>How often to look at a frame, and in what time.</summary>
    /// <exception cref="OptionException">A number is out of range.</exception>
    public CloseUpOptions Looking(ParseResult arguments)
    {
        var looks = arguments.GetResult(_looks) is { Implicit: false } ? arguments.GetValue(_looks)
            : Saved(arguments).CloseUps ?? arguments.GetValue(_looks);
        return looks is >= 0 and <= CloseUpChooser.MostCloseUps
            ? new() { CloseUps = looks, Budget = Budget(arguments) }
            : throw new OptionException($"--looks: expected 0..{CloseUpChooser.MostCloseUps}, found {looks}.");
    }

    /// <summary>What inference on a frame may take.</summary>
    /// <exception cref="OptionException">It is out of range.</exception>
    public TimeSpan Budget(ParseResult arguments) => arguments.GetValue(_budget) is not { } milliseconds ? UsualBudget
        : milliseconds is > 0 and <= LongestBudget && TimeSpan.FromMilliseconds(milliseconds) is { Ticks: > 0 } budget ? budget
        : throw new OptionException(FormattableString.Invariant(
            $"{_budget.Name}: expected milliseconds above 0, at most {LongestBudget}, found {milliseconds}."));

    /// <summary>The model's thresholds, with those of the command line in their place however often a frame is looked at.</summary>
    /// <exception cref="OptionException">One is not of the form CLASS=VALUE.</exception>
    public FrameThresholds Thresholds(ParseResult arguments, VisionModel model) => Thresholds(arguments, model, FrameThresholds.Of(model.Contract));

    /// <summary>Thresholds with those of the command line in their place however often a frame is looked at.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="model">Knows the classes.</param>
    /// <param name="others">The thresholds that the command line does not name.</param>
    /// <exception cref="OptionException">One is not of the form CLASS=VALUE.</exception>
    public FrameThresholds Thresholds(ParseResult arguments, VisionModel model, FrameThresholds others) =>
        new(ThresholdsFor(arguments, model.Contract, others.For(0)), ThresholdsFor(arguments, model.Contract, others.For(1)));

    Thresholds ThresholdsFor(ParseResult arguments, ModelContract model, Thresholds others)
    {
        var values = others.Values.ToArray();
        foreach (var (name, value) in Saved(arguments).Thresholds)
            values[(int)(model.Classes.TryParse(name, out var saved)
                ? saved
                : throw new OptionException($"--options: expected thresholds of classes of {model.Classes}, found '{name}'."))]
                    = value ?? Detections.Thresholds.Off;
        var named = new HashSet<ObjectClass>();
        foreach (var text in arguments.GetValue(_thresholds)!)
        {
            if (text.Split('=') is not [var name, var number] || !model.Classes.TryParse(name, out var objectClass)
                || !float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value is not (> 0 and < 1))
                throw new OptionException(
                    $"--threshold: expected CLASS=VALUE with a class of {model.Classes} and 0 < VALUE < 1, found '{text}'.");
            if (!named.Add(objectClass)) throw new OptionException($"--threshold: expected each class once, found '{name}' twice.");
            values[(int)objectClass] = value;
        }

        return new Thresholds(values);
    }

    /// <summary>Whether the standard output carries results, so that messages for people go elsewhere.</summary>
    public bool WritesToStandardOutput(ParseResult arguments) => arguments.GetValue(_jsonLines) is { } path && JsonLinesPublisher.IsStandardOutput(path);

    /// <summary>Opens the publishers that were asked for; the caller owns them.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cameras">The cameras' names, in their order; null of one that has none.</param>
    /// <param name="ballRadius">The ball's radius in metres.</param>
    /// <param name="isLive">Whether results are to be had at once rather than whole.</param>
    /// <param name="timing">Whether to write what differs from run to run.</param>
    /// <exception cref="IOException">One cannot be written.</exception>
    public IReadOnlyList<IPublisher> OpenPublishers(
        ParseResult arguments, IReadOnlyList<string?> cameras, double ballRadius, bool isLive, bool timing)
    {
        var target = arguments.GetValue(_udp) is { } udp ? ParseEndPoint("--udp", udp) : null;
        var bridge = arguments.GetValue(_rosBridge) is { } ros ? RosPublisher.Parse(_rosBridge.Name, ros) : null;
        var publishers = new List<IPublisher>();
        try
        {
            // The network first, which leaves nothing behind when the file cannot be opened.
            if (target is not null) publishers.Add(new UdpPublisher(target));
            if (bridge is not null) publishers.Add(new RosPublisher(bridge, cameras, ballRadius, isLive));
            if (arguments.GetValue(_jsonLines) is { } path) publishers.Insert(0, new JsonLinesPublisher(path, isLive, timing));
            return publishers;
        }
        catch
        {
            foreach (var publisher in publishers) publisher.Dispose();
            throw;
        }
    }

    /// <summary>Reads an address and a port; names are looked up.</summary>
    /// <exception cref="OptionException">It is not of the form ADDRESS:PORT.</exception>
    public static IPEndPoint ParseEndPoint(string option, string text)
    {
        if (IPEndPoint.TryParse(text, out var endPoint) && endPoint.Port > 0) return endPoint;
        var colon = text.LastIndexOf(':');
        if (colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0)
        {
            try
            {
                return new IPEndPoint(Dns.GetHostAddresses(text[..colon])[0], port);
            }
            catch (System.Net.Sockets.SocketException exception)
            {
                throw new OptionException($"{option}: the address of '{text[..colon]}' cannot be found: {exception.Message}.", exception);
            }
        }

        throw new OptionException($"{option}: expected ADDRESS:PORT, for example 127.0.0.1:5005 or 239.0.0.1:5005, found '{text}'.");
    }
}
