using OpenCvSharp.Internal;

namespace OpenCvSharp.Aruco;

/// <summary>Functions of OpenCV's module aruco.</summary>
public static class CvAruco
{
    const int UsualRoom = 256;

    /// <summary>Finds square markers of a dictionary.</summary>
    /// <param name="image">The image.</param>
    /// <param name="dictionary">Which markers there are.</param>
    /// <param name="corners">The four corners of each marker in pixels, clockwise from the marker's own top-left one.</param>
    /// <param name="ids">The number of each marker in the dictionary.</param>
    /// <param name="parameters">How to look; OpenCV's defaults.</param>
    /// <param name="rejectedImgPoints">Always empty here.</param>
    public static void DetectMarkers(
        InputArray image, Dictionary dictionary, out Point2f[][] corners, out int[] ids, DetectorParameters parameters, out Point2f[][] rejectedImgPoints)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        int room = UsualRoom;
        while (true)
        {
            var points = new Point2f[4 * room];
            ids = new int[room];
            Native.Check(Native.DetectMarkers(image.Required(nameof(image)), (int)dictionary.Name, points, ids, room, out int found));
            if (found <= room)
            {
                corners = [.. points.Take(4 * found).Chunk(4)];
                ids = ids[..found];
                rejectedImgPoints = [];
                return;
            }

            room = found;
        }
    }

    /// <summary>Draws a marker: black and white bytes, (sidePixels, sidePixels), its black border included.</summary>
    public static void DrawMarker(Dictionary dictionary, int id, int sidePixels, OutputArray mat, int borderBits = 1)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        Native.Check(Native.DrawMarker((int)dictionary.Name, id, sidePixels, mat.Required(nameof(mat)), borderBits));
    }

    /// <summary>One of OpenCV's dictionaries.</summary>
    public static Dictionary GetPredefinedDictionary(PredefinedDictionaryName name) => new(name);
}
