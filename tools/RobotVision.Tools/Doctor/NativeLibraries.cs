using RobotVision.CommandLine;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using RobotVision.Capture;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Tools.Output;
using RobotVision.Video;

namespace RobotVision.Tools.Doctor;

/// <summary>Checks OpenCV, ONNX Runtime and ffmpeg: whether they load, and what they support.</summary>
static class NativeLibraries
{
    /// <summary>Whether an exception shows a problem of the installation, not a bug of this program.</summary>
    public static bool IsExpected(Exception exception) => exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
        or TypeInitializationException or OpenCVException or OnnxRuntimeException
        or IOException or InvalidDataException or EnvironmentException or UnauthorizedAccessException;

    public static Finding ExamineOpenCv() => Try("OpenCV", () => Cv2.GetVersionString() ?? "of unknown version");

    /// <summary>The program that reads and writes videos and streams; images and cameras work without it.</summary>
    public static IEnumerable<Finding> ExamineFFmpeg()
    {
        if (!FFmpegProgram.IsInstalled)
        {
            yield return new Finding("ffmpeg", IsNeeded: false, IsGood: false,
                "not on the PATH: no videos and no streams; install it with 'apt-get install ffmpeg' or run tools/setup.sh");
            yield break;
        }

        var encoder = VideoFile.IsH264 ? $"writes H.264 by {FFmpegProgram.H264Encoder}"
            : "has no encoder of H.264: writes MPEG-4 part 2, which browsers do not play";
        yield return new Finding("ffmpeg", IsNeeded: false, IsGood: true, $"{FFmpegProgram.Version?.ToString() ?? "of no release"}, {encoder}");
        yield return Try("video round trip", VideoRoundTrip) with { IsNeeded = false };
    }

    public static IEnumerable<Finding> ExamineOnnxRuntime()
    {
        var version = Try("ONNX Runtime", () => VisionModel.RuntimeVersion);
        yield return version;
        if (!version.IsGood) yield break;
        yield return new Finding("provider CPU", IsNeeded: true, IsGood: true, $"{Environment.ProcessorCount} processors");
        yield return CudaProvider.IsAvailable(out var reason)
            ? new Finding("provider CUDA", IsNeeded: false, IsGood: true, CudaProvider.GpuName is { Length: > 0 } gpu ? $"usable on {gpu}" : "usable")
            : new Finding("provider CUDA", IsNeeded: false, IsGood: false, reason);
    }

    static Finding Try(string name, Func<string> examine)
    {
        try
        {
            return new Finding(name, IsNeeded: true, IsGood: true, examine());
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return new Finding(name, IsNeeded: true, IsGood: false, CommandRunner.Describe(exception));
        }
    }

    /// <summary>Writes a short video with ffmpeg and reads it back.</summary>
    static string VideoRoundTrip()
    {
        const int frames = 5;
        var path = Path.Combine(Path.GetTempPath(), $"robotvision-doctor-{Environment.ProcessId}.mp4");
        try
        {
            var picture = new BgrImage(64, 48);
            using (var video = new VideoFile(path, 30))
            {
                for (var i = 0; i < frames; i++) video.Write(picture.View);
                video.Complete();
            }

            using var source = new VideoFileSource(path, TimeProvider.System);
            using var frame = new FramePool(1).Rent(CancellationToken.None);
            var read = 0;
            while (source.Read(frame) == ReadOutcome.Frame) read++;
            return read == frames ? $"{frames} frames written as MP4 and read back"
                : throw new IOException($"{frames} frames were written as MP4 and {read} read back.");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
