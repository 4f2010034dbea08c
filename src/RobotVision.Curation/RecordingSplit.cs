using RobotVision.Data.Randomness;
using RobotVision.Detections;

namespace RobotVision.Curation;

/// <summary>Divides images into lists, whole recordings at a time, so that each list gets its part of images and of every class.</summary>
public static class RecordingSplit
{
    /// <summary>Divides.</summary>
    /// <param name="images">The images.</param>
    /// <param name="recordings">Tells their recordings apart; recordings with near-duplicate images in common stay together too.</param>
    /// <param name="parts">The part of each list, positive.</param>
    /// <param name="distance">Bits by which the hashes of near duplicates differ at most.</param>
    /// <param name="seed">Which of equally large recordings comes first.</param>
    /// <returns>For each part its images, in the order given, and how many recordings they are from.</returns>
    public static IReadOnlyList<(IReadOnlyList<ScannedImage> Images, int Recordings)> Divide(
        IReadOnlyList<ScannedImage> images, RecordingNames recordings, IReadOnlyList<double> parts, int distance, ulong seed)
    {
        var groups = Join(images, recordings, distance);
        var random = new RandomSequence(seed, 0);
        // The largest first, while there is most freedom; a shuffle decides among equals.
        var order = groups.Select(group => (Group: group, Chance: random.NextSingle())).OrderByDescending(entry => entry.Group.Images.Count).ThenBy(entry => entry.Chance);
        var total = Amounts(images);
        var wanted = parts.Select(part => total.Select(amount => amount * part / parts.Sum()).ToArray()).ToArray();
        var got = parts.Select(_ => new double[total.Length]).ToArray();
        var chosen = parts.Select(_ => new List<ScannedImage>()).ToArray();
        var counts = new int[parts.Count];
        foreach (var (group, _) in order)
        {
            var amounts = Amounts(group.Images);
            var best = Enumerable.Range(0, parts.Count).MinBy(list => Misfit(got[list], amounts, wanted[list], total) - Misfit(got[list], null, wanted[list], total));
            for (var i = 0; i < total.Length; i++) got[best][i] += amounts[i];
            chosen[best].AddRange(group.Images);
            counts[best] += group.Recordings;
        }

        var place = images.Select((image, i) => (image.Path, i)).ToDictionary(pair => pair.Path, pair => pair.i);
        return [.. chosen.Zip(counts, (list, count) => ((IReadOnlyList<ScannedImage>)[.. list.OrderBy(image => place[image.Path])], count))];
    }

    /// <summary>The squared distance from what a list should have, as parts of all there is: of images and of the objects of each class.</summary>
    static double Misfit(double[] got, double[]? more, double[] wanted, double[] total)
    {
        var sum = 0.0;
        for (var i = 0; i < total.Length; i++)
            if (total[i] > 0) sum += Math.Pow((got[i] + (more?[i] ?? 0) - wanted[i]) / total[i], 2) * (i == 0 ? ObjectClasses.Count : 1); // images weigh as much as all classes
        return sum;
    }

    /// <summary>The number of images, then of objects of each class.</summary>
    static double[] Amounts(IReadOnlyList<ScannedImage> images)
    {
        var amounts = new double[1 + ObjectClasses.Count];
        amounts[0] = images.Count;
        foreach (var label in images.SelectMany(image => image.Labels?.Labels ?? []))
            if (!label.Ignore) amounts[1 + (int)label.Class]++;
        return amounts;
    }

    /// <summary>Puts together the images of each recording, and recordings that share near duplicates.</summary>
    static List<(List<ScannedImage> Images, int Recordings)> Join(IReadOnlyList<ScannedImage> images, RecordingNames recordings, int distance)
    {
        var names = images.Select(image => recordings.Of(image.Path)).ToArray();
        // Each image leads to another of its group, or to itself, who stands for the group.
        var leaders = Enumerable.Range(0, images.Count).ToArray();
        int Find(int image)
        {
            while (leaders[image] != image) image = leaders[image] = leaders[leaders[image]];
            return image;
        }

        foreach (var recording in Enumerable.Range(0, images.Count).GroupBy(i => names[i]))
            foreach (var i in recording) leaders[i] = recording.First();
        for (var i = 0; i < images.Count; i++)
            for (var j = 0; j < i; j++)
                if (images[i].Hash.DistanceTo(images[j].Hash) <= distance && Find(i) != Find(j) && NearDuplicates.AreAlike(images[i], images[j], distance))
                    leaders[Find(i)] = Find(j);
        return [.. Enumerable.Range(0, images.Count).GroupBy(Find)
            .Select(group => (group.Select(i => images[i]).ToList(), group.Select(i => names[i]).Distinct().Count()))];
    }
}
