using System.Security.Cryptography;

namespace RobotVision.Curation;

/// <summary>Finds images that are nearly the same.</summary>
/// <remarks>
/// Only images are compared whose hashes are near, which <see cref="HashIndex"/> finds: a million images take some seconds.
/// </remarks>
public static class NearDuplicates
{
    /// <summary>Default of the largest hash distance of near duplicates, in bits.</summary>
    /// <remarks>
    /// Chosen on 1,394 photos of Middle Size robots in two lists of different days, so that every pair between the lists is wrong: there are
    /// none up to 10 bits and two at 12. Within the lists 6 bits find nearly all that 10 do. Run: <c>data check --distance 4..20</c>.
    /// </remarks>
    public const int DefaultDistance = 6;

    /// <summary>
    /// Largest mean difference of the thumbnails of near duplicates, in levels 0..255; needed because the hashes of dark or empty images are
    /// similar.
    /// </summary>
    public const double LargestDifference = 8;

    /// <summary>Whether two images are near duplicates.</summary>
    /// <param name="first">The first image.</param>
    /// <param name="second">The second image.</param>
    /// <param name="distance">Largest hash distance in bits.</param>
    public static bool AreAlike(ScannedImage first, ScannedImage second, int distance = DefaultDistance) =>
        first.Hash.DistanceTo(second.Hash) <= distance && first.Thumbnail.DifferenceTo(second.Thumbnail) <= LargestDifference;

    /// <summary>For each image its most similar near duplicate among other images, if there is one.</summary>
    public static IEnumerable<(ScannedImage Image, ScannedImage Other, int Distance)> Between(
        IReadOnlyList<ScannedImage> images, IReadOnlyList<ScannedImage> others, int distance = DefaultDistance)
    {
        var index = new HashIndex();
        foreach (var other in others) index.Add(other.Hash);
        foreach (var image in images)
        {
            ScannedImage? nearest = null;
            foreach (var number in index.Near(image.Hash, distance))
                if (AreAlike(image, others[number], nearest is null ? distance : image.Hash.DistanceTo(nearest.Hash) - 1))
                    nearest = others[number];
            if (nearest is not null) yield return (image, nearest, image.Hash.DistanceTo(nearest.Hash));
        }
    }

    /// <summary>Removes near duplicates from a list: the kept images, and the removed ones with the kept image each is similar to.</summary>
    /// <param name="images">The list; the first of several near duplicates is kept.</param>
    /// <param name="distance">Largest hash distance of near duplicates, in bits.</param>
    public static (IReadOnlyList<ScannedImage> Kept, IReadOnlyList<(ScannedImage Image, ScannedImage Like)> Left) Without(
        IEnumerable<ScannedImage> images, int distance = DefaultDistance)
    {
        var (kept, left, index) = (new List<ScannedImage>(), new List<(ScannedImage, ScannedImage)>(), new HashIndex());
        foreach (var image in images)
        {
            var like = index.Near(image.Hash, distance).Select(number => kept[number]).FirstOrDefault(other => AreAlike(image, other, distance));
            if (like is not null)
            {
                left.Add((image, like));
                continue;
            }

            kept.Add(image);
            index.Add(image.Hash);
        }

        return (kept, left);
    }

    /// <summary>The images of a list whose files have the same bytes as an earlier one, with the first such file; in the list's order.</summary>
    /// <param name="images">The list, each file once; only files with equal hashes are read.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEnumerable<(ScannedImage Image, ScannedImage First)> Copies(IReadOnlyCollection<ScannedImage> images)
    {
        var first = new Dictionary<ScannedImage, ScannedImage>();
        var candidates = images.GroupBy(image => (image.Hash, image.Thumbnail.Brightness, image.Width, image.Height)).Where(same => same.Skip(1).Any());
        foreach (var same in candidates)
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
