using System.CommandLine;
using RobotVision.Capture;
using RobotVision.Geometry;
using RobotVision.Looking;
using RobotVision.Onboard;
using RobotVision.Recording;
using RobotVision.Training.Calibration;

namespace RobotVision.Tools;

/// <summary><c>robotvision calibrate field</c>: how a camera sits, from a field's lines.</summary>
sealed class CalibrateFieldCommand
{
    const double Degree = Math.PI / 180;

    const int CloseUps = 6; // the whole view alone finds too few crossings, and too roughly

    readonly VisionOptions _vision = new();

    readonly Argument<string> _input = new("INPUT") { Description = "A video or images of the field from several places, the head held still" };

    readonly Option<string> _camera = new("--calibration") { Description = "The camera's file with its lens", Required = true, HelpName = "FILE" };

    readonly Option<string> _field = new("--field")
    {
        Description = $"The field: {string.Join(", ", FieldDimensions.Leagues.Keys)}",
        DefaultValueFactory = _ => "humanoid",
        HelpName = "NAME",
    };

    readonly Option<string?> _pose = new("--pose")
    {
        Description = "About where the camera is, to a tenth of the height and 8 degrees: metres above the ground, degrees downwards, degrees to the right side down; the file's own where it has one",
        HelpName = "HEIGHT,PITCH,ROLL",
    };

    readonly Option<string?> _output = new("--output") { Description = "Write lens and pose here instead of into the camera's file", HelpName = "FILE" };

    public static Command Create()
    {
        var calibrate = new CalibrateFieldCommand();
        var command = new Command("field", """
            Finds the camera's height, roll and pitch from the lines of a field, and adds them to the camera's file. The robot stands at
            several places, 1 to 3 m from a penalty area, and the head is held still; people need not leave the field.

            Example: robotvision calibrate field standing.mp4 --calibration calibration/head.yaml --field humanoid --pose 0.85,30,0
            """) { calibrate._input, calibrate._camera, calibrate._field, calibrate._pose, calibrate._output };
        calibrate._vision.AddModelTo(command, looks: CloseUps);
        command.SetAction(calibrate.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var path = arguments.GetValue(_camera)!;
        var file = CameraFile.Read(path);
        var field = PlaceOptions.ParseField(arguments.GetValue(_field)!);
        var pose = Pose(arguments, file);
        var output = arguments.GetValue(_output) ?? path;
        WholeFile.Probe(output);
        using var model = _vision.LoadModel(arguments);
        var looks = _vision.Looking(arguments).CloseUps;
        var collector = new FieldFrameCollector(new FrameDetector(model, looks), new([.. model.Contract.ThresholdsFor(looks)]), pose);
        using var source = FrameSource.OpenRecording(arguments.GetValue(_input)!, TimeProvider.System);
        await ConsoleProgress.RunAsync("looking for crossings", source.FrameCount, report => Task.Run(
            () => collector.Collect(source, looked => report(looked, "images"), stop), stop)).ConfigureAwait(false);
        var (width, height) = collector.Size ?? throw new InvalidDataException($"Input '{source.Name}': expected images, found none that can be read.");
        var found = FieldExtrinsics.Calibrate(file.ForImages(width, height), field, collector.Frames);
        Console.WriteLine(FormattableString.Invariant($"RMS {found.RmsPixels:0.00} px over {found.Frames} of {collector.Looked} images"));
        Console.WriteLine(FormattableString.Invariant($"height {pose.Height + found.Height:0.0000} m +- {found.HeightDeviation:0.0000} m, {found.Height:+0.0000;-0.0000} m to what was given"));
        Console.WriteLine(FormattableString.Invariant($"roll {(pose.Roll + found.Roll) / Degree:0.00} degrees +- {found.RollDeviation / Degree:0.00}, {found.Roll / Degree:+0.00;-0.00} to what was given"));
        Console.WriteLine(FormattableString.Invariant($"pitch {(pose.Pitch + found.Pitch) / Degree:0.00} degrees +- {found.PitchDeviation / Degree:0.00}, {found.Pitch / Degree:+0.00;-0.00} to what was given"));
        (file with { Pose = new CameraPose(pose.Height + found.Height, pose.Roll + found.Roll, pose.Pitch + found.Pitch, 0) }).Write(output);
        Console.WriteLine($"{output} is written");
        return CommandRunner.Success;
    }

    CameraPose Pose(ParseResult arguments, CameraFile file) => arguments.GetValue(_pose) is { } text
        ? PlaceOptions.ParsePose(text)
        : file.Pose ?? throw new ArgumentException("--pose: expected about where the camera is (HEIGHT,PITCH,ROLL such as 0.85,30,0), since the camera's file does not say, found none.");
}
