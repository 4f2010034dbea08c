using System.CommandLine;
using System.Globalization;
using System.Net;
using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Placing;
using RobotVision.Poses;
using RobotVision.Recording;
using RobotVision.Ros;

namespace RobotVision.CommandLine;

/// <summary>The options that say where the cameras are, so that what they see has a place on the ground.</summary>
/// <param name="saved">The options file.</param>
public sealed class PlaceOptions(Func<ParseResult, SavedOptions> saved)
{
    const string Udp = "udp://";

    static readonly TimeSpan PatienceForCameraInfo = TimeSpan.FromSeconds(10);

    readonly CameraOption _calibration = new("--calibration", saved)
    {
        Description = "The camera's calibration, OpenCV or ROS YAML, or a topic of sensor_msgs/CameraInfo (ws://127.0.0.1:9090/camera/camera_info): "
            + "gives bearings, and with a pose places on the ground",
        HelpName = "[NAME=]FILE",
    };

    readonly CameraOption _poses = new("--poses", saved)
    {
        Description =
            "Where the camera is at any time: replay reads a file of robotvision.pose/1 lines, "
            + "run receives at udp://ADDRESS:PORT, which may be a multicast group, or from /tf of ROS 2 through rosbridge "
            + "(ws://127.0.0.1:9090?camera=camera_optical_frame,ground=base_footprint; with a topic its geometry_msgs/PoseStamped)",
        HelpName = "[NAME=]FILE|udp://ADDRESS:PORT|ws://HOST:9090",
    };

    readonly CameraOption _pose = new("--pose", saved)
    {
        Description =
            "Where a camera is that does not move on the robot: metres above the ground, degrees downwards, degrees to the right side down; 0.55,30,0; "
            + "degrees to the left besides, and metres ahead and to the left of the robot. Without it the calibration's, where it has one",
        HelpName = "[NAME=]HEIGHT,PITCH,ROLL[,YAW[,X,Y]]",
    };

    readonly CameraOption _latency = new("--camera-latency", saved)
    {
        Description = "From the middle of the exposure to the frame's time stamp, -1000..1000 ms; the calibration's where it has one, else 0",
        HelpName = "[NAME=]MS",
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

    readonly Dictionary<string, string> _fetched = [];

    /// <summary>Adds all options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _calibration, _poses, _pose, _latency, _field, _ballRadius }) command.Options.Add(option);
    }

    /// <summary>Adds to the settings of a camera where it is.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="settings">The settings of what is known otherwise, the camera's name too.</param>
    /// <param name="setup">What <see cref="Open"/> made of the command line.</param>
    /// <param name="recorded">The settings of the recording that is replayed, which hold where the command line says nothing.</param>
    public RunSettings Describe(ParseResult arguments, RunSettings settings, CameraSetup setup, RunSettings? recorded = null)
    {
        var file = _calibration.For(arguments, settings.Name);
        return settings with
        {
            Calibration = file is not null ? TextOf(file) : recorded?.Calibration,
            CalibrationName = file is not null ? Path.GetFileName(file) : recorded?.CalibrationName,
            HasPoses = setup.Poses is not null,
            BallRadius = setup.Ground.BallRadius,
            CameraLatency = setup.CameraLatency,
        };
    }

    /// <summary>
    /// Whether the poses of a recording hold: the command line gives none, nor a calibration that knows where a camera is that has none there.
    /// </summary>
    public bool KeepsPoses(ParseResult arguments, RunSettings recorded) =>
        (_pose.For(arguments, recorded.Name) ?? _poses.For(arguments, recorded.Name)) is null
        && (recorded.HasPoses || _calibration.For(arguments, recorded.Name) is null);

    /// <summary>Reads calibrations and poses, or begins to receive them; the caller disposes it after the run.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="isLive">Whether poses come while the frames do.</param>
    /// <param name="cameras">The cameras' names, one at least; null of one that has none.</param>
    /// <param name="recorded">
    /// The settings of the recording that is replayed, of each camera, which hold where the command line says nothing; null where none is.
    /// </param>
    /// <exception cref="OptionException">The options contradict each other or cannot be.</exception>
    /// <exception cref="InvalidDataException">A file cannot be used.</exception>
    public Placing Open(ParseResult arguments, bool isLive, IReadOnlyList<string?> cameras, IReadOnlyList<RunSettings>? recorded = null)
    {
        foreach (var option in new[] { _calibration, _poses, _pose, _latency }) option.Check(arguments, cameras);
        var placing = new Placing();
        try
        {
            for (var i = 0; i < cameras.Count; i++) Add(arguments, placing, cameras[i], isLive, recorded?[i]);
            return placing;
        }
        catch
        {
            placing.Dispose();
            throw;
        }
    }

    void Add(ParseResult arguments, Placing placing, string? camera, bool isLive, RunSettings? recorded)
    {
        var (calibration, pose, poses) = (_calibration.For(arguments, camera), _pose.For(arguments, camera), _poses.For(arguments, camera));
        var (isFixed, moves) = Which(arguments, camera, pose, poses);
        if (calibration is null && recorded?.Calibration is null && (isFixed || moves))
            throw new OptionException(
                $"{(isFixed ? "--pose" : "--poses")}: expected --calibration FILE too, found none; without the lens no pixel has a direction.");
        var file = calibration is not null
            ? (RosAddress.IsOne(calibration) ? CameraFile.Parse(TextOf(calibration), calibration) : CameraFile.Read(Existing(_calibration, calibration)))
            : recorded?.Calibration is { } text ? CameraFile.Parse(text, recorded.CalibrationName ?? RunSettings.CalibrationAttachment)
            : null;
        if (file is not null && LensFold.Describe(file.Camera) is { } fold)
            Console.Error.WriteLine($"warning: --calibration '{calibration ?? recorded?.CalibrationName}': {fold}");
        var isRecorded = recorded is not null && KeepsPoses(arguments, recorded); // each frame has the pose as it was used
        var fixedPose = isFixed ? ParsePose(pose!) : moves || isRecorded ? null : file?.Pose;
        var field = arguments.GetValue(_field) is { } name ? ParseField(name) : null;
        if (field is not null && camera is null && fixedPose is null && !moves && !(isRecorded && recorded!.HasPoses))
            throw new OptionException("--field: expected --calibration with --poses or --pose too, found none; without a pose there is nothing to watch.");
        var history = poses is null ? null : isLive ? placing.Receive(poses, OpenReceiver).History : ReadPoses(poses);
        var source = fixedPose is not null ? FixedPose(fixedPose, history)
            : history ?? (isRecorded && recorded!.HasPoses ? new PoseHistory() : null);
        placing.Add(camera, new FramePlacer(new CameraSetup
        {
            Camera = file?.Camera,
            Poses = source,
            Mount = moves ? file?.Mount : null,
            CameraLatency = Latency(arguments, camera) ?? file?.Latency ?? default,
            Field = source is null ? null : field,
            Ground = new GroundOptions { BallRadius = BallRadius(arguments, recorded) },
        }), Unused(arguments, camera, moves, source is not null));
    }

    /// <summary>
    /// Whether a camera stands still on the robot or moves: by the option that is given for it alone, if both are given. Poses that are for all then say
    /// how the robot moves with a camera that stands still on it.
    /// </summary>
    (bool IsFixed, bool Moves) Which(ParseResult arguments, string? camera, string? pose, string? poses)
    {
        if (pose is null || poses is null) return (pose is not null, poses is not null);
        var (hasOwnPose, hasOwnPoses) = (_pose.Own(arguments, camera) is not null, _poses.Own(arguments, camera) is not null);
        var (isOfAll, areOfAll) = (_pose.OfAll(arguments) is not null, _poses.OfAll(arguments) is not null);
        if (hasOwnPoses && !hasOwnPose && isOfAll) return (false, true);
        if (hasOwnPoses == hasOwnPose && (hasOwnPose || (isOfAll && areOfAll)))
            throw new OptionException("--pose and --poses: expected one of them, found both. A camera moves or it does not.");
        return (true, false);
    }

    static IPoseSource FixedPose(CameraPose pose, PoseHistory? robot) =>
        robot is null ? new PoseHistory(TimedPose.Of(pose)) : new FixedOnRobot(TimedPose.Of(pose), robot);

    /// <summary>Says which options were given and change nothing.</summary>
    IEnumerable<string> Unused(ParseResult arguments, string? camera, bool moves, bool isPlaced)
    {
        if (!moves && (_latency.Own(arguments, camera) ?? (camera is null ? _latency.OfAll(arguments) : null)) is not null)
            yield return "--camera-latency: without --poses it changes nothing.";
        if (arguments.GetResult(_ballRadius) is { Implicit: false } && !isPlaced && camera is null)
            yield return "--ball-radius: without --calibration and --poses or --pose it changes nothing.";
    }

    double BallRadius(ParseResult arguments, RunSettings? recorded)
    {
        if (recorded is not null && arguments.GetResult(_ballRadius) is not { Implicit: false }) return recorded.BallRadius;
        var radius = arguments.GetValue(_ballRadius);
        return radius is >= GroundOptions.LeastBallRadius and <= GroundOptions.LargestBallRadius ? radius
            : throw new OptionException(FormattableString.Invariant(
                $"{_ballRadius.Name}: expected {GroundOptions.LeastBallRadius}..{GroundOptions.LargestBallRadius} metres, found {radius}."));
    }

    /// <summary>Checks that a file is there, and says by which option it was named.</summary>
    static string Existing(Option option, string path) => File.Exists(path) ? path
        : throw new FileNotFoundException($"{option.Name}: expected a file at '{path}', found {(Directory.Exists(path) ? "a folder" : "none")}.", path);

    TimeSpan? Latency(ParseResult arguments, string? camera) => _latency.For(arguments, camera) switch
    {
        null => null,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= -1000 and <= 1000 =>
            TimeSpan.FromMilliseconds(milliseconds),
        var text => throw new OptionException($"--camera-latency: expected -1000 to 1000 ms, found {text}."),
    };

    /// <summary>Finds a field by its league's name.</summary>
    /// <exception cref="OptionException">There is none of that name.</exception>
    public static FieldDimensions ParseField(string name) => FieldDimensions.Leagues.TryGetValue(name, out var field)
        ? field
        : throw new OptionException($"--field: expected one of {string.Join(", ", FieldDimensions.Leagues.Keys)}, found '{name}'.");

    /// <summary>Reads HEIGHT,PITCH,ROLL, and YAW and X,Y where they are given, in metres and degrees.</summary>
    /// <exception cref="OptionException">It is not of that form.</exception>
    public static CameraPose ParsePose(string text)
    {
        var values = text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value : double.NaN).ToArray();
        var (yaw, x, y) = values switch
        {
            [_, _, _, var turned, var ahead, var left] => (turned, ahead, left),
            [_, _, _, var turned] => (turned, 0, 0),
            _ => default,
        };
        return values is [> 0 and <= 5, >= -90 and <= 90, >= -180 and <= 180, ..] && values.Length is 3 or 4 or 6
            && yaw is >= -180 and <= 180 && Math.Abs(x) <= 5 && Math.Abs(y) <= 5
            ? new CameraPose(values[0], double.DegreesToRadians(values[2]), double.DegreesToRadians(values[1]), double.DegreesToRadians(yaw), x, y)
            : throw new OptionException(
                "--pose: expected HEIGHT,PITCH,ROLL in metres (0..5) and degrees, for example 0.55,30,0, and YAW or YAW,X,Y besides for a camera that does "
                + $"not look straight ahead from above the robot's middle, found '{text}'.");
    }

    /// <summary>A calibration's text: of a file, or of a message that ROS 2 sent, which is fetched once.</summary>
    string TextOf(string calibration) => !RosAddress.IsOne(calibration) ? File.ReadAllText(calibration)
        : _fetched.TryGetValue(calibration, out var text) ? text
        : _fetched[calibration] = RosCameraInfo.Fetch(_calibration.Name, calibration, PatienceForCameraInfo);

    static IPoseReceiver OpenReceiver(string poses) => poses.StartsWith(Udp, StringComparison.Ordinal) ? new PoseReceiver(ParseEndPoint(poses))
        : RosAddress.IsOne(poses) ? new RosPoseReceiver(RosPoseReceiver.Parse("--poses", poses))
        : throw new OptionException(
            $"--poses: expected {Udp}ADDRESS:PORT, since live poses come while the frames do, found '{poses}'. A file goes with replay.");

    PoseHistory ReadPoses(string poses) => poses.StartsWith(Udp, StringComparison.Ordinal) || RosAddress.IsOne(poses)
        ? throw new OptionException($"--poses: expected a file of {PoseMessage.Schema} lines, since a recording's poses are recorded, found '{poses}'.")
        : PoseFile.Read(Existing(_poses, poses));

    static IPEndPoint ParseEndPoint(string poses) => VisionOptions.ParseEndPoint("--poses", poses[Udp.Length..]);
}
