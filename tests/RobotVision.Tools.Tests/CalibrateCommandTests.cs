namespace RobotVision.Tools.Tests;

public class CalibrateCommandTests
{
    [TestCase("intrinsics")]
    [TestCase("extrinsics")]
    public void Help_EveryKind_HasAnExample(string kind) =>
        Assert.That(CommandLine.Run("calibrate", kind, "--help").Output, Does.Contain($"Example: robotvision calibrate {kind}"));

    [Test]
    public void Intrinsics_PublishedPhotos_PrintsThePublishedAnswerAndWritesIt()
    {
        var data = Environment.GetEnvironmentVariable("ROBOTVISION_DATA") is { Length: > 0 } path ? path : Path.Combine(ReadmeTests.Root, "..", "shared", "data");
        var photos = Path.Combine(data, "chessboard");
        if (!Directory.Exists(photos)) Assert.Ignore($"{photos} is not there; the real images are not part of the repository.");

        using var folder = new TemporaryFolder();
        var result = CommandLine.Run(
            "calibrate", "intrinsics", photos, "--pattern", "9x6", "--square", "0.025", "--fix-aspect-ratio",
            "--output", folder["head.yaml"], "--report", folder["head.html"]);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Match(@"RMS 0\.39[0-4]\d px over 13 views"));
        Assert.That(result.Output, Does.Match(@"fx +53[56]\.\d+ \+- "));
        Assert.That(Geometry.CameraFile.Read(folder["head.yaml"]).Camera.Intrinsics.Fx, Is.EqualTo(535.916).Within(0.1).Percent);
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
}
