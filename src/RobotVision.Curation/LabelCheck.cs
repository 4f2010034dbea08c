using System.Globalization;
using RobotVision.Data.Formats;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Messages;

namespace RobotVision.Curation;

/// <summary>Finds labels that are readable but probably wrong.</summary>
public static class LabelCheck
{
    // A box with a smaller side, in pixels, was probably drawn by accident.
    const float SmallestSide = 2;

    // A box of a larger fraction of the image probably marks the whole image.
    const float LargestFraction = 0.98f;

    // Two boxes of one class with a larger overlap are probably one object labelled twice.
    const float LargestOverlap = 0.85f;

    /// <summary>The problems of an image's labels, one line each.</summary>
    public static IEnumerable<string> Problems(ScannedImage image, ClassNames classes)
    {
        if (image.Labels is not { } labels) yield break;
        var objects = labels.Labels.Where(label => !label.Ignore && !label.Class.IsPoint()).ToArray();
        for (var i = 0; i < objects.Length; i++)
        {
            var (objectClass, box) = (classes[objects[i].Class], objects[i].Box);
            if (Math.Min(box.Width, box.Height) < SmallestSide)
                yield return $"{image.Path}: {objectClass} at {At(box)}: expected a box of at least {SmallestSide} pixels a side, found {Size(box)}.";
            if (box.Area > LargestFraction * image.Width * image.Height)
                yield return $"{image.Path}: {objectClass}: expected the box of an object, found one as large as the image, {Size(box)}.";
            for (var j = 0; j < i; j++)
                if (objects[j].Class == objects[i].Class && box.Overlap(objects[j].Box) is > LargestOverlap and var overlap)
                    yield return string.Create(CultureInfo.InvariantCulture,
                        $"{image.Path}: {objectClass} at {At(box)}: expected one box per object, found two that overlap by {overlap:0.00}.");
        }
    }

    /// <summary>
    /// Labels without an image, one line each: label files in the data set's folders, and entries of annotation files. Images in the
    /// folders of listed images count even if no list contains them.
    /// </summary>
    public static IEnumerable<string> WithoutImage(DatasetScan scan) => scan.Labels switch
    {
        LabelFiles labels => FilesWithoutImage(scan, labels),
        AnnotationFiles labels => AnnotationsWithoutImage(scan, labels),
        _ => [],
    };

    /// <summary>
    /// Label files that several images share, one line each, such as those of <c>a.jpg</c> and <c>a.png</c> in one folder.
    /// </summary>
    public static IEnumerable<string> OfSeveralImages(DatasetScan scan)
    {
        if (scan.Labels is not LabelFiles labels) yield break;
        var read = scan.Images.Select(image => image.Path).ToHashSet();
        foreach (var images in scan.Listed.Distinct().GroupBy(labels.Place))
            if (images.Skip(1).Any() && images.Any(read.Contains))
            {
                var names = string.Join(" and ", images.Select(image => $"'{image}'"));
                yield return $"{images.Key}: expected the labels of one image, found {names} that share them; rename or remove one.";
            }
    }

    static IEnumerable<string> FilesWithoutImage(DatasetScan scan, LabelFiles files)
    {
        var lists = scan.Yaml.Splits.Values.SelectMany(places => places).ToHashSet();
        foreach (var folder in scan.Images.Select(image => Path.GetDirectoryName(image.Path)!).Distinct().Order(StringComparer.Ordinal))
        {
            var known = ImageFile.Find(folder).Select(files.Place).ToHashSet();
            if (known.Count == 0) continue;
            var labels = Path.GetDirectoryName(known.First())!;
            if (!Directory.Exists(labels)) continue;
            foreach (var file in VisibleFiles.In(labels, "*" + Path.GetExtension(known.First())).Order(StringComparer.Ordinal))
                if (!known.Contains(file) && !lists.Contains(file) && Path.GetFileName(file) is not "classes.txt")
                    yield return $"{file}: expected an image of these labels in '{folder}', found none.";
        }
    }

    static IEnumerable<string> AnnotationsWithoutImage(DatasetScan scan, AnnotationFiles files)
    {
        if (scan.Listed.Length == 0) yield break; // reported by the scan
        var folders = scan.Listed.Select(image => Path.GetDirectoryName(image)!).Distinct();
        var images = folders.SelectMany(folder => ImageFile.Find(folder));
        foreach (var annotated in files.WithoutImage(images))
        {
            yield return $"{annotated.File}:{annotated.Line}: expected an image {QuotedText.Of(annotated.Name)} in a list or in a folder of listed images, "
                + "found none; correct the name or remove the entry.";
        }
    }

    static string At(Box box) => string.Create(CultureInfo.InvariantCulture, $"({box.CenterX:0}, {box.CenterY:0})");

    static string Size(Box box) => string.Create(CultureInfo.InvariantCulture, $"{box.Width:0.#} x {box.Height:0.#}");
}
