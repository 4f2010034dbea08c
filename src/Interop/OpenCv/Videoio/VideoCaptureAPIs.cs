namespace OpenCvSharp;

#pragma warning disable CS1591 // What each value does stands in OpenCV's documentation, under the name given here.
/// <summary>The backends of video input and output: <c>cv::VideoCaptureAPIs</c>.</summary>
public enum VideoCaptureAPIs
{
    ANY = 0,
    V4L = 200,
    V4L2 = 200,
    FIREWIRE = 300,
    DSHOW = 700,
    OPENNI = 900,
    ANDROID = 1000,
    XIAPI = 1100,
    AVFOUNDATION = 1200,
    MSMF = 1400,
    INTELPERC = 1500,
    REALSENSE = 1500,
    OPENNI2 = 1600,
    GPHOTO2 = 1700,
    GSTREAMER = 1800,
    FFMPEG = 1900,
    IMAGES = 2000,
    ARAVIS = 2100,
    OPENCV_MJPEG = 2200,
    INTEL_MFX = 2300,
    XINE = 2400,
}
