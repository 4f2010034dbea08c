using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Calibrate;

public class CalibrateCommandTests
{
    [TestCase("intrinsics")]
    [TestCase("extrinsics")]
    [TestCase("field")]
    [TestCase("latency")]
    public void Help_EveryKind_HasAnExample(string kind) =>
        Assert.That(CommandLine.Run("calibrate", kind, "--help").Output, Does.Contain($"Example: robotvision calibrate {kind}"));

    [TestCase("--marker", "0.02")]
    [TestCase("--dictionary", "4X4_50")]
    public void Intrinsics_MarkersWithoutCharuco_AreWrongUse(string option, string value)
    {
        var (exitCode, errors) = InProcess.Run(
            "calibrate", "intrinsics", "none.mp4", "--pattern", "9x6", "--square", "0.03", option, value, "--output", "none.yaml");
        Assert.That((exitCode, errors), Is.EqualTo((2, errors)));
        Assert.That(errors, Does.Contain($"{option}: expected --charuco beside it"));
    }

    [Test]
    public void Intrinsics_PublishedPhotos_PrintsThePublishedAnswerAndWritesIt()
    {
        var data = Environment.GetEnvironmentVariable("ROBOTVISION_DATA") is { Length: > 0 } path ? path
            : Path.Combine(Repository.Root, "..", "shared", "data");
        var photos = Path.Combine(data, "chessboard");
        if (!Directory.Exists(photos)) Assert.Ignore($"{photos} is not there; the real images are not part of the repository.");

        using var folder = new TemporaryFolder();
        var result = CommandLine.Run(
            "calibrate", "intrinsics", photos, "--pattern", "9x6", "--square", "0.025", "--fix-aspect-ratio",
            "--output", folder["head.yaml"], "--report", folder["head.html"]);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Match(@"RMS 0\.39[0-4]\d px over 13 views"));
        Assert.That(result.Output, Does.Match(@"fx +53[56]\.\d+ \+- "));
        Assert.That(Cameras.CameraFile.Read(folder["head.yaml"]).Camera.Intrinsics.Fx, Is.EqualTo(535.916).Within(0.1).Percent);
        // The published cx, the file's and the printed one all have their origin at the first pixel's centre.
        var printed = double.Parse(System.Text.RegularExpressions.Regex.Match(result.Output, @"cx +(\d+\.\d+)").Groups[1].Value,
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(printed, Is.EqualTo(342.283).Within(0.1));
        Assert.That(printed, Is.EqualTo(Cameras.CameraFile.Read(folder["head.yaml"]).Camera.Intrinsics.Cx - 0.5).Within(1e-4));
        Assert.That(new FileInfo(folder["head.html"]).Length, Is.GreaterThan(100_000));
    }

    [TestCase("9", "0.025", "--pattern")]
    [TestCase("9x6", "-1", "--square")]
    [TestCase("9x6", "NaN", "--square")]
    public void Intrinsics_WrongOption_NamesItAndWritesNothing(string pattern, string square, string named)
    {
        using var folder = new TemporaryFolder();
        var result = CommandLine.Run("calibrate", "intrinsics", folder.Path, "--pattern", pattern, "--square", square, "--output", folder["head.yaml"]);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.ErrorLines.Single(), Does.Contain($"{named}: expected"));
        Assert.That(folder.Names, Is.Empty);
    }

    [Test]
    public void Intrinsics_NoBoardInAnyPhoto_FailsAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 2; i++) Imaging.ImageFile.Write(folder[$"{i}.png"], new Imaging.BgrImage(320, 240).View);
        var result = CommandLine.Run("calibrate", "intrinsics", folder.Path, "--pattern", "9x6", "--square", "0.025", "--output", folder["head.yaml"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines.Single(), Does.Contain("9x6 inner corners (10x7 squares)"));
        Assert.That(folder.Names, Is.EqualTo(new[] { "0.png", "1.png" }));
    }

    [Test]
    public void Extrinsics_BoardOnTheGround_AddsThePoseToTheCamerasFile()
    {
        using var folder = new TemporaryFolder();
        var camera = new Cameras.PinholeCamera(new(640, 480, 500, 500, 320, 240));
        new Cameras.CameraFile(camera) { Name = "head" }.Write(folder["head.yaml"]);
        Photograph(folder["ground.png"], camera);
        var result = CommandLine.Run(
            "calibrate", "extrinsics", folder["ground.png"], "--calibration", folder["head.yaml"], "--pattern", "9x6", "--square", "0.05", "--window", "5");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var found = Cameras.CameraFile.Read(folder["head.yaml"]);
        Assert.That(found.Pose!.Height, Is.EqualTo(0.6).Within(0.01));
        Assert.That(found.Pose.Roll, Is.EqualTo(0.05).Within(0.006));
        Assert.That(found.Pose.Pitch, Is.EqualTo(0.8).Within(0.006));
        Assert.That(found.Camera.Intrinsics.Fx, Is.EqualTo(500));
    }

    [Test]
    public void Extrinsics_PhotosWithPoses_AreRejectedBecauseTheyHaveNoTimes()
    {
        using var folder = new TemporaryFolder();
        var camera = new Cameras.PinholeCamera(new(640, 480, 500, 500, 320, 240));
        new Cameras.CameraFile(camera).Write(folder["head.yaml"]);
        Photograph(folder["ground.png"], camera);
        File.WriteAllText(folder["poses.jsonl"], """{"schema":"robotvision.pose/1","time_us":0,"position_m":[0,0,0.6],"orientation":[1,0,0,0]}""");
        var result = CommandLine.Run(
            "calibrate", "extrinsics", folder["ground.png"], "--calibration", folder["head.yaml"], "--pattern", "9x6", "--square", "0.05", "--window", "5",
            "--poses", folder["poses.jsonl"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines.Last(), Does.Contain("expected a time").And.Contain("Record a video"));
    }

    [Test]
    public void Extrinsics_SquareInMillimetres_IsRejectedWithAdvice()
    {
        using var folder = new TemporaryFolder();
        var camera = new Cameras.PinholeCamera(new(640, 480, 500, 500, 320, 240));
        new Cameras.CameraFile(camera).Write(folder["head.yaml"]);
        Photograph(folder["ground.png"], camera);
        var result = CommandLine.Run("calibrate", "extrinsics", folder["ground.png"], "--calibration", folder["head.yaml"], "--pattern", "9x6",
            "--square", "50", "--window", "5");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines.Last(), Does.Contain("0.025 for 25 mm"));
        Assert.That(Cameras.CameraFile.Read(folder["head.yaml"]).Pose, Is.Null);
    }

    [Test]
    public void Intrinsics_AllPhotosAlike_FailsAndSaysWhichAndWhatToDo()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 4; i++) Photograph(folder[$"{i}.png"], new Cameras.PinholeCamera(new(640, 480, 500, 500, 320, 240)));
        var result = CommandLine.Run("calibrate", "intrinsics", folder.Path, "--pattern", "9x6", "--square", "0.05", "--window", "5",
            "--output", folder["head.yaml"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines.Last(), Does.Contain("views of the board that differ").And.Contain("tilted to all sides"));
        Assert.That(folder.Names, Does.Not.Contain("head.yaml"));
    }

    /// <summary>A board of 10x7 squares of 5 cm on the ground, seen from 0.6 m above it with roll 0.05 and pitch 0.8.</summary>
    static void Photograph(string path, Cameras.PinholeCamera camera)
    {
        var image = new Imaging.BgrImage(640, 480);
        var pose = new Geometry.CameraPose(0.6, 0.05, 0.8, 0);
        for (var y = 0; y < 480; y++)
            for (var x = 0; x < 640; x++)
            {
                camera.TryUnproject(x + 0.5, y + 0.5, out var ray);
                pose.TryMeetPlane(ray, 0, out var point);
                int column = (int)Math.Floor((point.Y + 0.25) / 0.05), row = (int)Math.Floor((point.X - 0.4) / 0.05);
                var isBoard = column is >= 0 and < 10 && row is >= 0 and < 7;
                image.Pixels.AsSpan((y * 640 + x) * 3, 3).Fill((byte)(isBoard && (column + row) % 2 == 0 ? 20 : 230));
            }

        Imaging.ImageFile.Write(path, image.View);
    }

    [Test]
    public void Field_NoPoseAnywhere_AsksForIt()
    {
        using var folder = new TemporaryFolder();
        new Cameras.CameraFile(new Cameras.PinholeCamera(new(640, 480, 500, 500, 320, 240))).Write(folder["head.yaml"]);
        var result = CommandLine.Run("calibrate", "field", folder.Path, "--calibration", folder["head.yaml"], "--model", Workplace.Model);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.ErrorLines.Single(), Does.Contain("--pose: expected the approximate pose of the camera"));
    }

    [Test]
    public void Field_ImagesOfNoField_FailsAndLeavesTheFile()
    {
        using var folder = new TemporaryFolder();
        new Cameras.CameraFile(new Cameras.PinholeCamera(new(320, 240, 250, 250, 160, 120))).Write(folder["head.yaml"]);
        var before = File.ReadAllText(folder["head.yaml"]);
        Imaging.ImageFile.Write(folder["0.png"], new Imaging.BgrImage(320, 240).View);
        var result = CommandLine.Run(
            "calibrate", "field", folder.Path, "--calibration", folder["head.yaml"], "--pose", "0.8,30,0", "--model",
            Path.Combine(Repository.Root, "models", "grid.onnx"));
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines.Single(), Does.Contain("at least 3 images with 3 crossings"));
        Assert.That(File.ReadAllText(folder["head.yaml"]), Is.EqualTo(before));
    }

    [Test]
    public void Field_PosesOfAnotherTime_SaysSoAndLeavesTheFile()
    {
        using var folder = new TemporaryFolder();
        new Cameras.CameraFile(new Cameras.PinholeCamera(new(320, 240, 250, 250, 160, 120))).Write(folder["head.yaml"]);
        var before = File.ReadAllText(folder["head.yaml"]);
        var video = TestVideo.Write(folder["play.mp4"], 4, width: 320, height: 240);
        File.WriteAllText(folder["poses.jsonl"], """{"schema":"robotvision.pose/1","time_us":9000000000,"position_m":[0,0,0.6],"orientation":[1,0,0,0]}""");
        var result = CommandLine.Run("calibrate", "field", video, "--calibration", folder["head.yaml"], "--poses", folder["poses.jsonl"],
            "--model", Workplace.Model);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines.Single(), Does.Contain("found none at any of 4").And.Contain("of this recording"));
        Assert.That(File.ReadAllText(folder["head.yaml"]), Is.EqualTo(before));
    }

    /// <summary>A match seen by a robot that walks and looks around; the given mount of its camera is wrong by 3 cm, 1.5 and 2 degrees.</summary>
    [Test]
    public void Field_VideoOfPlayAndPoses_FindsTheMount()
    {
        const double degree = Math.PI / 180;
        using var folder = new TemporaryFolder();
        Assert.That(CommandLine.Run("synthesize", "--clip", "--count", "220", "--seed", "7", "--width", "320", "--height", "240", "--output",
            folder["match.mp4"]).ExitCode, Is.Zero);
        var wrong = new Geometry.CameraMount(Geometry.Rotation.FromAngles(1.5 * degree, -2 * degree, 0), new(0, 0, 0.03));
        (Cameras.CameraFile.Read(folder["match.yaml"]) with { Mount = wrong }).Write(folder["head.yaml"]);
        var result = CommandLine.Run("calibrate", "field", folder["match.mp4"], "--calibration", folder["head.yaml"], "--poses",
            folder["match.poses.jsonl"], "--require", "cpu");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var found = Cameras.CameraFile.Read(folder["head.yaml"]).Mount!.Value;
        var head = new Geometry.TimedPose(0, Geometry.Rotation.FromAngles(0, 0.6, 0), new(0, 0, 0.9));
        Geometry.CameraPose camera = found.CameraOf(head).ToCameraPose(), truth = head.ToCameraPose();
        Assert.That(camera.Height, Is.EqualTo(truth.Height).Within(0.01), result.Output);
        Assert.That(camera.Roll, Is.EqualTo(truth.Roll).Within(0.3 * degree), result.Output);
        Assert.That(camera.Pitch, Is.EqualTo(truth.Pitch).Within(0.3 * degree), result.Output);
    }
}
