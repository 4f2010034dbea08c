using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

static partial class Native
{
    [LibraryImport(Library, EntryPoint = "cvs_aruco_detect_markers")]
    internal static partial int DetectMarkers(MatHandle image, int dictionary, Span<Point2f> corners, Span<int> ids, int room, out int found);

    [LibraryImport(Library, EntryPoint = "cvs_aruco_draw_marker")]
    internal static partial int DrawMarker(int dictionary, int id, int sidePixels, MatHandle image, int borderBits);
}
