using System.Globalization;
using OpenCvSharp;
using OpenCvSharp.Aruco;

namespace RobotVision.Calibration.Boards;

/// <summary>OpenCV's sets of markers, by the names that users write: 4X4_50, 5X5_100, ...</summary>
static class MarkerSets
{
    /// <summary>Fewer markers than this may be false detections.</summary>
    const int Enough = 3;

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Enum.GetValues<PredefinedDictionaryType>().Select(NameOf).Distinct();

    /// <summary>The name of a set.</summary>
    public static string NameOf(PredefinedDictionaryType type) => type.ToString()["Dict".Length..];

    /// <summary>Number of markers of a set; null if its name does not contain it.</summary>
    public static int? CountOf(string name) => name.Contains('X', StringComparison.Ordinal)
        && int.TryParse(name.Split('_')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>The smallest set with the most markers in an image; null if no set has enough.</summary>
    public static (string Name, int Count)? Find(Mat grey)
    {
        (string Name, int Count)? best = null;
        // A small set is the first part of the larger ones of the same kind.
        foreach (var type in Enum.GetValues<PredefinedDictionaryType>().OrderBy(type => CountOf(NameOf(type)) ?? 0))
        {
            using var dictionary = CvAruco.GetPredefinedDictionary(type);
            using var detector = new ArucoDetector(dictionary);
            detector.DetectMarkers(grey, out _, out var ids, out _);
            if (ids.Length >= Enough && ids.Length > (best?.Count ?? 0)) best = (NameOf(type), ids.Length);
        }

        return best;
    }
}
