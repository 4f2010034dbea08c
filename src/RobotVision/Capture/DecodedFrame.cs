using OpenCvSharp;

namespace RobotVision.Capture;

/// <summary>Moves what OpenCV decoded into a frame's own memory.</summary>
static class DecodedFrame
{
    /// <summary>Copies a decoded picture, grey or BGR with eight bits, into the frame; false when it is something else.</summary>
    public static unsafe bool TryCopy(Mat picture, Frame frame)
    {
        if (picture.Empty()) return false;
        if (picture.Type() == MatType.CV_8UC1) Cv2.CvtColor(picture, picture, ColorConversionCodes.GRAY2BGR);
        if (picture.Type() != MatType.CV_8UC3) return false;
        // Each of these is a native call.
        var (width, height, step) = (picture.Cols, picture.Rows, picture.Step());
        var data = (byte*)picture.Data;
        var rowLength = width * 3;
        var pixels = frame.Resize(width, height).Span;
        for (var y = 0; y < height; y++)
            new ReadOnlySpan<byte>(data + y * step, rowLength).CopyTo(pixels[(y * rowLength)..]);
        return true;
    }
}
