using RobotVision.Data.Text;
using RobotVision.Files;
using RobotVision.Messages;

namespace RobotVision.Data.Exchange;

/// <summary>The tools whose labels are imported and exported.</summary>
public enum ExchangeFormat
{
    /// <summary><c>cvat</c>: "CVAT for images 1.1" and "CVAT for video 1.1", <see cref="CvatReader"/>.</summary>
    Cvat,

    /// <summary><c>labelstudio</c>: the JSON of Label Studio, <see cref="LabelStudioReader"/>.</summary>
    LabelStudio,

    /// <summary><c>labelme</c>: a JSON file an image, <see cref="LabelmeReader"/>.</summary>
    Labelme,

    /// <summary><c>xanylabeling</c>: labelme's files with X-AnyLabeling's additions.</summary>
    XAnyLabeling,

    /// <summary><c>coco</c>: COCO's JSON, one file, or one a folder as Roboflow writes it, <see cref="CocoExchange"/>.</summary>
    Coco,

    /// <summary><c>voc</c>: Pascal VOC, an XML file an image, <see cref="VocExchange"/>.</summary>
    Voc,

    /// <summary><c>createml</c>: CreateML's JSON, <see cref="CreateMlReader"/>. It is only imported.</summary>
    CreateMl,

    /// <summary><c>via</c>: the JSON of the VGG Image Annotator, <see cref="ViaReader"/>. It is only imported.</summary>
    Via,

    /// <summary><c>csv</c>: tables with an object a row, <see cref="CsvReader"/>. They are only imported.</summary>
    Csv,
}

/// <summary>Names, recognises, reads and writes the formats.</summary>
public static class ExchangeFormats
{
    /// <summary>The formats that are exported too.</summary>
    public static IReadOnlyList<ExchangeFormat> Written { get; } = [.. Enum.GetValues<ExchangeFormat>().Where(format => format < ExchangeFormat.CreateMl)];

    /// <summary>The name on the command line.</summary>
    public static string Name(this ExchangeFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>Reads labels of another tool.</summary>
    /// <param name="path">A file, or a folder with such files.</param>
    /// <param name="format">The format; null to recognise it by its content.</param>
    /// <param name="notes">Receives what a user has to know of shapes that became boxes and what was left out, each once.</param>
    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    /// <exception cref="InvalidDataException">It is none of the formats, or damaged; says file, place and why.</exception>
    public static IReadOnlyList<ExchangeImage> Read(string path, ExchangeFormat? format, Action<string> notes)
    {
        var files = Directory.Exists(path)
            ? [.. VisibleFiles.In(path, "*", deep: true).Where(IsText).Order(StringComparer.Ordinal)]
            : File.Exists(path) ? new[] { path } : throw new FileNotFoundException($"Labels: expected a file or a folder at '{path}', found none.", path);
        // A file that is named, with its tool, is not doubted.
        var recognised = files.Select(file => (File: file, Format: format is not null && !Directory.Exists(path) ? format : ExchangeFile.Recognise(file)))
            .Where(one => one.Format is { } found && IsSame(format ?? found, found)).Select(one => (one.File, Format: one.Format!.Value)).ToList();
        var others = files.Length - recognised.Count;
        if (recognised.Select(one => one.Format).Distinct().ToArray() is [var first, var second, ..])
            throw new InvalidDataException(
                $"Labels '{path}': expected labels of one format, found {first.Name()} in '{recognised.First(one => one.Format == first).File}' and "
                + $"{second.Name()} in '{recognised.First(one => one.Format == second).File}'; choose with --from, or name one file.");
        var images = recognised.SelectMany(one => Read(one.File, one.Format, notes)).ToList();
        var known = format?.Name() ?? string.Join(", ", Enum.GetValues<ExchangeFormat>().Select(Name));
        if (images.Count == 0)
            throw new InvalidDataException(
                $"Labels '{path}': expected those of {known}, found none in {files.Length} XML, JSON and CSV files. "
                + "YOLO sets, Roboflow's too, need no import: give their data.yaml to the other commands.");
        if (others > 0) notes($"{path}: {others} of {files.Length} XML, JSON and CSV files hold no labels of {known} and are left alone.");
        return images;
    }

    static IEnumerable<ExchangeImage> Read(string file, ExchangeFormat format, Action<string> notes)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) ?? "";
        return ReadFile(file, format, notes).Select(image => image with { Name = image.Name.Replace('\\', '/'), Beside = folder });
    }

    static IReadOnlyList<ExchangeImage> ReadFile(string file, ExchangeFormat format, Action<string> notes)
    {
        try
        {
            return format switch
            {
                ExchangeFormat.Cvat => CvatReader.Read(file, notes),
                ExchangeFormat.LabelStudio => LabelStudioReader.Read(file, notes),
                ExchangeFormat.Coco => CocoExchange.Read(file),
                ExchangeFormat.Voc => VocExchange.Read(file),
                ExchangeFormat.CreateMl => CreateMlReader.Read(file),
                ExchangeFormat.Via => ViaReader.Read(file, notes),
                ExchangeFormat.Csv => CsvReader.Read(file, notes),
                _ => [LabelmeReader.Read(file, notes)],
            };
        }
        catch (System.Text.Json.JsonException exception)
        {
            var problem = JsonProblem.Describe(exception, FileText.ReadBytes(file));
            throw new InvalidDataException($"{file}: labels of {format.Name()}: {problem}.", exception);
        }
    }

    /// <summary>Labelme's files and X-AnyLabeling's are read alike.</summary>
    static bool IsSame(ExchangeFormat wanted, ExchangeFormat found) =>
        wanted == found || (wanted is ExchangeFormat.XAnyLabeling && found is ExchangeFormat.Labelme);

    static bool IsText(string file) => Path.GetExtension(file).ToLowerInvariant() is ".xml" or ".json" or ".csv";
}
