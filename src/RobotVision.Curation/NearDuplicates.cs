using System.Security.Cryptography;

namespace RobotVision.Curation;

/// <summary>Finds images that show nearly the same.</summary>
/// <remarks>
/// Every pair is compared, at one instruction for most: ten thousand images take a blink, a hundred thousand some seconds.
/// </remarks>
public static class NearDuplicates
{
    /// <summary>Bits of the hash by which near duplicates differ at most, by default.</summary>
    /// <remarks>
    /// Chosen on 1,394 photos of Middle Size robots whose two lists are whole dates apart, so that every pair between them is wrong: none
    /// up to 10 bits, two images at 12. Within the lists 6 bits find nearly all that 10 do. Run: <c>data check --distance 4..20</c>.
    /// </remarks>
    public const int DefaultDistance = 6;

    /// <summary>
    /// Mean difference of the thumbnails of near duplicates, at most: dark or empty pictures have much the same hash. Levels of 255.
    /// </summary>
    public const double LargestDifference = 8;

    /// <summary>Whether two images show nearly the same.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    /// <param name="distance">By how many bits their hashes may differ.</param>
    public static bool AreAlike(ScannedImage first, ScannedImage second, int distance = DefaultDistance) =>
        first.Hash.DistanceTo(second.Hash) <= distance && first.Thumbnail.DifferenceTo(second.Thumbnail) <= LargestDifference;

    /// <summary>For each of some images the one of others that is most like it, where there is any.</summary>
    public static IEnumerable<(ScannedImage Image, ScannedImage Other, int Distance)> Between(
        IReadOnlyList<ScannedImage> images, IReadOnlyList<ScannedImage> others, int distance = DefaultDistance)
    {
        foreach (var image in images)
        {
            ScannedImage? nearest = null;
            foreach (var other in others)
                if (AreAlike(image, other, Math.Min(distance, nearest is null ? distance : image.Hash.DistanceTo(nearest.Hash) - 1)))
                    nearest = other;
            if (nearest is not null) yield return (image, nearest, image.Hash.DistanceTo(nearest.Hash));
        }
    }

    /// <summary>Those images of a list that are like none that was kept before them, and for each of the rest the one it is like.</summary>
    /// <param name="images">The list; the first of several that are alike is kept.</param>
    /// <param name="distance">By how many bits the hashes of like ones may differ.</param>
    public static (IReadOnlyList<ScannedImage> Kept, IReadOnlyList<(ScannedImage Image, ScannedImage Like)> Left) Without(
        IEnumerable<ScannedImage> images, int distance = DefaultDistance)
    {
        var (kept, left) = (new List<ScannedImage>(), new List<(ScannedImage, ScannedImage)>());
        foreach (var image in images)
            if (kept.Find(other => AreAlike(image, other, distance)) is { } like) left.Add((image, like));
            else kept.Add(image);
        return (kept, left);
    }

    /// <summary>Those images of a list whose files have the very bytes of one before them, and the first such; each once, in the list's order.</summary>
    /// <param name="images">The list, each file once; only files of pictures that look the same are read.</param>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public static IEnumerable<(ScannedImage Image, ScannedImage First)> Copies(IReadOnlyCollection<ScannedImage> images)
    {
        var first = new Dictionary<ScannedImage, ScannedImage>();
        foreach (var same in images.GroupBy(image => (image.Hash, image.Thumbnail.Brightness, image.Width, image.Height)).Where(same => same.Skip(1).Any()))
            foreach (var copies in same.GroupBy(image => BytesHash(image.Path)))
                foreach (var copy in copies.Skip(1)) first[copy] = copies.First();
        return images.Where(first.ContainsKey).Select(image => (image, first[image]));
    }

    static string BytesHash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(file));
    }
}
