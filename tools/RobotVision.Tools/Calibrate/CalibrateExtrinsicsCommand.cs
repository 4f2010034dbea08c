using System.CommandLine;
using RobotVision.Calibration.Boards;
using RobotVision.Calibration.Extrinsics;
using RobotVision.Cameras;
using RobotVision.CommandLine;
using RobotVision.Files;
using RobotVision.Geometry;
using RobotVision.Poses;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Calibrate;

/// <summary><c>robotvision calibrate extrinsics</c>: pose or mount of a camera, from a board on the ground.</summary>
sealed class CalibrateExtrinsicsCommand
{
    const double Degree = Math.PI / 180;

    readonly BoardOptions _board = new();

    readonly Option<string> _camera = new("--calibration") { Description = "The camera's file with its lens", Required = true, HelpName = "FILE" };

    readonly Option<double> _thickness = new("--thickness") { Description = "How far the printed side is above the ground", HelpName = "METRES" };

    readonly Option<string?> _poses = new("--poses")
    {
        Description = "The head joint's poses in a video, a file of robotvision.pose/1 lines: finds the camera's mount on the head instead",
        HelpName = "FILE",
    };

    readonly OutputOption _output = new("--output")
    {
        Updates = "--calibration",
        Description = "Write lens and pose here instead of into the camera's file",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var calibrate = new CalibrateExtrinsicsCommand();
        var command = new Command("extrinsics", """
            Finds the camera's height, roll and pitch from a board that lies on the ground before the standing robot, and adds them to the camera's file.
            Several photos with the board at different places give the uncertainty. With --poses the board lies still in a video, the head turns
            and nods and rests now and then, and the camera's rotation and offset from the head's joint are found.

            Example: robotvision calibrate extrinsics ground.jpg --calibration calibration/head.yaml --pattern 9x6 --square 0.05
            """) { calibrate._camera, calibrate._thickness, calibrate._poses, calibrate._output };
        calibrate._board.AddTo(command);
        command.SetAction(calibrate.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var path = arguments.GetValue(_camera)!;
        var file = CameraFile.Read(path);
        if (LensFold.Describe(file.Camera) is { } fold) Warnings.Print($"'{path}': {fold}");
        var output = arguments.GetValue(_output) ?? path;
        WholeFile.Probe(output);
        var poses = arguments.GetValue(_poses) is { } posesFile ? PoseFile.Read(posesFile) : null;
        var finder = _board.Finder(arguments);
        using var ended = finder as IDisposable;
        var collector = new BoardCollector(finder);
        await _board.CollectAsync(arguments, collector, stop).ConfigureAwait(false);
        var views = collector.Finish();
        foreach (var line in collector.LeftOut) Console.WriteLine($"not used: {line}");
        var lens = file.ForImages(views[0].Width, views[0].Height);
        var thickness = arguments.GetValue(_thickness);
        var calibrated = poses is null
            ? file with { Pose = Pose(file, BoardExtrinsics.Calibrate(lens, finder.Pattern, views, thickness)) }
            : file with { Mount = Mount(poses, MountExtrinsics.Calibrate(lens, finder.Pattern, views, poses, file.Latency ?? default, thickness)) };
        calibrated.Write(output);
        Console.WriteLine($"{output} is written");
        return CommandRunner.Success;
    }

    /// <summary>Prints the pose and returns it.</summary>
    static CameraPose Pose(CameraFile file, ExtrinsicsCalibration found)
    {
        foreach (var line in found.Rejected) Console.WriteLine($"not used: {line}");
        Console.WriteLine(FormattableString.Invariant($"RMS {found.RmsPixels:0.000} px over {found.Frames} views"));
        Console.WriteLine(FormattableString.Invariant($"height {found.Height:0.0000} m{Deviation(found.HeightDeviation, "0.0000", " m")}"));
        Console.WriteLine(FormattableString.Invariant($"roll {found.Roll / Degree:0.00} degrees{Deviation(found.RollDeviation / Degree, "0.00", "")}"));
        Console.WriteLine(FormattableString.Invariant($"pitch {found.Pitch / Degree:0.00} degrees{Deviation(found.PitchDeviation / Degree, "0.00", "")}"));
        if (file.Pose is { } before)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"before: height {before.Height:0.0000} m, roll {before.Roll / Degree:0.00} degrees, pitch {before.Pitch / Degree:0.00} degrees"));
        }

        return new CameraPose(found.Height, found.Roll, found.Pitch, 0);
    }

    /// <summary>Prints the mount and returns it.</summary>
    static CameraMount Mount(PoseHistory poses, MountCalibration found)
    {
        if (poses.Counts.Warning is { } warning) Console.WriteLine(warning);
        var (offset, turn) = (found.Mount.Position, found.Mount.Orientation.ToVector());
        var (offsetDeviation, turnDeviation) = (found.PositionDeviation, found.OrientationDeviation);
        Console.WriteLine(FormattableString.Invariant($"RMS {found.RmsPixels:0.000} px over {found.Views} views"));
        Console.WriteLine("the camera on the head (x ahead, y left, z up):");
        Console.WriteLine(FormattableString.Invariant(
            $"offset {offset.X:0.0000} {offset.Y:0.0000} {offset.Z:0.0000} m ")
            + FormattableString.Invariant($"+- {offsetDeviation.X:0.0000} {offsetDeviation.Y:0.0000} {offsetDeviation.Z:0.0000} m"));
        Console.WriteLine(FormattableString.Invariant(
            $"turn {turn.X / Degree:0.00} {turn.Y / Degree:0.00} {turn.Z / Degree:0.00} degrees ")
            + FormattableString.Invariant(
                $"+- {turnDeviation.X / Degree:0.00} {turnDeviation.Y / Degree:0.00} {turnDeviation.Z / Degree:0.00}"));
        return found.Mount;
    }

    static string Deviation(double value, string format, string unit) =>
        double.IsFinite(value) ? FormattableString.Invariant($" +- {value.ToString(format, System.Globalization.CultureInfo.InvariantCulture)}{unit}") : "";
}
