using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <content>
/// Drawing into an image. Colours are in the order of its channels; a negative thickness (<see cref="FILLED"/>) fills;
/// <c>shift</c> is the number of fractional bits of the coordinates.
/// </content>
public static partial class Cv2
{
    /// <summary>Draws a rectangle.</summary>
    public static void Rectangle(
        InputOutputArray img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.Rectangle(img.Handle, rect, color, thickness, (int)lineType, shift));

    /// <summary>Draws a rectangle; both corners belong to it.</summary>
    public static void Rectangle(
        InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.RectanglePoints(img.Handle, pt1, pt2, color, thickness, (int)lineType, shift));

    /// <summary>Draws a line; both ends belong to it.</summary>
    public static void Line(
        InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.Line(img.Handle, pt1, pt2, color, thickness, (int)lineType, shift));

    /// <summary>Draws a line; both ends belong to it.</summary>
    public static void Line(
        InputOutputArray img, int pt1X, int pt1Y, int pt2X, int pt2Y, Scalar color, int thickness = 1,
        LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Line(img, new Point(pt1X, pt1Y), new Point(pt2X, pt2Y), color, thickness, lineType, shift);

    /// <summary>Draws a circle.</summary>
    public static void Circle(
        InputOutputArray img, Point center, int radius, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.Circle(img.Handle, center, radius, color, thickness, (int)lineType, shift));

    /// <summary>Draws a circle.</summary>
    public static void Circle(
        InputOutputArray img, int centerX, int centerY, int radius, Scalar color, int thickness = 1,
        LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Circle(img, new Point(centerX, centerY), radius, color, thickness, lineType, shift);

    /// <summary>Draws an ellipse or a part of it; angles in degrees, clockwise on the screen.</summary>
    public static void Ellipse(
        InputOutputArray img, Point center, Size axes, double angle, double startAngle, double endAngle, Scalar color,
        int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0) =>
        Native.Check(Native.Ellipse(img.Handle, center, axes, angle, startAngle, endAngle, color, thickness, (int)lineType, shift));

    /// <summary>Fills polygons; where two overlap the parity decides.</summary>
    public static void FillPoly(
        Mat img, IEnumerable<IEnumerable<Point>> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0, Point? offset = null)
    {
        ArgumentNullException.ThrowIfNull(img);
        (Point[] points, int[] lengths) = Flatten(pts);
        Native.Check(Native.FillPoly(img.Handle, points, lengths, lengths.Length, color, (int)lineType, shift, offset ?? default));
    }

    /// <summary>Fills one convex polygon, faster than <see cref="FillPoly"/>.</summary>
    public static void FillConvexPoly(Mat img, IEnumerable<Point> pts, Scalar color, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        Point[] points = pts.ToArray();
        Native.Check(Native.FillConvexPoly(img.Handle, points, points.Length, color, (int)lineType, shift));
    }

    /// <summary>Draws lines from point to point.</summary>
    public static void Polylines(
        Mat img, IEnumerable<IEnumerable<Point>> pts, bool isClosed, Scalar color, int thickness = 1,
        LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        (Point[] points, int[] lengths) = Flatten(pts);
        Native.Check(Native.Polylines(img.Handle, points, lengths, lengths.Length, isClosed ? 1 : 0, color, thickness, (int)lineType, shift));
    }

    /// <summary>Writes ASCII text; <paramref name="org"/> is the left end of its base line.</summary>
    public static void PutText(
        InputOutputArray img, string text, Point org, HersheyFonts fontFace, double fontScale, Scalar color, int thickness = 1,
        LineTypes lineType = LineTypes.Link8, bool bottomLeftOrigin = false) =>
        Native.Check(Native.PutText(img.Handle, text, org, (int)fontFace, fontScale, color, thickness, (int)lineType, bottomLeftOrigin ? 1 : 0));

    /// <summary>How large a text will be above its base line, and how far it reaches below.</summary>
    public static Size GetTextSize(string text, HersheyFonts fontFace, double fontScale, int thickness, out int baseLine)
    {
        Native.Check(Native.GetTextSize(text, (int)fontFace, fontScale, thickness, out baseLine, out Size size));
        return size;
    }

    static (Point[] Points, int[] Lengths) Flatten(IEnumerable<IEnumerable<Point>> polygons)
    {
        Point[][] all = polygons.Select(p => p.ToArray()).ToArray();
        return (all.SelectMany(p => p).ToArray(), all.Select(p => p.Length).ToArray());
    }
}
