using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <content>Functions of OpenCV's module imgproc but for drawing.</content>
public static partial class Cv2
{
    /// <summary>Scales an image to <paramref name="dsize"/>, or by the factors where that is (0, 0).</summary>
    public static void Resize(
        InputArray src, OutputArray dst, Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        Native.Check(Native.Resize(src.Required(nameof(src)), dst.Required(nameof(dst)), dsize, fx, fy, (int)interpolation));

    /// <summary>Converts colours.</summary>
    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0) =>
        Native.Check(Native.CvtColor(src.Required(nameof(src)), dst.Required(nameof(dst)), (int)code, dstCn));

    /// <summary>Blurs with a Gaussian; a side of <paramref name="ksize"/> is odd, or 0 to follow from sigma.</summary>
    public static void GaussianBlur(
        InputArray src, OutputArray dst, Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.GaussianBlur(src.Required(nameof(src)), dst.Required(nameof(dst)), ksize, sigmaX, sigmaY, (int)borderType));

    /// <summary>Maps an image through the 3x3 matrix <paramref name="m"/>.</summary>
    public static void WarpPerspective(
        InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear,
        BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        Native.Check(Native.WarpPerspective(
            src.Required(nameof(src)), dst.Required(nameof(dst)), m.Required(nameof(m)), dsize, (int)flags, (int)borderMode, borderValue ?? default));

    /// <summary>The 3x3 matrix (double) that maps four points to four others.</summary>
    public static Mat GetPerspectiveTransform(IEnumerable<Point2f> src, IEnumerable<Point2f> dst)
    {
        using Mat from = Mat.FromArray(src.ToArray()), to = Mat.FromArray(dst.ToArray());
        return GetPerspectiveTransform(from, to);
    }

    /// <summary>The 3x3 matrix (double) that maps four points to four others, each (4, 1) of CV_32FC2.</summary>
    public static Mat GetPerspectiveTransform(InputArray src, InputArray dst)
    {
        var result = new Mat();
        Native.Check(Native.GetPerspectiveTransform(src.Required(nameof(src)), dst.Required(nameof(dst)), result.Handle));
        return result;
    }

    /// <summary>Moves corners to where the grey values say they are, better than a pixel.</summary>
    /// <param name="image">One channel, byte or float.</param>
    /// <param name="inputCorners">Where they are to within the window.</param>
    /// <param name="winSize">Half of the window that is looked at.</param>
    /// <param name="zeroZone">Half of the middle that is left out; (-1, -1): none.</param>
    /// <param name="criteria">When to stop.</param>
    public static Point2f[] CornerSubPix(InputArray image, IEnumerable<Point2f> inputCorners, Size winSize, Size zeroZone, TermCriteria criteria)
    {
        using Mat corners = Mat.FromArray(inputCorners.ToArray());
        Native.Check(Native.CornerSubPix(image.Required(nameof(image)), corners.Handle, winSize, zeroZone, criteria));
        corners.GetArray(out Point2f[] result);
        return result;
    }
}
