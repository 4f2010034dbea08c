using System.CommandLine;
using System.Text.Json.Nodes;
using RobotVision.CloseUps;
using RobotVision.CommandLine;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Recording;

namespace RobotVision.Tools.Replay;

/// <summary>
/// The replay of a recording of <c>run --record</c>: model, thresholds, close-ups, calibration and poses are those of the recording where the command line
/// says nothing, and the results are compared with the recorded ones.
/// </summary>
/// <param name="arguments">The command line.</param>
/// <param name="run">The recording.</param>
/// <param name="vision">The options of what runs.</param>
/// <param name="place">The options of where the camera is.</param>
/// <param name="live">The options of the page, which changes thresholds and close-ups.</param>
sealed class RecordingReplay(ParseResult arguments, RecordedRun run, VisionOptions vision, PlaceOptions place, LiveOptions live)
{
    FrameInputs _first;

    /// <summary>What decided the recorded results.</summary>
    public RunSettings Settings => run.Settings;

    /// <summary>What decided the results of each frame, as far as the command line does not say otherwise.</summary>
    public RecordedInputs Inputs { get; } = new()
    {
        HasThresholds = !vision.Given(arguments).Thresholds && !live.HasPage(arguments),
        HasCloseUps = !vision.Given(arguments).Looks && !live.HasPage(arguments),
        HasPoses = run.Cameras.All(camera => place.KeepsPoses(arguments, camera)),
    };

    /// <summary>The names of the cameras; null of one that has none.</summary>
    public IReadOnlyList<string?> Names => [.. run.Cameras.Select(camera => camera.Name)];

    /// <summary>What decided the recorded results, of each camera.</summary>
    public IReadOnlyList<RunSettings> Cameras => run.Cameras;

    /// <summary>How often to look at a frame at most: each frame as often as in the recording, unless the command line says otherwise.</summary>
    public CloseUpOptions Looking => vision.Given(arguments).Looks
        ? vision.Looking(arguments)
        : new() { CloseUps = Settings.MostCloseUps, Budget = vision.Budget(arguments) };

    /// <summary>Close-ups where they are not those of each frame: those of the first. To be read once it is open.</summary>
    public int CloseUps => vision.Given(arguments).Looks ? Looking.CloseUps : _first.CloseUps;

    /// <summary>Thresholds where they are not those of each frame: those of the first, or of the command line. To be read once it is open.</summary>
    /// <exception cref="OptionException">One of the command line is not of the form CLASS=VALUE.</exception>
    public FrameThresholds Thresholds(VisionModel model)
    {
        var first = _first.Thresholds;
        return first.For(0).Count == model.Contract.Classes.Count ? vision.Thresholds(arguments, model, first) : vision.Thresholds(arguments, model);
    }

    /// <summary>What is found out.</summary>
    public RecordingComparison Comparison { get; private set; } = null!;

    /// <summary>The exit code after the run: 1 where results differ.</summary>
    public int ExitCode => Comparison.Different == 0 ? CommandRunner.Success : CommandRunner.Failure;

    /// <summary>Loads the model that the command line names, or that of the recording.</summary>
    /// <param name="closeUps">So many close-ups may be asked of it later.</param>
    /// <exception cref="InvalidDataException">The recording has none, or it cannot be used.</exception>
    public VisionModel LoadModel(int closeUps)
    {
        if (vision.Given(arguments).Model) return vision.LoadModel(arguments, null, Settings, closeUps);
        if (Settings.Model.IsEmpty)
            throw new InvalidDataException(
                $"Recording '{run.Path}': expected the model in it, found none; its hash is {Settings.ModelHash}. Name the model with --model.");
        var folder = Directory.CreateTempSubdirectory("robotvision-");
        try
        {
            var file = Path.Combine(folder.FullName, Path.GetFileName(Settings.ModelName) is { Length: > 0 } name ? name : RunSettings.ModelAttachment);
            File.WriteAllBytes(file, Settings.Model.Span);
            return vision.LoadModel(arguments, file, Settings, closeUps);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Opens the recording; the caller owns the source.</summary>
    /// <param name="model">What runs now.</param>
    /// <param name="setups">Where the cameras are now.</param>
    /// <param name="clock">Where times come from.</param>
    /// <exception cref="InvalidDataException">It holds no frame.</exception>
    public RecordingSource Open(VisionModel model, IEnumerable<CameraSetup> setups, TimeProvider clock)
    {
        var source = new RecordingSource(run, Inputs, clock);
        _first = source.FirstInputs;
        RunSettings Now(RunSettings camera, CameraSetup setup) =>
            place.Describe(arguments, new() { Camera = camera.Camera, Name = camera.Name, Provider = model.Provider.Name() }, setup, camera);
        Comparison = new(source, run.Cameras, [.. run.Cameras.Zip(setups, Now)]);
        return source;
    }

    /// <summary>What was found out, for a report.</summary>
    public static JsonObject ToJson(RecordingComparison comparison)
    {
        var json = new JsonObject { ["equal"] = comparison.Equal, ["different"] = comparison.Different };
        if (comparison.First is { } first) json["first_difference"] = new JsonObject { ["frame"] = first.Frame, ["reason"] = first.Reason };
        if (comparison.FirstCamera is { } camera) json["first_difference"]!["camera"] = camera;
        return json;
    }
}
