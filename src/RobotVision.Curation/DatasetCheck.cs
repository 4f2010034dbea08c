using RobotVision.Reports;

namespace RobotVision.Curation;

/// <summary>The problems of a data set: damaged files, wrong boxes, duplicate images, and lists that share images.</summary>
/// <param name="Problems">Unusable files and labels that are probably wrong, one line each: where, expected, found.</param>
/// <param name="Doubles">Images that are in one list more than once.</param>
/// <param name="Leaks">Images of one list with a near duplicate in another.</param>
/// <param name="NearDuplicates">
/// For each list the images with an earlier near duplicate in it, and that one; no problem for frames of one recording.
/// </param>
public sealed record DatasetCheck(
    IReadOnlyList<string> Problems, IReadOnlyList<string> Doubles, IReadOnlyList<Leak> Leaks,
    IReadOnlyDictionary<string, IReadOnlyList<(ScannedImage Image, ScannedImage Like)>> NearDuplicates)
{
    /// <summary>Whether there are no problems.</summary>
    public bool IsClean => Problems.Count + Doubles.Count + Leaks.Count == 0;

    /// <summary>The number of problems, in one line.</summary>
    public override string ToString() =>
        $"{Plural.Of(Problems.Count, "problem")}, {Plural.Of(Doubles.Count, "picture")} twice, {Plural.Of(Leaks.Count, "picture")} in two lists";

    /// <summary>Checks a data set.</summary>
    /// <param name="scan">The data set.</param>
    /// <param name="distance">Largest hash distance of near duplicates, in bits.</param>
    /// <exception cref="IOException">An image can no longer be read.</exception>
    public static DatasetCheck Of(DatasetScan scan, int distance)
    {
        var problems = new List<string>(scan.Problems);
        foreach (var image in scan.Images) problems.AddRange(LabelCheck.Problems(image, scan.Yaml.Classes));
        problems.AddRange(LabelCheck.WithoutImage(scan));
        problems.AddRange(LabelCheck.OfSeveralImages(scan));
        var (doubles, near) = (new List<string>(), new Dictionary<string, IReadOnlyList<(ScannedImage, ScannedImage)>>());
        foreach (var (split, images) in scan.Splits)
        {
            foreach (var listed in images.GroupBy(image => image.Path).Where(listed => listed.Count() > 1))
                doubles.Add($"{split}: expected each image once, found '{listed.Key}' {listed.Count()} times.");
            var files = images.DistinctBy(image => image.Path).ToArray();
            near[split] = Curation.NearDuplicates.Without(files, distance).Left;
            // Searched in all files, because a copy can be listed as near duplicate of another image than the one with the same bytes.
            foreach (var (image, first) in Curation.NearDuplicates.Copies(files))
                doubles.Add($"{split}: expected each image once, found '{image.Path}' with the same bytes as '{first.Path}'.");
        }

        return new(problems, doubles, [.. Leak.Find(scan, distance)], near);
    }
}

/// <summary>An image of one split with a near duplicate in another, where a model can have memorised it.</summary>
/// <param name="Split">The later split.</param>
/// <param name="Image">The image in it.</param>
/// <param name="OtherSplit">The earlier split.</param>
/// <param name="Other">The image in it.</param>
/// <param name="Distance">Their hash distance in bits.</param>
public sealed record Leak(string Split, ScannedImage Image, string OtherSplit, ScannedImage Other, int Distance)
{
    /// <summary>All leaks of a data set: images of the later of two splits with a near duplicate in the earlier one.</summary>
    public static IEnumerable<Leak> Find(DatasetScan scan, int distance)
    {
        var splits = scan.Splits.ToArray();
        for (var i = 0; i < splits.Length; i++)
            for (var j = i + 1; j < splits.Length; j++)
                foreach (var (image, other, bits) in NearDuplicates.Between(splits[j].Value, splits[i].Value, distance))
                    yield return new(splits[j].Key, image, splits[i].Key, other, bits);
    }
}
