using RobotVision.Data.Randomness;
using RobotVision.Detections;

namespace RobotVision.Curation;

/// <summary>Divides images into lists without dividing recordings, so that each list gets its share of the images and of the objects of every class.</summary>
public static class RecordingSplit
{
    /// <summary>Divides images into lists.</summary>
    /// <param name="images">The images.</param>
    /// <param name="recordings">The recordings of the images; recordings that share near duplicates stay together.</param>
    /// <param name="parts">The relative size of each list, positive.</param>
    /// <param name="distance">Largest hash distance of near duplicates, in bits.</param>
    /// <param name="seed">Seed of the order of equally large recordings.</param>
    /// <returns>For each list its images, in the given order, and the number of recordings.</returns>
    public static IReadOnlyList<(IReadOnlyList<ScannedImage> Images, int Recordings)> Divide(
        IReadOnlyList<ScannedImage> images, RecordingNames recordings, IReadOnlyList<double> parts, int distance, ulong seed) =>
        Divide(images, RecordingGroup.Join(images, [.. images.Select(image => recordings.Of(image.Path))], distance), parts, seed);

    /// <summary>Divides images into lists without dividing groups.</summary>
    /// <param name="images">The images.</param>
    /// <param name="groups">The groups; each image is in one of them.</param>
    /// <param name="parts">The relative size of each list, positive.</param>
    /// <param name="seed">Seed of the order of equally large groups.</param>
    /// <returns>For each list its images, in the given order, and the number of recordings.</returns>
    internal static IReadOnlyList<(IReadOnlyList<ScannedImage> Images, int Recordings)> Divide(
        IReadOnlyList<ScannedImage> images, IReadOnlyList<RecordingGroup> groups, IReadOnlyList<double> parts, ulong seed)
    {
        var random = new RandomSequence(seed, 0);
        // The largest first, while all lists have room; equally large ones in random order.
        var order = groups.Select(group => (Group: group, Chance: random.NextSingle()))
            .OrderByDescending(entry => entry.Group.Images.Count).ThenBy(entry => entry.Chance);
        var total = Amounts(images);
        var wanted = parts.Select(part => total.Select(amount => amount * part / parts.Sum()).ToArray()).ToArray();
        var got = parts.Select(_ => new double[total.Length]).ToArray();
        var chosen = parts.Select(_ => new List<ScannedImage>()).ToArray();
        var counts = new int[parts.Count];
        foreach (var (group, _) in order)
        {
            var amounts = Amounts(group.Images);
            var best = Enumerable.Range(0, parts.Count)
                .MinBy(list => Misfit(got[list], amounts, wanted[list], total) - Misfit(got[list], null, wanted[list], total));
            for (var i = 0; i < total.Length; i++) got[best][i] += amounts[i];
            chosen[best].AddRange(group.Images);
            counts[best] += group.Recordings;
        }

        var place = images.Select((image, i) => (image.Path, i)).ToDictionary(pair => pair.Path, pair => pair.i);
        return [.. chosen.Zip(counts, (list, count) => ((IReadOnlyList<ScannedImage>)[.. list.OrderBy(image => place[image.Path])], count))];
    }

    // The squared difference between the amounts of a list and the wanted ones, as fractions of the total; the number of images has the
    // weight of all classes together.
    static double Misfit(double[] got, double[]? added, double[] wanted, double[] total)
    {
        var sum = 0.0;
        for (var i = 0; i < total.Length; i++)
        {
            if (total[i] == 0) continue;
            sum += Math.Pow((got[i] + (added?[i] ?? 0) - wanted[i]) / total[i], 2) * (i == 0 ? ObjectClasses.Count : 1);
        }

        return sum;
    }

    // The number of images, followed by the number of objects of each class.
    static double[] Amounts(IReadOnlyList<ScannedImage> images)
    {
        var amounts = new double[1 + ClassNames.Most];
        amounts[0] = images.Count;
        foreach (var label in images.SelectMany(image => image.Labels?.Labels ?? []))
            if (!label.Ignore) amounts[1 + (int)label.Class]++;
        return amounts;
    }
}
