using RobotVision.Data.Labels;

namespace RobotVision.Curation;

/// <summary>What is known of one image of a data set without its pixels.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Thumbnail">What it looks like.</param>
/// <param name="Labels">What is tagged in it; null where that could not be read.</param>
public sealed record ScannedImage(string Path, int Width, int Height, Thumbnail Thumbnail, ImageLabels? Labels)
{
    /// <summary>Its fingerprint for finding others that look like it.</summary>
    public PerceptualHash Hash { get; } = PerceptualHash.Of(Thumbnail);
}
