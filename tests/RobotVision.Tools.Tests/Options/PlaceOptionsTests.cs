using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Options;

public class PlaceOptionsTests
{
    const int Frames = 12;

    const string Calibration = """
        %YAML:1.0
        ---
        image_width: 96
        image_height: 96
        camera_matrix: !!opencv-matrix
          rows: 3
          cols: 3
          dt: d
          data: [60., 0., 47.5, 0., 60., 47.5, 0., 0., 1.]
        distortion_coefficients: !!opencv-matrix
          rows: 5
          cols: 1
          dt: d
          data: [0., 0., 0., 0., 0.]
        """;

    TemporaryFolder _folder = null!;
    string _video = "";

    [SetUp]
    public void WriteFiles()
    {
        _folder = new TemporaryFolder();
        _video = TestVideo.Write(_folder["match.mp4"], Frames, width: 96, height: 96);
        File.WriteAllText(_folder["camera.yaml"], Calibration);
        // One pose in ten milliseconds; the camera looks 30 degrees down. A line that is none, and poses for the first half only.
        File.WriteAllLines(_folder["poses.jsonl"], Enumerable.Range(0, 20).Select(i =>
            $$"""{"schema":"robotvision.pose/1","time_us":{{10_000 * i}},"position_m":[0,0,0.6]"""
            + ""","orientation":[0.9659258262890683,0,0.25881904510252074,0]}""").Append("noise"));
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    CommandResult Replay(params string[] options) => CommandLine.Run(
        ["replay", _video, "--model", Workplace.Model, "--no-timing", "--threshold", "line_t=0.0001", "--threshold", "ball=0.0001",
            "--jsonl", _folder["out.jsonl"], .. options]);

    string[] Lines => File.ReadAllLines(_folder["out.jsonl"]);

    [Test]
    public void Replay_Calibration_WritesBearings()
    {
        var result = Replay("--calibration", _folder["camera.yaml"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Lines, Has.Some.Contain("bearing_rad").And.None.Contain("ground_m"));
    }

    [Test]
    public void Replay_FixedPose_WritesPlaces()
    {
        var result = Replay("--calibration", _folder["camera.yaml"], "--pose", "0.6,30,0");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Lines, Has.Some.Contain("ground_covariance_m2").And.All.Contain("\"pose\":\"known\""));
    }

    [Test]
    public void Replay_PosesFile_WritesPlacesWhereThePoseIsKnownAndWarns()
    {
        var result = Replay("--calibration", _folder["camera.yaml"], "--poses", _folder["poses.jsonl"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Lines[0], Does.Contain("\"pose\":\"known\"").And.Contain("ground_m"));
        Assert.That(Lines[^1], Does.Contain("\"pose\":\"stale\"").And.Not.Contain("ground_m"));
        Assert.That(result.Errors, Does.Contain("20 taken, 1 refused").And.Contain("poses.jsonl:21"));
        var first = File.ReadAllBytes(_folder["out.jsonl"]);
        Replay("--calibration", _folder["camera.yaml"], "--poses", _folder["poses.jsonl"]);
        Assert.That(File.ReadAllBytes(_folder["out.jsonl"]), Is.EqualTo(first));
    }

    [TestCase("--pose", "0.6,30,0", "--calibration")]
    [TestCase("--poses", "poses.jsonl", "--calibration")]
    [TestCase("--ball-radius", "11", "0.02..0.5")]
    [TestCase("--camera-latency", "5000", "-1000 to 1000 ms")]
    public void Replay_OptionThatCannotBe_IsWrongUse(string option, string value, string words)
    {
        var result = Replay(option, value);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Errors, Does.Contain(words));
    }

    [TestCase("--calibration", "nosuch.yaml", "--calibration: expected a file at 'nosuch.yaml', found none")]
    [TestCase("--calibration", ".", "--calibration: expected a file at '.', found a folder")]
    [TestCase("--poses", "nosuch.jsonl", "--poses: expected a file at 'nosuch.jsonl', found none")]
    public void Replay_FileThatIsNotThere_IsNamedWithItsOption(string option, string value, string words)
    {
        var result = Replay([.. option == "--poses" ? ["--calibration", _folder["camera.yaml"]] : Array.Empty<string>(), option, value]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain(words));
    }

    [TestCase("--field", "cricket", "humanoid, spl, msl")]
    [TestCase("--field", "spl", "--poses or --pose")]
    [TestCase("--pose", "60cm", "HEIGHT,PITCH,ROLL")]
    [TestCase("--poses", "udp://127.0.0.1:5006", "expected a file")]
    [TestCase("--ball-radius", "0", "--ball-radius: expected 0.02..0.5 metres, found 0")]
    [TestCase("--camera-latency", "1e20", "--camera-latency: expected -1000 to 1000 ms, found 1e20")]
    [TestCase("--camera-latency", "NaN", "--camera-latency: expected -1000 to 1000 ms, found NaN")]
    public void Replay_CalibratedOptionThatCannotBe_IsWrongUse(string option, string value, string words)
    {
        var result = Replay("--calibration", _folder["camera.yaml"], option, value);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Errors, Does.Contain(words));
    }

    [Test]
    public void Replay_PosesThatJumpGoBackAndAreNaN_SaysSoAndWithholdsPlaces()
    {
        // From 0.2 s on the camera looks the other way: nothing is known between both poses.
        static string Line(long time, string turn, string height = "0.6") =>
            $$"""{"schema":"robotvision.pose/1","time_us":{{time}},"position_m":[0,0,{{height}}],"orientation":{{turn}}}""";
        const string down = "[0.9659258262890683,0,0.25881904510252074,0]", back = "[0,-0.25881904510252074,0,0.9659258262890683]";
        File.WriteAllLines(_folder["bad.jsonl"],
        [
            .. Enumerable.Range(0, 21).Select(i => Line(10_000 * i, down)), Line(150_000, down), Line(205_000, down, "NaN"), Line(206_000, down, "-0.6"),
            .. Enumerable.Range(0, 21).Select(i => Line(250_000 + 10_000 * i, back)),
        ]);
        var result = Replay("--calibration", _folder["camera.yaml"], "--poses", _folder["bad.jsonl"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Errors, Does.Contain("42 taken, 3 refused, 1 jumps, 0 restarts; the last problem: Pose stream: the camera jumped"));
        Assert.That(Lines[7], Does.Contain("\"pose\":\"gap\"").And.Not.Contain("ground_m"), "0.233 s");
        Assert.That(Lines[8], Does.Contain("\"pose\":\"known\""), "0.267 s");
    }

    [Test]
    public void Replay_FieldToWatch_Runs()
    {
        var result = Replay("--calibration", _folder["camera.yaml"], "--pose", "0.6,30,0", "--field", "spl");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }

    /// <summary>Sixty frames without a place, and not a word of it.</summary>
    [TestCase(1_783_300_000_000_000, 1, "they count from 1970")]
    [TestCase(0, 1000, "they seem to be milliseconds")]
    public void Replay_PosesThatFitNoFrame_SaysSoAndInTheReport(long start, long unit, string guess)
    {
        File.WriteAllLines(_folder["poses.jsonl"], Enumerable.Range(0, 40).Select(i =>
            $$"""{"schema":"robotvision.pose/1","time_us":{{(start + 10_000 * i) / unit}},"position_m":[0,0,0.6]"""
            + ""","orientation":[0.9659258262890683,0,0.25881904510252074,0]}"""));
        var result = Replay("--calibration", _folder["camera.yaml"], "--poses", _folder["poses.jsonl"], "--report", _folder["report.json"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Errors, Does.Contain("warning: poses: known at ").And.Contain(guess));
        Assert.That(Warnings(), Has.Exactly(1).Contains(guess));
    }

    [Test]
    public void Replay_OrientationsAsXYZW_SaysSo()
    {
        File.WriteAllLines(_folder["poses.jsonl"], Enumerable.Range(0, 40).Select(i =>
            $$"""{"schema":"robotvision.pose/1","time_us":{{10_000 * i}},"position_m":[0,0,0.6]"""
            + ""","orientation":[0,0.25881904510252074,0,0.9659258262890683]}"""));
        var result = Replay("--calibration", _folder["camera.yaml"], "--poses", _folder["poses.jsonl"]);
        Assert.That(result.Errors, Does.Contain("warning: poses: in 40 of 40").And.Contain("send orientations as w x y z"));
    }

    [Test]
    public void Replay_ImageOfAnotherShapeAmongOthers_LeavesTheCalibrationOutAndSaysSo()
    {
        Directory.CreateDirectory(_folder["photos"]);
        foreach (var (name, height) in new[] { ("0", 72), ("1", 96), ("2", 96) }) // the first one
        {
            using var picture = new OpenCvSharp.Mat(height, 96, OpenCvSharp.MatType.CV_8UC3, new OpenCvSharp.Scalar(30, 120, 30));
            OpenCvSharp.Cv2.ImWrite(_folder[$"photos/{name}.png"], picture);
        }

        _video = _folder["photos"];
        var result = Replay("--calibration", _folder["camera.yaml"], "--pose", "0.6,30,0", "--report", _folder["report.json"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Lines, Has.Length.EqualTo(3));
        Assert.That((Lines[0].Contains("bearing_rad", StringComparison.Ordinal), Lines[1].Contains("bearing_rad", StringComparison.Ordinal)),
            Is.EqualTo((false, true)));
        Assert.That(Warnings(), Has.Exactly(1).Contains("found 96x72 in '0.png'").And.Exactly(1).Contains("1 of 3 frames do not fit"));
    }

    [Test]
    public void Replay_OptionsThatChangeNothing_SaysSo()
    {
        var result = Replay("--calibration", _folder["camera.yaml"], "--camera-latency", "30", "--ball-radius", "0.1");
        Assert.That(result.Errors, Does.Contain("warning: --camera-latency: ").And.Contain("warning: --ball-radius: "));
        Assert.That(Replay("--calibration", _folder["camera.yaml"], "--pose", "0.6,30,0").Errors, Does.Not.Contain("warning"));
    }

    IEnumerable<string?> Warnings() =>
        System.Text.Json.JsonDocument.Parse(File.ReadAllText(_folder["report.json"])).RootElement.GetProperty("warnings").EnumerateArray()
            .Select(warning => warning.GetString());

    [Test]
    public void Replay_LatencyInTheCalibration_IsTaken()
    {
        File.AppendAllText(_folder["camera.yaml"], "\ncamera_latency_seconds: 0.3\n");
        Replay("--calibration", _folder["camera.yaml"], "--poses", _folder["poses.jsonl"]);
        Assert.That(Lines[0], Does.Contain("\"pose\":\"missing\""), "exposed before the first pose");
        Replay("--calibration", _folder["camera.yaml"], "--poses", _folder["poses.jsonl"], "--camera-latency", "0");
        Assert.That(Lines[0], Does.Contain("\"pose\":\"known\""));
    }

    [Test]
    public void Run_PosesFile_IsWrongUse()
    {
        var result = CommandLine.Run("run", "--camera", _video, "--model", Workplace.Model, "--calibration", _folder["camera.yaml"], "--poses",
            _folder["poses.jsonl"]);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Errors, Does.Contain("udp://ADDRESS:PORT"));
    }
}
