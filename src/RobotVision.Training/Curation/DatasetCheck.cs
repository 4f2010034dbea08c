namespace RobotVision.Training.Curation;

/// <summary>What is wrong with a data set: files, boxes, pictures that are there twice, and lists that share pictures.</summary>
/// <param name="Problems">What cannot be used or is probably wrong, one line each: where, expected, found.</param>
/// <param name="Doubles">Pictures that are more than once in one list.</param>
/// <param name="Leaks">Pictures of one list that are nearly the same in another.</param>
/// <param name="NearDuplicates">How many pictures of each list are nearly the same as one before them in it; no problem in a recording.</param>
public sealed record DatasetCheck(
    IReadOnlyList<string> Problems, IReadOnlyList<string> Doubles, IReadOnlyList<Leak> Leaks, IReadOnlyDictionary<string, int> NearDuplicates)
{
    /// <summary>Whether there is nothing to mend.</summary>
    public bool IsClean => Problems.Count + Doubles.Count + Leaks.Count == 0;

    /// <summary>Checks a data set.</summary>
    /// <param name="scan">The data set, read.</param>
    /// <param name="distance">Bits by which the hashes of near duplicates differ at most.</param>
    public static DatasetCheck Of(DatasetScan scan, int distance)
    {
        var problems = new List<string>(scan.Problems);
        foreach (var image in scan.Images) problems.AddRange(LabelCheck.Problems(image));
        problems.AddRange(LabelCheck.WithoutImage(scan));
        var (doubles, near) = (new List<string>(), new Dictionary<string, int>());
        foreach (var (split, images) in scan.Splits)
        {
            foreach (var listed in images.GroupBy(image => image.Path).Where(listed => listed.Count() > 1))
                doubles.Add($"{split}: expected each image once, found '{listed.Key}' {listed.Count()} times.");
            var left = Curation.NearDuplicates.Without(images.DistinctBy(image => image.Path), distance).Left;
            near[split] = left.Count;
            foreach (var (image, like) in left)
                if (image.IsSamePictureAs(like)) doubles.Add($"{split}: expected each picture once, found '{image.Path}' with the bytes of '{like.Path}'.");
        }

        return new(problems, doubles, [.. Leak.Find(scan, distance)], near);
    }
}
