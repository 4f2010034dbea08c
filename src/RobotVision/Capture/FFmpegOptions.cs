using System.Runtime.InteropServices;

namespace RobotVision.Capture;

/// <summary>What OpenCV tells ffmpeg when it opens a video; it reads that from the environment and nowhere else.</summary>
static partial class FFmpegOptions
{
    const string Variable = "OPENCV_FFMPEG_CAPTURE_OPTIONS";

    /// <summary>
    /// Open a stream after a third of a second or 100 kB of it, not after seconds. OpenCV's own default for RTSP, over TCP, stays.
    /// Chosen by the time from a sender's start to the first frame: 1.8 to 2.3 s with H.264, of which the encoder takes 1.5 s.
    /// </summary>
    const string ForLiveStreams = "rtsp_transport;tcp|analyzeduration;300000|fpsprobesize;1|probesize;100000";

    /// <summary>Sets the options for all videos that this process opens from now on; what the user has set stays.</summary>
    public static void SetForLiveStreams() => _ = SetEnvironmentVariable(Variable, ForLiveStreams, overwrite: 0);

    // .NET's own Environment changes a copy that native code never sees.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
