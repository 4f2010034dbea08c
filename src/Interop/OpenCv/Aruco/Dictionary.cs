namespace OpenCvSharp.Aruco;

/// <summary>A set of markers: <c>cv::aruco::Dictionary</c>, one of OpenCV's own.</summary>
public sealed class Dictionary : IDisposable
{
    internal Dictionary(PredefinedDictionaryName name) => Name = name;

    internal PredefinedDictionaryName Name { get; }

    /// <summary>Nothing to free here; there is in OpenCvSharp.</summary>
    public void Dispose()
    {
    }
}

/// <summary>How markers are looked for: <c>cv::aruco::DetectorParameters</c> with OpenCV's defaults.</summary>
public readonly record struct DetectorParameters;
