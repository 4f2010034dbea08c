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
        IReadOnlyList<ScannedImage> images, RecordingNames recordings, IReadOnlyList<double> parts, int distance, ulong seed)
    {
        var groups = Join(images, recordings, distance);
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
        var amounts = new double[1 + ObjectClasses.Count];
        amounts[0] = images.Count;
        foreach (var label in images.SelectMany(image => image.Labels?.Labels ?? []))
            if (!label.Ignore) amounts[1 + (int)label.Class]++;
        return amounts;
    }

    // Groups the images of each recording and recordings that share near duplicates (union-find).
    static List<(List<ScannedImage> Images, int Recordings)> Join(IReadOnlyList<ScannedImage> images, RecordingNames recordings, int distance)
    {
        var names = images.Select(image => recordings.Of(image.Path)).ToArray();
        // The parent of each image in its group's tree; the root is its own parent.
        var parents = Enumerable.Range(0, images.Count).ToArray();
        int Find(int image)
        {
            while (parents[image] != image) image = parents[image] = parents[parents[image]];
            return image;
        }

        foreach (var recording in Enumerable.Range(0, images.Count).GroupBy(i => names[i]))
            foreach (var i in recording) parents[i] = recording.First();
        for (var i = 0; i < images.Count; i++)
            for (var j = 0; j < i; j++)
                if (images[i].Hash.DistanceTo(images[j].Hash) <= distance && Find(i) != Find(j) && NearDuplicates.AreAlike(images[i], images[j], distance))
                    parents[Find(i)] = Find(j);
        return [.. Enumerable.Range(0, images.Count).GroupBy(Find)
            .Select(group => (group.Select(i => images[i]).ToList(), group.Select(i => names[i]).Distinct().Count()))];
    }
}
