using System.Globalization;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Ros;

namespace RobotVision.Capture;

/// <summary>Opens an input as what it is: camera, stream, video or images.</summary>
public static class FrameSource
{
    /// <summary>Opens a recording: every frame is read and none is lost.</summary>
    /// <param name="input">
    /// A video file, an image file, a folder of images, a pattern such as <c>photos/*.png</c>, or an MCAP recording (see <see cref="McapSource"/>).
    /// </param>
    /// <param name="clock">Where times come from.</param>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="InvalidDataException">It holds nothing that can be read; the message says what was expected and what to do.</exception>
    public static IFrameSource OpenRecording(string input, TimeProvider clock)
    {
        if (File.Exists(input) && WholeFile.IsWrittenThrough(input))
            throw new InvalidDataException(
                $"Input '{input}': expected a file, found a pipe or device, in which nothing can be looked up; copy it to a file, "
                + "or give 'run' the address of a stream.");
        if (McapSource.IsMcap(input)) return new McapSource(input, clock);
        if (AreImages(input)) return new ImageFolderSource(input, clock);
        if (File.Exists(input)) return new VideoFileSource(input, clock);
        throw new FileNotFoundException($"Input '{input}': there is no such file or folder.", input);
    }

    /// <summary>Whether there is a recording, so far as its name tells.</summary>
    public static bool IsThere(string input) => File.Exists(input) || AreImages(input) || (McapSource.IsMcap(input) && File.Exists(input.Split('#')[0]));

    /// <summary>Whether an input is images, which stand for themselves: a file, a folder or a pattern.</summary>
    public static bool AreImages(string input) =>
        // A file or folder that exists is no pattern, even if its name holds * or ?.
        File.Exists(input) ? ImageFile.HasEnding(input) : Directory.Exists(input) || HasPattern(input);

    /// <summary>Opens a live source: only the newest frame is of use, older ones are dropped.</summary>
    /// <param name="camera">
    /// A camera's index (<c>0</c>), a device (<c>/dev/video0</c>), a stream's URL, a topic of ROS 2 (<c>ws://HOST:9090/TOPIC</c>), or a file, which is
    /// played at its own rate.
    /// </param>
    /// <param name="clock">Where times come from.</param>
    /// <param name="options">The mode in which a camera is to run; of no meaning for streams and files.</param>
    /// <exception cref="FileNotFoundException">There is no such file or device.</exception>
    /// <exception cref="InvalidDataException">It cannot be opened; the message says why and what to do.</exception>
    public static IFrameSource OpenLive(string camera, TimeProvider clock, CameraOptions? options = null)
    {
        if (int.TryParse(camera, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return LiveSource.OpenCamera($"/dev/video{index}", options ?? new(), clock);
        if (RosAddress.IsOne(camera)) return LiveSource.OpenRos(camera, clock);
        if (camera.Contains("://", StringComparison.Ordinal)) return LiveSource.OpenStream(camera, clock);
        if (camera.StartsWith("/dev/", StringComparison.Ordinal)) return LiveSource.OpenCamera(camera, options ?? new(), clock);
        return new PacedSource(OpenRecording(camera, clock), clock);
    }

    /// <summary>Whether a live source's name is that of a camera of this machine, an index or a device.</summary>
    public static bool IsCamera(string camera) =>
        camera.StartsWith("/dev/", StringComparison.Ordinal) || int.TryParse(camera, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    static bool HasPattern(string input) => input.AsSpan().IndexOfAny('*', '?') >= 0;
}
