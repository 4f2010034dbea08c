using System.Text;
using OpenCvSharp;
using RobotVision.Cameras;
using RobotVision.Geometry;
using RobotVision.Poses;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Calibrate;

/// <summary>A head sweep in front of a patterned wall, as a video and as the robot's poses.</summary>
public class CalibrateLatencyCommandTests
{
    const int Frames = 150;
    const double Fps = 30, Latency = 0.06;

    static readonly PinholeCamera Camera = new(new(160, 120, 130, 130, 80, 60));

    TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void Record()
    {
        _folder = new TemporaryFolder();
        new CameraFile(Camera) { Name = "head" }.Write(_folder["head.yaml"]);
        WriteVideo("sweep.mp4", true);
        WriteVideo("dark.mp4", false);
        WritePoses("sweep.jsonl", -100, _ => true, i => i * 10_000);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Latency_LivePosesForAVideo_AreWrongUse()
    {
        var (exitCode, errors) = InProcess.Run(
            "calibrate", "latency", _folder["sweep.mp4"], "--calibration", _folder["none.yaml"], "--poses", "udp://127.0.0.1:0");
        Assert.That((exitCode, errors), Is.EqualTo((2, errors)));
        Assert.That(errors, Does.Contain("--poses: expected a file of the poses of the video"));
    }

    static CameraPose PoseAt(double seconds) =>
        new(0.6, 0, 0.2 + 0.1 * Math.Sin(2.9 * seconds + 0.4), 0.3 * Math.Sin(2.1 * seconds) + 0.2 * Math.Sin(0.9 * seconds + 1));

    // The frame with time stamp 0 was exposed earlier by the latency.
    void WriteVideo(string name, bool light)
    {
        using var writer = new VideoWriter(_folder[name], VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), Fps, new Size(160, 120));
        var pixels = new byte[160 * 120 * 3];
        for (var frame = 0; frame < Frames; frame++)
        {
            var pose = PoseAt(frame / Fps - Latency);
            for (var i = 0; i < 160 * 120; i++)
            {
                Camera.TryUnproject(i % 160 + 0.5, i / 160 + 0.5, out var ray);
                var far = pose.DirectionFromCamera(ray);
                var value = light ? 128 + 50 * Math.Sin(14 * far.Y + 5 * far.Z) + 50 * Math.Sin(11 * far.Z - 17 * far.Y * far.Y) : 20;
                pixels.AsSpan(3 * i, 3).Fill((byte)value);
            }

            using var picture = Mat.FromPixelData(120, 160, MatType.CV_8UC3, pixels);
            writer.Write(picture);
        }
    }

    void WritePoses(string name, int first, Func<int, bool> isSent, Func<int, long> time)
    {
        File.WriteAllLines(_folder[name], Enumerable.Range(first, (int)(Frames * 100 / Fps) + 100 - first).Where(isSent)
            .Select(i => PoseMessage.ToJson(TimedPose.Of(PoseAt(i * 0.01), time(i)))));
    }

    CommandResult Calibrate(string video, string poses) => CommandLine.Run(
        "calibrate", "latency", _folder[video], "--calibration", _folder["head.yaml"], "--poses", _folder[poses], "--output", _folder["out.yaml"],
        "--report", _folder["out.html"]);

    [Test]
    public void Latency_RecordedSweep_AddsItToTheCamerasFileAndReports()
    {
        var result = Calibrate("sweep.mp4", "sweep.jsonl");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Match(@"latency \d+\.\d ms \+- \d\.\d ms from \d+ pairs of frames"));
        var written = CameraFile.Read(_folder["out.yaml"]);
        Assert.That(written.Latency!.Value.TotalMilliseconds, Is.EqualTo(1000 * Latency).Within(2));
        Assert.That(written.Camera.Intrinsics.Fx, Is.EqualTo(130));
        Assert.That(File.ReadAllText(_folder["out.html"]), Does.Contain("How the camera turned"));
    }

    [Test]
    public void Latency_PosesWithJumpsBackwardsTimesAndNaN_ReportsThemAndStillFindsIt()
    {
        WritePoses("bad.jsonl", -100, i => i % 97 != 0, i => i % 50 == 0 ? i * 10_000 - 15_000 : i * 10_000);
        File.AppendAllText(_folder["bad.jsonl"], """{"schema":"robotvision.pose/1","time_us":9000000,"position_m":[0,0,NaN],"orientation":[1,0,0,0]}""");
        var result = Calibrate("sweep.mp4", "bad.jsonl");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain("refused").And.Contain("the last problem: "));
        Assert.That(CameraFile.Read(_folder["out.yaml"]).Latency!.Value.TotalMilliseconds, Is.EqualTo(1000 * Latency).Within(3));
    }

    [Test]
    public void Latency_PosesWithALongGap_AreRejected()
    {
        WritePoses("few.jsonl", -100, i => i is < 0 or > 400, i => i * 10_000);
        Fails(Calibrate("sweep.mp4", "few.jsonl"), "expected poses at the times of the frames");
    }

    [Test]
    public void Latency_NothingToSee_IsRejected() => Fails(Calibrate("dark.mp4", "sweep.jsonl"), "nothing to see");

    [Test]
    public void Latency_Images_HaveNoTimes()
    {
        TestVideo.WriteImage(_folder["photo.png"], 1);
        Fails(Calibrate("photo.png", "sweep.jsonl"), "expected a video, whose frames have times");
    }

    [Test]
    public void Latency_NoPoseInTheFile_IsRejected()
    {
        File.WriteAllText(_folder["none.jsonl"], "noise\n", Encoding.UTF8);
        Fails(Calibrate("sweep.mp4", "none.jsonl"), "expected one robotvision.pose/1 object a line");
    }

    [Test]
    public void Latency_TooShortATime_IsWrongUse()
    {
        var result = CommandLine.Run("calibrate", "latency", _folder["sweep.mp4"], "--calibration", _folder["head.yaml"], "--poses",
            _folder["sweep.jsonl"], "--seconds", "NaN");
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.ErrorLines.Single(), Does.Contain("--seconds: expected 3..120"));
    }

    void Fails(CommandResult result, string words)
    {
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines.Last(), Does.Contain(words));
        Assert.That(File.ReadAllText(_folder["head.yaml"]), Does.Not.Contain("latency"));
    }
}
