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
        var rowLength = picture.Cols * 3;
        var pixels = frame.Resize(picture.Cols, picture.Rows).Span;
        for (var y = 0; y < picture.Rows; y++)
            new ReadOnlySpan<byte>((byte*)picture.Data + y * picture.Step(), rowLength).CopyTo(pixels[(y * rowLength)..]);
        return true;
    }
}
