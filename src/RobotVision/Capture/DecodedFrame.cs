using OpenCvSharp;

namespace RobotVision.Capture;

/// <summary>Copies pictures that OpenCV decoded into a frame's memory.</summary>
static class DecodedFrame
{
    /// <summary>Copies a decoded picture, grey or BGR with eight bits, into the frame; false when it is something else.</summary>
    public static bool TryCopy(Mat picture, Frame frame)
    {
        if (picture.Empty()) return false;
        if (picture.Type() == MatType.CV_8UC1) Cv2.CvtColor(picture, picture, ColorConversionCodes.GRAY2BGR);
        return picture.Type() == MatType.CV_8UC3 && TryCopyRows(picture, frame.Resize(picture.Cols, picture.Rows).Span, bytesPerPixel: 3);
    }

    /// <summary>Copies the rows of a picture, which may have gaps between them, to memory where they have none; false when that is too short.</summary>
    public static unsafe bool TryCopyRows(Mat picture, Span<byte> destination, int bytesPerPixel)
    {
        // Each of these is a native call.
        var (rowLength, height, step) = (picture.Cols * bytesPerPixel, picture.Rows, picture.Step());
        if (destination.Length < rowLength * height) return false;
        var data = (byte*)picture.Data;
        for (var y = 0; y < height; y++) new ReadOnlySpan<byte>(data + y * step, rowLength).CopyTo(destination[(y * rowLength)..]);
        return true;
    }
}
