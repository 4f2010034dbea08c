using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Files;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Writes a data set in the form that another tool imports, with copies of the images. The classes have our names, areas to ignore
/// <c>ignore_CLASS</c>; crossings and marks are points where the tool has them.
/// </summary>
public static class DatasetExport
{
    /// <summary>Writes one split.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="format">The tool, one of <see cref="ExchangeFormats.Written"/>.</param>
    /// <param name="output">The folder; it must be empty or not exist.</param>
    /// <param name="written">Is told how many images were written so far.</param>
    /// <param name="stop">Stops between two images.</param>
    /// <returns>The file or folder to give to the tool.</returns>
    /// <exception cref="OptionException">The output is no empty folder.</exception>
    public static string Run(ImageDataset dataset, ExchangeFormat format, string output, Action<int>? written = null, CancellationToken stop = default)
    {
        if (File.Exists(output) || (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()))
            throw new OptionException(
                $"--output: expected a folder that is empty or not there yet, found '{output}', {(File.Exists(output) ? "a file" : "with files in it")}.");
        var images = new List<ExchangeImage>();
        var indices = Enumerable.Range(0, dataset.Count).DistinctBy(i => dataset.Images[i]).ToArray(); // a list may have an image twice
        var names = FileNames([.. indices.Select(i => dataset.Images[i])]);
        string[] lookedFor = [.. dataset.Labelled.NamesOf(dataset.Classes)];
        var folder = Path.Combine(output, format switch
        {
            ExchangeFormat.Voc => "JPEGImages",
            ExchangeFormat.Cvat or ExchangeFormat.LabelStudio => "images",
            _ => "",
        });
        Directory.CreateDirectory(folder);
        foreach (var (done, i) in indices.Index())
        {
            stop.ThrowIfCancellationRequested();
            var labelled = dataset.Load(i);
            var picture = labelled.Image;
            var objects = labelled.Labels.Select(label => Object(label, dataset.Classes[label.Class], format));
            var image = new ExchangeImage(names[done], picture.Width, picture.Height, [.. objects], labelled.Name);
            File.Copy(dataset.Images[i], Path.Combine(folder, image.Name));
            if (format is ExchangeFormat.Labelme or ExchangeFormat.XAnyLabeling) Write(Path.ChangeExtension(image.Name, ".json"), Labelme(image));
            if (format == ExchangeFormat.Voc) Write($"Annotations/{Path.ChangeExtension(image.Name, ".xml")}", VocExchange.Write(image));
            images.Add(image);
            written?.Invoke(done + 1);
        }

        return format switch
        {
            ExchangeFormat.Cvat => Write("annotations.xml", Cvat(images, lookedFor)),
            ExchangeFormat.LabelStudio => Write("tasks.json", LabelStudio(images)),
            ExchangeFormat.Coco => Write("_annotations.coco.json", CocoExchange.Write(images, lookedFor)),
            _ => output,
        };

        string Write(string name, string text)
        {
            WholeFile.WriteAllText(Path.Combine(output, name), text);
            return Path.Combine(output, name);
        }
    }

    /// <summary>
    /// The names of the copies: those of the files, with their folders before them where two would be the same, and a number behind where two differ in
    /// their ending alone, since some tools have a file of labels beside each.
    /// </summary>
    static string[] FileNames(IReadOnlyList<string> images)
    {
        const int MostFolders = 8;
        var depth = 1;
        string Name(string path) => string.Join('_', path.Split('/', '\\', ':').TakeLast(depth));
        while (images.Select(Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() < images.Count && depth < MostFolders) depth++;
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. images.Select(image =>
        {
            var (name, ending) = (Path.ChangeExtension(Name(image), null), Path.GetExtension(image));
            var free = name;
            for (var copy = 2; !taken.Add(free); copy++) free = $"{name}_{copy}";
            return free + ending;
        })];
    }

    static ExchangeObject Object(Label label, string className, ExchangeFormat format)
    {
        var name = label.Ignore ? $"{LabelTarget.IgnoreWord}_{className}" : className;
        return label.Class.IsPoint() && !label.Ignore && format is not (ExchangeFormat.Coco or ExchangeFormat.Voc)
            ? ExchangeObject.Point(name, label.Box.CenterX, label.Box.CenterY)
            : new(name, label.Box);
    }

    static string Cvat(IReadOnlyList<ExchangeImage> images, IReadOnlyList<string> lookedFor)
    {
        static string Text(float value) => value.ToString("0.00", CultureInfo.InvariantCulture);
        return new XElement("annotations", new XElement("version", "1.1"),
            new XElement("meta", new XElement("task", new XElement("labels",
                lookedFor.Select(name => new XElement("label", new XElement("name", name)))))),
            images.Select((image, i) => new XElement("image",
            new XAttribute("id", i), new XAttribute("name", image.Name), new XAttribute("width", image.Width), new XAttribute("height", image.Height),
            image.Objects.Select(found => found.IsPoint
                ? new XElement("points", new XAttribute("label", found.Name), new XAttribute("source", "manual"), new XAttribute("occluded", 0),
                    new XAttribute("points", $"{Text(found.Box.X1)},{Text(found.Box.Y1)}"), new XAttribute("z_order", 0))
                : new XElement("box", new XAttribute("label", found.Name), new XAttribute("source", "manual"), new XAttribute("occluded", 0),
                    new XAttribute("xtl", Text(found.Box.X1)), new XAttribute("ytl", Text(found.Box.Y1)),
                    new XAttribute("xbr", Text(found.Box.X2)), new XAttribute("ybr", Text(found.Box.Y2)), new XAttribute("z_order", 0)))))).ToString();
    }

    static string Labelme(ExchangeImage image) => JsonSerializer.Serialize(new
    {
        version = "5.4.1",
        flags = new { },
        shapes = image.Objects.Select(found => new
        {
            label = found.Name,
            points = found.IsPoint ? new[] { new[] { found.Box.X1, found.Box.Y1 } } : [[found.Box.X1, found.Box.Y1], [found.Box.X2, found.Box.Y2]],
            group_id = (int?)null,
            description = "",
            shape_type = found.IsPoint ? "point" : "rectangle",
            flags = new { },
        }),
        imagePath = image.Name,
        imageData = (string?)null,
        imageHeight = image.Height,
        imageWidth = image.Width,
    });

    static string LabelStudio(IReadOnlyList<ExchangeImage> images) => JsonSerializer.Serialize(images.Select(image => new
    {
        data = new { image = $"/data/local-files/?d=images/{Uri.EscapeDataString(image.Name)}" },
        annotations = new[]
        {
            new { result = image.Objects.Select(found => Result(image, found)) },
        },
    }));

    static Dictionary<string, object> Result(ExchangeImage image, ExchangeObject found)
    {
        var kind = found.IsPoint ? "keypointlabels" : "rectanglelabels";
        float x = found.Box.X1 * 100 / image.Width, y = found.Box.Y1 * 100 / image.Height;
        var value = new Dictionary<string, object> { ["x"] = x, ["y"] = y, [kind] = new[] { found.Name } };
        value["width"] = found.IsPoint ? 0.5f : found.Box.Width * 100 / image.Width; // of a key point: how large it is drawn
        if (!found.IsPoint) (value["height"], value["rotation"]) = (found.Box.Height * 100 / image.Height, 0);
        return new()
        {
            ["type"] = kind,
            ["from_name"] = found.IsPoint ? "point" : "label",
            ["to_name"] = "image",
            ["original_width"] = image.Width,
            ["original_height"] = image.Height,
            ["image_rotation"] = 0,
            ["value"] = value,
        };
    }
}
