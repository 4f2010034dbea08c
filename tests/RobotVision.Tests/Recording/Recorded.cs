using RobotVision.CloseUps;
using RobotVision.Imaging;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Recording;

namespace RobotVision.Tests.Recording;

/// <summary>Records runs of a drawn source, and replays them.</summary>
static class Recorded
{
    /// <summary>A small picture.</summary>
    public static PictureLayout Small { get; } = new(PixelFormat.Bgr24, 64, 48);

    /// <summary>More than any disk has.</summary>
    const long PlentyOfSpace = 1L << 60;

    /// <summary>Options that ask for no free space.</summary>
    public static RecorderOptions In(string folder) => new()
    {
        Folder = folder,
        Floor = 0,
        Interval = TimeSpan.FromMilliseconds(20),
        FreeSpace = _ => PlentyOfSpace,
    };

    /// <summary>Runs a pipeline with a recorder until its source ends.</summary>
    /// <param name="options">Where.</param>
    /// <param name="frames">How many frames.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="layout">Size and format of the frames; <see cref="Small"/> when null.</param>
    /// <param name="setup">Where the camera is.</param>
    /// <param name="closeUps">Close-ups of each frame.</param>
    /// <param name="encoded">Whether frames come as PNG files.</param>
    /// <param name="paced">Whether each frame waits until the one before is recorded, so that none is missed while recording goes on.</param>
    /// <param name="before">Called before each frame.</param>
    /// <param name="made">Gets the recorder before the run.</param>
    public static async Task<(VisionPipeline Pipeline, FrameRecorder Recorder)> RunAsync(
        RecorderOptions options, int frames, CancellationToken stop, PictureLayout? layout = null, CameraSetup? setup = null, int closeUps = 0,
        bool encoded = false, bool paced = true, Action<int, VisionPipeline>? before = null, Action<FrameRecorder>? made = null)
    {
        using var model = TestModel.Load(Math.Max(1, closeUps));
        setup ??= new();
        var settings = new RunSettings { Camera = "drawn", HasPoses = setup.Poses is not null, BallRadius = setup.Ground.BallRadius, MostCloseUps = closeUps };
        using var recorder = new FrameRecorder(options, [settings], TimeProvider.System);
        made?.Invoke(recorder);
        VisionPipeline pipeline = null!;
        void Before(int number)
        {
            before?.Invoke(number, pipeline);
            while (paced && recorder.Recording is { IsActive: true } state && state.Frames < number)
            {
                stop.ThrowIfCancellationRequested();
                Thread.Yield();
            }
        }

        var source = new DrawnSource(frames, layout ?? Small) { Before = Before, IsEncoded = encoded };
        var most = new CloseUpOptions { CloseUps = closeUps, Budget = TimeSpan.FromHours(1) };
        pipeline = new VisionPipeline(source, model, [recorder], TimeProvider.System, most, new(setup)) { Thresholds = TestModel.LowThresholds };
        recorder.Start(pipeline);
        await pipeline.RunAsync(stop);
        recorder.Complete();
        Assert.That(pipeline.Pool.Outstanding, Is.Zero);
        return (pipeline, recorder);
    }

    /// <summary>Replays a recording and compares.</summary>
    public static async Task<RecordingComparison> ReplayAsync(
        string file, CancellationToken stop, FrameThresholds? thresholds = null, int? closeUps = null, CameraSetup? setup = null,
        Func<RunSettings, RunSettings>? now = null)
    {
        var run = RecordedRun.TryOpen(file)!;
        var inputs = new RecordedInputs { HasThresholds = thresholds is null, HasCloseUps = closeUps is null, HasPoses = setup is null };
        using var source = new RecordingSource(run, inputs, TimeProvider.System);
        using var model = TestModel.Load(Math.Max(1, run.Settings.MostCloseUps));
        using var comparison = new RecordingComparison(source, run.Cameras, [.. run.Cameras.Select(one => now?.Invoke(one) ?? one)]);
        setup ??= run.Settings.HasPoses ? PlacedSetup(new RobotVision.Poses.PoseHistory()) : new();
        var most = new CloseUpOptions { CloseUps = run.Settings.MostCloseUps };
        var pipeline = new VisionPipeline(source, model, [comparison], TimeProvider.System, most, new(setup)) { Recorded = inputs };
        if (thresholds is not null) pipeline.Thresholds = thresholds;
        if (closeUps is { } count) pipeline.CloseUps = count;
        await pipeline.RunAsync(stop);
        Assert.That(pipeline.Pool.Outstanding, Is.Zero);
        return comparison;
    }

    /// <summary>A camera on the ground.</summary>
    public static CameraSetup PlacedSetup(RobotVision.Poses.IPoseSource poses) => new()
    {
        Camera = new RobotVision.Cameras.FisheyeCamera(new(64, 48, 28, 28, 32, 24)),
        Poses = poses,
    };

    /// <summary>Asserts that so many frames gave the recorded results.</summary>
    public static void AssertAllEqual(RecordingComparison comparison, long frames)
    {
        Assert.That(comparison.First, Is.Null);
        Assert.That(comparison.Equal, Is.EqualTo(frames));
    }

    /// <summary>The recordings in a folder, the oldest first.</summary>
    public static string[] Files(string folder) => [.. Directory.GetFiles(folder, RecorderOptions.FilePattern).Order(StringComparer.Ordinal)];
}
