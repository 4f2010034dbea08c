using RobotVision.Reports;

namespace RobotVision.Curation;

/// <summary>What is wrong with a data set: files, boxes, pictures that are there twice, and lists that share pictures.</summary>
/// <param name="Problems">What cannot be used or is probably wrong, one line each: where, expected, found.</param>
/// <param name="Doubles">Pictures that are more than once in one list.</param>
/// <param name="Leaks">Pictures of one list that are nearly the same in another.</param>
/// <param name="NearDuplicates">The pictures of each list that are nearly the same as one before them in it, and that one; no problem in a recording.</param>
public sealed record DatasetCheck(
    IReadOnlyList<string> Problems, IReadOnlyList<string> Doubles, IReadOnlyList<Leak> Leaks,
    IReadOnlyDictionary<string, IReadOnlyList<(ScannedImage Image, ScannedImage Like)>> NearDuplicates)
{
    /// <summary>Whether there is nothing to mend.</summary>
    public bool IsClean => Problems.Count + Doubles.Count + Leaks.Count == 0;

    /// <summary>How much is wrong, in one line.</summary>
    public override string ToString() =>
        $"{Plural.Of(Problems.Count, "problem")}, {Plural.Of(Doubles.Count, "picture")} twice, {Plural.Of(Leaks.Count, "picture")} in two lists";

    /// <summary>Checks a data set.</summary>
    /// <param name="scan">The data set, read.</param>
    /// <param name="distance">Bits by which the hashes of near duplicates differ at most.</param>
    /// <exception cref="IOException">A picture could be read before and cannot now.</exception>
    public static DatasetCheck Of(DatasetScan scan, int distance)
    {
        var problems = new List<string>(scan.Problems);
        foreach (var image in scan.Images) problems.AddRange(LabelCheck.Problems(image));
        problems.AddRange(LabelCheck.WithoutImage(scan));
        problems.AddRange(LabelCheck.OfSeveralImages(scan));
        var (doubles, near) = (new List<string>(), new Dictionary<string, IReadOnlyList<(ScannedImage, ScannedImage)>>());
        foreach (var (split, images) in scan.Splits)
        {
            foreach (var listed in images.GroupBy(image => image.Path).Where(listed => listed.Count() > 1))
                doubles.Add($"{split}: expected each image once, found '{listed.Key}' {listed.Count()} times.");
            var files = images.DistinctBy(image => image.Path).ToArray();
            near[split] = Curation.NearDuplicates.Without(files, distance).Left;
            // Not among the near duplicates alone: a copy can be much like one picture and have the bytes of another.
            foreach (var (image, first) in Curation.NearDuplicates.Copies(files))
                doubles.Add($"{split}: expected each picture once, found '{image.Path}' with the bytes of '{first.Path}'.");
        }

        return new(problems, doubles, [.. Leak.Find(scan, distance)], near);
    }
}
