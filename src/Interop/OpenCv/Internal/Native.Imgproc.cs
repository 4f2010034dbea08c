using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

static partial class Native
{
    [LibraryImport(Library, EntryPoint = "cvs_resize")]
    internal static partial int Resize(MatHandle source, MatHandle destination, Size size, double fx, double fy, int interpolation);

    [LibraryImport(Library, EntryPoint = "cvs_cvt_color")]
    internal static partial int CvtColor(MatHandle source, MatHandle destination, int code, int channels);

    [LibraryImport(Library, EntryPoint = "cvs_gaussian_blur")]
    internal static partial int GaussianBlur(MatHandle source, MatHandle destination, Size kernel, double sigmaX, double sigmaY, int border);

    [LibraryImport(Library, EntryPoint = "cvs_warp_perspective")]
    internal static partial int WarpPerspective(
        MatHandle source, MatHandle destination, MatHandle matrix, Size size, int flags, int border, Scalar value);

    [LibraryImport(Library, EntryPoint = "cvs_get_perspective_transform")]
    internal static partial int GetPerspectiveTransform(MatHandle source, MatHandle destination, MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_corner_sub_pix")]
    internal static partial int CornerSubPix(MatHandle image, MatHandle corners, Size window, Size zeroZone, TermCriteria criteria);

    [LibraryImport(Library, EntryPoint = "cvs_rectangle")]
    internal static partial int Rectangle(MatHandle image, Rect rect, Scalar color, int thickness, int line, int shift);

    [LibraryImport(Library, EntryPoint = "cvs_rectangle_points")]
    internal static partial int RectanglePoints(MatHandle image, Point a, Point b, Scalar color, int thickness, int line, int shift);

    [LibraryImport(Library, EntryPoint = "cvs_line")]
    internal static partial int Line(MatHandle image, Point a, Point b, Scalar color, int thickness, int line, int shift);

    [LibraryImport(Library, EntryPoint = "cvs_circle")]
    internal static partial int Circle(MatHandle image, Point center, int radius, Scalar color, int thickness, int line, int shift);

    [LibraryImport(Library, EntryPoint = "cvs_ellipse")]
    internal static partial int Ellipse(
        MatHandle image, Point center, Size axes, double angle, double start, double end, Scalar color, int thickness, int line,
        int shift);

    [LibraryImport(Library, EntryPoint = "cvs_fill_poly")]
    internal static partial int FillPoly(
        MatHandle image, ReadOnlySpan<Point> points, ReadOnlySpan<int> lengths, int count, Scalar color, int line, int shift,
        Point offset);

    [LibraryImport(Library, EntryPoint = "cvs_fill_convex_poly")]
    internal static partial int FillConvexPoly(MatHandle image, ReadOnlySpan<Point> points, int count, Scalar color, int line, int shift);

    [LibraryImport(Library, EntryPoint = "cvs_polylines")]
    internal static partial int Polylines(
        MatHandle image, ReadOnlySpan<Point> points, ReadOnlySpan<int> lengths, int count, int closed, Scalar color,
        int thickness, int line, int shift);

    [LibraryImport(Library, EntryPoint = "cvs_put_text", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int PutText(
        MatHandle image, string text, Point origin, int font, double scale, Scalar color, int thickness, int line,
        int bottomLeftOrigin);

    [LibraryImport(Library, EntryPoint = "cvs_get_text_size", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetTextSize(string text, int font, double scale, int thickness, out int baseline, out Size result);
}
