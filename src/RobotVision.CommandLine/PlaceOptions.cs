using System.CommandLine;
using System.Globalization;
using System.Net;
using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Placing;
using RobotVision.Poses;
using RobotVision.Recording;

namespace RobotVision.CommandLine;

/// <summary>The options that say where the camera is, so that what it sees has a place on the ground.</summary>
public sealed class PlaceOptions
{
    const string Udp = "udp://";

    readonly Option<string?> _calibration = new("--calibration")
    {
        Description = "The camera's calibration, OpenCV or ROS YAML: gives bearings, and with a pose places on the ground",
        HelpName = "FILE",
    };

    readonly Option<string?> _poses = new("--poses")
    {
        Description =
            "Where the camera is at any time: replay reads a file of robotvision.pose/1 lines, "
            + "run receives at udp://ADDRESS:PORT, which may be a multicast group",
        HelpName = "FILE|udp://ADDRESS:PORT",
    };

    readonly Option<string?> _pose = new("--pose")
    {
        Description =
            "Where a camera is that does not move: metres above the ground, degrees downwards, degrees to the right side down; 0.55,30,0. "
            + "Without it the calibration's, where it has one",
        HelpName = "HEIGHT,PITCH,ROLL",
    };

    readonly Option<double?> _latency = new("--camera-latency")
    {
        Description = "From the middle of the exposure to the frame's time stamp, -1000..1000 ms; the calibration's where it has one, else 0",
        HelpName = "MS",
    };

    readonly Option<string?> _field = new("--field")
    {
        Description =
            $"The field that is played on, to warn when its crossings no longer fit the camera's pose: {string.Join(", ", FieldDimensions.Leagues.Keys)}",
        HelpName = "NAME",
    };

    readonly Option<double> _ballRadius = new("--ball-radius")
    {
        Description = "The ball's radius in metres, 0.02..0.5",
        DefaultValueFactory = _ => new GroundOptions().BallRadius,
        HelpName = "METRES",
    };

    /// <summary>Adds all options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _calibration, _poses, _pose, _latency, _field, _ballRadius }) command.Options.Add(option);
    }

    /// <summary>Adds to the settings of a run where the camera is.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="settings">The settings of what is known otherwise.</param>
    /// <param name="setup">What <see cref="Open"/> made of the command line.</param>
    /// <param name="recorded">The settings of the recording that is replayed, which hold where the command line says nothing.</param>
    public RunSettings Describe(ParseResult arguments, RunSettings settings, CameraSetup setup, RunSettings? recorded = null) => settings with
    {
        Calibration = arguments.GetValue(_calibration) is { } file ? File.ReadAllText(file) : recorded?.Calibration,
        CalibrationName = arguments.GetValue(_calibration) is { } path ? Path.GetFileName(path) : recorded?.CalibrationName,
        HasPoses = setup.Poses is not null,
        BallRadius = setup.Ground.BallRadius,
        CameraLatency = setup.CameraLatency,
    };

    /// <summary>
    /// Whether the poses of a recording hold: the command line gives none, nor a calibration that knows where a camera is that has none there.
    /// </summary>
    public bool KeepsPoses(ParseResult arguments, RunSettings recorded) =>
        (arguments.GetValue(_pose) ?? arguments.GetValue(_poses)) is null && (recorded.HasPoses || arguments.GetValue(_calibration) is null);

    /// <summary>Reads calibration and poses, or begins to receive them; the caller disposes it after the run.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="isLive">Whether poses come while the frames do.</param>
    /// <param name="recorded">The settings of the recording that is replayed, which hold where the command line says nothing.</param>
    /// <exception cref="OptionException">The options contradict each other or cannot be.</exception>
    /// <exception cref="InvalidDataException">A file cannot be used.</exception>
    public Placing Open(ParseResult arguments, bool isLive, RunSettings? recorded = null)
    {
        var (calibration, pose, poses) = (arguments.GetValue(_calibration), arguments.GetValue(_pose), arguments.GetValue(_poses));
        var option = pose is not null ? "--pose" : "--poses";
        if (pose is not null && poses is not null)
            throw new OptionException("--pose and --poses: expected one of them, found both. A camera moves or it does not.");
        if (calibration is null && recorded?.Calibration is null && (pose ?? poses) is not null)
            throw new OptionException($"{option}: expected --calibration FILE too, found none; without the lens no pixel has a direction.");
        var file = calibration is not null ? CameraFile.Read(calibration)
            : recorded?.Calibration is { } text ? CameraFile.Parse(text, recorded.CalibrationName ?? RunSettings.CalibrationAttachment)
            : null;
        if (file is not null && LensFold.Describe(file.Camera) is { } fold) Console.Error.WriteLine($"warning: --calibration '{calibration}': {fold}");
        var isRecorded = recorded is not null && KeepsPoses(arguments, recorded); // each frame has the pose as it was used
        var fixedPose = pose is not null ? ParsePose(pose) : poses is null && !isRecorded ? file?.Pose : null;
        var field = arguments.GetValue(_field) is { } name ? ParseField(name) : null;
        if (field is not null && fixedPose is null && poses is null && !(isRecorded && recorded!.HasPoses))
            throw new OptionException("--field: expected --calibration with --poses or --pose too, found none; without a pose there is nothing to watch.");
        var receiver = poses is not null && isLive ? OpenReceiver(poses) : null;
        try
        {
            var history = receiver?.History ?? (poses is not null ? ReadPoses(poses)
                : fixedPose is not null ? new PoseHistory(TimedPose.Of(fixedPose))
                : isRecorded && recorded!.HasPoses ? new PoseHistory()
                : null);
            return new Placing(receiver, new FramePlacer(new CameraSetup
            {
                Camera = file?.Camera,
                Poses = history,
                Mount = poses is null ? null : file?.Mount,
                CameraLatency = Latency(arguments) ?? file?.Latency ?? default,
                Field = field,
                Ground = new GroundOptions { BallRadius = BallRadius(arguments, recorded) },
            }), [.. Unused(arguments, poses is not null, history is not null)]);
        }
        catch
        {
            receiver?.Dispose();
            throw;
        }
    }

    /// <summary>Says which options were given and change nothing.</summary>
    IEnumerable<string> Unused(ParseResult arguments, bool moves, bool isPlaced)
    {
        bool IsGiven(Option option) => arguments.GetResult(option) is { Implicit: false };
        if (IsGiven(_latency) && !moves) yield return "--camera-latency: without --poses it changes nothing.";
        if (IsGiven(_ballRadius) && !isPlaced) yield return "--ball-radius: without --calibration and --poses or --pose it changes nothing.";
    }

    double BallRadius(ParseResult arguments, RunSettings? recorded) =>
        recorded is null || arguments.GetResult(_ballRadius) is { Implicit: false } ? arguments.GetValue(_ballRadius) : recorded.BallRadius;

    TimeSpan? Latency(ParseResult arguments) => arguments.GetValue(_latency) switch
    {
        null => null,
        >= -1000 and <= 1000 and var milliseconds => TimeSpan.FromMilliseconds(milliseconds),
        var milliseconds => throw new OptionException(FormattableString.Invariant($"--camera-latency: expected -1000 to 1000 ms, found {milliseconds}.")),
    };

    /// <summary>Finds a field by its league's name.</summary>
    /// <exception cref="OptionException">There is none of that name.</exception>
    public static FieldDimensions ParseField(string name) => FieldDimensions.Leagues.TryGetValue(name, out var field)
        ? field
        : throw new OptionException($"--field: expected one of {string.Join(", ", FieldDimensions.Leagues.Keys)}, found '{name}'.");

    /// <summary>Reads HEIGHT,PITCH,ROLL in metres and degrees.</summary>
    /// <exception cref="OptionException">It is not of that form.</exception>
    public static CameraPose ParsePose(string text)
    {
        var values = text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value : double.NaN).ToArray();
        return values is [> 0 and <= 5, >= -90 and <= 90, >= -180 and <= 180]
            ? new CameraPose(values[0], double.DegreesToRadians(values[2]), double.DegreesToRadians(values[1]), 0)
            : throw new OptionException($"--pose: expected HEIGHT,PITCH,ROLL in metres (0..5) and degrees, for example 0.55,30,0, found '{text}'.");
    }

    static PoseReceiver OpenReceiver(string poses) => poses.StartsWith(Udp, StringComparison.Ordinal)
        ? new PoseReceiver(ParseEndPoint(poses))
        : throw new OptionException(
            $"--poses: expected {Udp}ADDRESS:PORT, since live poses come while the frames do, found '{poses}'. A file goes with replay.");

    static PoseHistory ReadPoses(string poses) => poses.StartsWith(Udp, StringComparison.Ordinal)
        ? throw new OptionException($"--poses: expected a file of {PoseMessage.Schema} lines, since a recording's poses are recorded, found '{poses}'.")
        : PoseFile.Read(poses);

    static IPEndPoint ParseEndPoint(string poses) => VisionOptions.ParseEndPoint("--poses", poses[Udp.Length..]);
}
