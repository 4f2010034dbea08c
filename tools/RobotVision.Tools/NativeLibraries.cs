using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using RobotVision.Capture;
using RobotVision.Inference;

namespace RobotVision.Tools;

/// <summary>Examines OpenCV and ONNX Runtime: do they load, from where, and what can they do.</summary>
static class NativeLibraries
{
    /// <summary>Whether an exception says that something is missing or broken, rather than that this program is wrong.</summary>
    public static bool IsExpected(Exception exception) => exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
        or TypeInitializationException or OpenCVException or OnnxRuntimeException or IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException;

    public static IEnumerable<Finding> ExamineOpenCv()
    {
        var version = Try("OpenCV", () => Cv2.GetVersionString() ?? "of unknown version");
        yield return version;
        if (!version.IsGood) yield break;
        foreach (var path in Loaded("opencv", "avcodec")) yield return new Finding("  loaded from", IsNeeded: false, IsGood: true, path);
        var backEnds = VideoBackEnds(Cv2.GetBuildInformation() ?? "").ToArray();
        yield return new Finding("video back ends", IsNeeded: false, IsGood: backEnds.Length > 0, string.Join(", ", backEnds));
        yield return Try("video round trip", VideoRoundTrip);
    }

    public static IEnumerable<Finding> ExamineOnnxRuntime()
    {
        var version = Try("ONNX Runtime", () => OrtEnv.Instance().GetVersionString());
        yield return version;
        if (!version.IsGood) yield break;
        foreach (var path in Loaded("onnxruntime")) yield return new Finding("  loaded from", IsNeeded: false, IsGood: true, path);
        yield return new Finding("provider CPU", IsNeeded: true, IsGood: true, $"{Environment.ProcessorCount} processors");
        yield return CudaProvider.IsAvailable(out var reason)
            ? new Finding("provider CUDA", IsNeeded: false, IsGood: true, "usable")
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
            return new Finding(name, IsNeeded: true, IsGood: false, $"{(exception.InnerException ?? exception).Message} Run tools/setup.sh.");
        }
    }

    /// <summary>Native libraries of this process whose file name holds one of the words.</summary>
    static IEnumerable<string> Loaded(params string[] words) =>
        from line in File.ReadLines("/proc/self/maps")
        let path = line[(line.IndexOf('/', StringComparison.Ordinal) is var at && at >= 0 ? at : line.Length)..]
        where path.Contains(".so", StringComparison.Ordinal) && words.Any(word => Path.GetFileName(path).Contains(word, StringComparison.Ordinal))
        group path by path into paths
        orderby paths.Key
        select paths.Key;

    /// <summary>The lines of the "Video I/O" part of OpenCV's build information that say YES.</summary>
    static IEnumerable<string> VideoBackEnds(string buildInformation) => buildInformation.Split('\n')
        .SkipWhile(line => !line.TrimStart().StartsWith("Video I/O", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => line.Trim().Length > 0)
        .Where(line => line.Contains("YES", StringComparison.Ordinal))
        .Select(line => line.Trim().Split(':')[0]);

    /// <summary>Writes a short video and reads it back: the whole way through ffmpeg's libraries.</summary>
    static string VideoRoundTrip()
    {
        const int frames = 5;
        var path = Path.Combine(Path.GetTempPath(), $"robotvision-doctor-{Environment.ProcessId}.mp4");
        try
        {
            using (var writer = new VideoWriter(path, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), 30, new Size(64, 48)))
            using (var picture = new Mat(48, 64, MatType.CV_8UC3, new Scalar(0, 128, 0)))
                for (var i = 0; i < frames; i++) writer.Write(picture);
            using var source = new VideoFileSource(path, TimeProvider.System);
            using var frame = new FramePool(1).Rent(CancellationToken.None);
            var read = 0;
            while (source.Read(frame) == ReadOutcome.Frame) read++;
            return read == frames ? $"{frames} frames written as MP4 and read back" : throw new IOException($"{frames} frames were written as MP4 and {read} read back.");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
