namespace RobotVision.Curation;

/// <summary>Recordings that share near duplicates: their images must not be divided.</summary>
/// <param name="Images">The images of the recordings.</param>
/// <param name="Recordings">The number of recordings.</param>
sealed record RecordingGroup(IReadOnlyList<ScannedImage> Images, int Recordings)
{
    /// <summary>Joins the images of each recording, and recordings that share near duplicates (union-find).</summary>
    /// <param name="images">The images.</param>
    /// <param name="recordings">The recording of each image.</param>
    /// <param name="distance">Largest hash distance of near duplicates, in bits.</param>
    public static IReadOnlyList<RecordingGroup> Join(IReadOnlyList<ScannedImage> images, IReadOnlyList<string> recordings, int distance)
    {
        // The parent of each image in its group's tree; the root is its own parent.
        var parents = Enumerable.Range(0, images.Count).ToArray();
        int Find(int image)
        {
            while (parents[image] != image) image = parents[image] = parents[parents[image]];
            return image;
        }

        foreach (var recording in Enumerable.Range(0, images.Count).GroupBy(i => recordings[i]))
            foreach (var i in recording) parents[i] = recording.First();
        var index = new HashIndex();
        for (var i = 0; i < images.Count; i++)
        {
            foreach (var j in index.Near(images[i].Hash, distance))
                if (Find(i) != Find(j) && NearDuplicates.AreAlike(images[i], images[j], distance)) parents[Find(i)] = Find(j);
            index.Add(images[i].Hash);
        }

        return [.. Enumerable.Range(0, images.Count).GroupBy(Find)
            .Select(group => new RecordingGroup([.. group.Select(i => images[i])], group.Select(i => recordings[i]).Distinct().Count()))];
    }
}
