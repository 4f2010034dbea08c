using System.CommandLine;
using System.Globalization;
using RobotVision.Calibration.Extrinsics;
using RobotVision.Cameras;
using RobotVision.CommandLine;
using RobotVision.Field;
using RobotVision.Files;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Calibrate;

/// <summary><c>robotvision calibrate field</c>: pose or mount of a camera, from a field's lines.</summary>
sealed class CalibrateFieldCommand
{
    const double Degree = Math.PI / 180;

    const int CloseUps = 6; // without close-ups too few crossings are found, and not precisely enough

    readonly VisionOptions _vision = new();

    readonly Argument<string> _input = new("INPUT")
    {
        Description = "A video or images of the field from several places; the head is held still, or --poses tells how it moves. With --web one picture is "
            + "enough, of a camera (0 or /dev/video0) or a stream, too",
    };

    readonly Option<string> _camera = new("--calibration") { Description = "The camera's file with its lens", Required = true, HelpName = "FILE" };

    readonly Option<string> _field = new("--field")
    {
        Description = $"The field: {string.Join(", ", FieldDimensions.Leagues.Keys)}",
        DefaultValueFactory = _ => "humanoid",
        HelpName = "NAME",
    };

    readonly Option<string?> _pose = new("--pose")
    {
        Description = "Approximate pose of the camera, to a tenth of the height and 8 degrees: metres above the ground, degrees downwards, "
            + "degrees to the right side down; the file's own where it has one",
        HelpName = "HEIGHT,PITCH,ROLL",
    };

    readonly Option<string?> _poses = new("--poses")
    {
        Description = "The head's poses in the video's time (JSON Lines, robotvision.pose/1), for a video of play: "
            + "the camera's mount on the head is corrected",
        HelpName = "FILE",
    };

    readonly OutputOption _output = new("--output")
    {
        Updates = "--calibration",
        Description = "Write lens and pose here instead of into the camera's file",
        HelpName = "FILE",
    };

    readonly Option<int?> _web = new("--web")
    {
        Description = "Drag the drawn field onto one picture on a page in the browser, which then fits the lines; no approximate pose is needed: the port on "
            + "127.0.0.1, any that is free without one",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "PORT",
    };

    public static Command Create()
    {
        var calibrate = new CalibrateFieldCommand();
        var command = new Command("field", """
            Finds the camera's height, roll and pitch from the lines of a field, and adds them to the camera's file. The robot stands at
            several places, 1 to 3 m from a penalty area, and the head is held still; people may stay on the field. With --poses the robot
            may walk and look around, as in play, and the camera's mount on the head is found: its roll, its pitch and its height.

            Example: robotvision calibrate field standing.mp4 --calibration calibration/head.yaml --field humanoid --pose 0.85,30,0
            Example: robotvision calibrate field 0 --web --calibration calibration/head.yaml --field humanoid
            """) { calibrate._input, calibrate._camera, calibrate._field, calibrate._pose, calibrate._poses, calibrate._output, calibrate._web };
        calibrate._vision.AddModelTo(command, looks: CloseUps);
        command.SetAction(calibrate.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var path = arguments.GetValue(_camera)!;
        var file = CameraFile.Read(path);
        if (LensFold.Describe(file.Camera) is { } fold) Warnings.Print($"'{path}': {fold}");
        var field = PlaceOptions.ParseField(arguments.GetValue(_field)!);
        if (arguments.GetResult(_web) is not null) return await DragAsync(arguments, path, file, field, stop).ConfigureAwait(false);
        var poses = arguments.GetValue(_poses) is { } posesFile ? PoseFile.Read(posesFile) : null;
        if (poses is not null && arguments.GetValue(_pose) is not null)
            throw new OptionException("--pose and --poses: expected one of them, found both. Use --pose only for a camera that does not move.");
        var pose = poses is null ? Pose(arguments, file) : null;
        var mount = file.Mount ?? new(Rotation.Identity, default);
        var output = arguments.GetValue(_output) ?? path;
        WholeFile.Probe(output);
        using var model = _vision.LoadModel(arguments);
        using var runner = model.CreateRunner();
        var looks = _vision.Looking(arguments).CloseUps;
        var latency = (file.Latency ?? default).Ticks / TimeSpan.TicksPerMicrosecond;
        var collector = new FieldFrameCollector(
            new ImageDetector(runner, looks), new([.. model.Contract.ThresholdsFor(looks)]), time => pose ?? PoseAt(poses!, mount, time - latency));
        using var source = Warnings.OpenRecording(arguments.GetValue(_input)!);
        await ConsoleProgress.RunAsync("looking for crossings", source.FrameCount, report => Task.Run(
            () => collector.Collect(source, looked => report(looked, "images"), stop), stop)).ConfigureAwait(false);
        var (width, height) = collector.Size ?? throw new InvalidDataException($"Input '{source.Name}': expected images, found none that can be read.");
        if (collector.Posed == 0)
            throw new InvalidDataException($"Poses: expected poses at the times of the frames of '{source.Name}', found none at any of {collector.Looked}. "
                + "Are they of this recording, and in its time?");
        var found = FieldExtrinsics.Calibrate(file.ForImages(width, height), field, collector.Frames);
        if (poses?.Counts.Warning is { } warning) Console.WriteLine(warning);
        Console.WriteLine(FormattableString.Invariant($"RMS {found.RmsPixels:0.00} px over {found.Frames} of {collector.Looked} images"));
        Print("height", pose?.Height, found.Height, found.HeightDeviation, 1, "0.0000", " m");
        Print("roll", pose?.Roll, found.Roll, found.RollDeviation, Degree, "0.00", " degrees");
        Print("pitch", pose?.Pitch, found.Pitch, found.PitchDeviation, Degree, "0.00", " degrees");
        (pose is null
            ? file with { Mount = MountCorrection.Of(mount, found, collector.Frames) }
            : file with { Pose = new CameraPose(pose.Height + found.Height, pose.Roll + found.Roll, pose.Pitch + found.Pitch, 0) }).Write(output);
        Console.WriteLine($"{output} is written");
        return CommandRunner.Success;
    }

    /// <summary>Has somebody drag the field on a page.</summary>
    async Task<int> DragAsync(ParseResult arguments, string path, CameraFile file, FieldDimensions field, CancellationToken stop)
    {
        if (arguments.GetValue(_poses) is not null)
            throw new OptionException("--web and --poses: expected one of them, found both. On the page the camera's pose is found, not its mount.");
        var output = arguments.GetValue(_output) ?? path;
        WholeFile.Probe(output);
        using var source = BoardOptions.Open(arguments.GetValue(_input)!);
        using var session = new FieldSession(source, file, field, arguments.GetValue(_pose) is { } text ? PlaceOptions.ParsePose(text) : file.Pose);
        return await FieldPage.RunAsync(session, arguments.GetValue(_web) ?? 0, found =>
        {
            (file with { Pose = new CameraPose(found.Height, found.Roll, found.Pitch, 0) }).Write(output);
            Console.WriteLine(FormattableString.Invariant($"RMS {found.RmsPixels:0.00} px, height {found.Height:0.0000} +- {found.HeightDeviation:0.0000} m, ")
                + FormattableString.Invariant($"roll {found.Roll / Degree:0.00} +- {found.RollDeviation / Degree:0.00} degrees, ")
                + FormattableString.Invariant($"pitch {found.Pitch / Degree:0.00} +- {found.PitchDeviation / Degree:0.00} degrees; {output} is written"));
        }, Path.GetFileName(output), stop).ConfigureAwait(false);
    }

    static CameraPose? PoseAt(PoseHistory poses, CameraMount mount, long? time) =>
        time is { } moment && poses.At(moment, out var head) == PoseStatus.Known ? mount.CameraOf(head).ToCameraPose() : null;

    // The value where all images have the same pose, otherwise the correction of every pose.
    static void Print(string name, double? given, double found, double deviation, double unit, string format, string unitName)
    {
        string Text(double value) => (value / unit).ToString(format, CultureInfo.InvariantCulture);
        var added = $"{(found < 0 ? "" : "+")}{Text(found)}{unitName}";
        Console.WriteLine(given is { } before
            ? $"{name} {Text(before + found)}{unitName} +- {Text(deviation)}, {added} to the given value"
            : $"{name} {added} +- {Text(deviation)} to the poses");
    }

    CameraPose Pose(ParseResult arguments, CameraFile file) => arguments.GetValue(_pose) is { } text
        ? PlaceOptions.ParsePose(text)
        : file.Pose ?? throw new OptionException(
            "--pose: expected the approximate pose of the camera (HEIGHT,PITCH,ROLL such as 0.85,30,0), since its file has none, found none.");
}
