namespace RobotVision.Data.Exchange;

/// <summary>An image file and what was tagged in it.</summary>
/// <param name="Image">What was tagged, in one or several places of the labels.</param>
/// <param name="File">The file; null where the labels carry the picture.</param>
/// <param name="Places">In how many places of the labels it stands.</param>
sealed record TaggedFile(ExchangeImage Image, string? File, int Places)
{
    /// <summary>Finds the files of images, each file once.</summary>
    /// <param name="images">The images.</param>
    /// <param name="folder">Where the files are.</param>
    /// <param name="problems">Takes what is wrong with images that are left out: they are missing, or have shapes that cannot be used.</param>
    /// <exception cref="InvalidDataException">Several files may be meant by a name.</exception>
    public static IReadOnlyList<TaggedFile> Of(IReadOnlyList<ExchangeImage> images, string folder, List<string> problems)
    {
        var finder = new ImageFinder(folder);
        // In the order of the labels; a picture that the labels carry is a file of its own.
        var groups = images.Select(image => (Image: image, File: finder.Find(image.Name, image.Beside)))
            .GroupBy(one => one.File ?? $"\0{one.Image.Place}");
        var found = new List<TaggedFile>();
        foreach (var group in groups)
        {
            var file = group.First().File;
            if (file is null && group.First().Image.Picture is null) problems.Add(Missing(group.First().Image, folder, ""));
            else
            {
                ExchangeImage[] likely = [.. Likeliest([.. group.Select(one => one.Image)], file, folder, problems)];
                if (Joined(likely, problems) is { } image) found.Add(new(image, file, likely.Length));
            }
        }

        return found;
    }

    /// <summary>Of images of different names that one file may be, those whose folders are most like the file's; the others are missing.</summary>
    static IEnumerable<ExchangeImage> Likeliest(IReadOnlyList<ExchangeImage> images, string? file, string folder, List<string> problems)
    {
        if (file is null || images.Count == 1) return images;
        var most = images.Max(image => ImageFinder.Likeness(file, image.Name, image.Beside));
        var (likely, others) = (new List<ExchangeImage>(), new List<ExchangeImage>());
        foreach (var image in images)
            (ImageFinder.Likeness(file, image.Name, image.Beside) == most ? likely : others).Add(image);
        // The same name in two files with labels, one a class, is one image; two names are not.
        if (likely.Select(image => image.Name).Distinct().Skip(1).Any())
        {
            others.AddRange(likely);
            likely.Clear();
        }

        problems.AddRange(others.Select(image => Missing(image, folder, $" but '{file}', which is that of another image too")));
        return likely;
    }

    static ExchangeImage? Joined(ExchangeImage[] images, List<string> problems)
    {
        if (images.FirstOrDefault(image => image.Unusable is not null) is { } unusable)
        {
            problems.Add(
                $"{unusable.Place}: image '{unusable.Name}': {unusable.Unusable}; it is left out, since it would seem to show less than it does.");
            return null;
        }

        return images.Length < 2 ? images.SingleOrDefault() : images[0] with { Objects = [.. images.SelectMany(image => image.Objects).Distinct()] };
    }

    static string Missing(ExchangeImage image, string folder, string but) =>
        $"{image.Place}: expected the image '{image.Name}' in '{folder}', found none{but}; it is left out.";
}
