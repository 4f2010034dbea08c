namespace RobotVision.Curation;

/// <summary>An image of one split that is nearly the same in another: what is learned by heart there is measured here.</summary>
/// <param name="Split">The split that it leaks into.</param>
/// <param name="Image">The image there.</param>
/// <param name="OtherSplit">Where it is as well.</param>
/// <param name="Other">The image there.</param>
/// <param name="Distance">Bits by which their hashes differ.</param>
public sealed record Leak(string Split, ScannedImage Image, string OtherSplit, ScannedImage Other, int Distance)
{
    /// <summary>Every leak of a data set: images of the later of two splits that the earlier has as well.</summary>
    public static IEnumerable<Leak> Find(DatasetScan scan, int distance)
    {
        var splits = scan.Splits.ToArray();
        for (var i = 0; i < splits.Length; i++)
            for (var j = i + 1; j < splits.Length; j++)
                foreach (var (image, other, bits) in NearDuplicates.Between(splits[j].Value, splits[i].Value, distance))
                    yield return new(splits[j].Key, image, splits[i].Key, other, bits);
    }
}
