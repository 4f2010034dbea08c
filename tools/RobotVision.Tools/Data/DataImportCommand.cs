using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Data.Exchange;
using RobotVision.Detections;
using RobotVision.Reports;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision data import</c>: a data set of labels that were made with another tool.</summary>
sealed class DataImportCommand
{
    readonly Argument<string> _labels = new("LABELS") { Description = "The file that the tool exported, or the folder with its files" };

    readonly Option<ExchangeFormat?> _from = new("--from")
    {
        Description = "The tool or form; recognised by the files unless given. "
            + "Roboflow exports COCO, VOC, CreateML, CSV or YOLO, of which the last needs no import",
        HelpName = string.Join('|', Enum.GetValues<ExchangeFormat>().Select(format => format.Name())),
    };

    readonly Option<string?> _images = new("--images") { Description = "The folder with the images; that of the labels unless given", HelpName = "FOLDER" };

    readonly Option<string[]> _map = new("--map")
    {
        Description = "What a class of theirs is: one of ours, ignore, ignore_CLASS or none, for example 'human=obstacle'; may be repeated",
        HelpName = "NAME=CLASS",
    };

    readonly Option<string[]> _extra = new("--extra")
    {
        Description = "A class of your own besides the eight, for objects of this name and as a CLASS of --map; may be repeated",
        HelpName = "NAME",
    };

    readonly OutputOption _output = new("--output") { Description = "The folder of the data set, new or empty", Required = true, HelpName = "FOLDER" };

    public static Command Create()
    {
        var import = new DataImportCommand();
        var command = new Command("import", """
            Makes a YOLO data set of labels from CVAT, Label Studio, labelme, X-AnyLabeling, Roboflow, VIA, COCO, Pascal VOC, CreateML or CSV, with
            copies of the images. Of polygons, masks, ellipses and rotated boxes the upright box around each is taken, which is said once. Exit code 0: all
            was used; 1: some images or objects were not, which are printed as warnings.

            Example: robotvision data import annotations.xml --images frames --map human=obstacle --output photos
            """) { import._labels, import._from, import._images, import._map, import._extra, import._output };
        command.SetAction(import.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var (labels, output) = (arguments.GetValue(_labels)!, arguments.GetValue(_output)!);
        var extra = arguments.GetValue(_extra) ?? [];
        if (ClassNames.Problem(extra) is { } wrong) throw new OptionException($"--extra: {wrong}.");
        var names = ClassNames.With(extra);
        var images = ExchangeFormats.Read(labels, arguments.GetValue(_from), Warnings.Print);
        var classes = new ClassMapping(images, ReadMap(arguments.GetValue(_map) ?? []), names);
        foreach (var name in classes.Unused) Warnings.Print($"--map {name}: no object of this class occurs.");
        var folder = arguments.GetValue(_images) ?? (Directory.Exists(labels) ? labels : Path.GetDirectoryName(Path.GetFullPath(labels))!);
        DatasetImportResult? result = null;
        await ConsoleProgress.RunAsync("importing", images.Count, report => Task.Run(
            () => result = DatasetImport.Run(images, folder, classes, output, count => report(count, "images"), stop), stop)).ConfigureAwait(false);
        foreach (var text in result!.Notes.Concat(result.Problems)) Warnings.Print(text);
        var objects = images.Sum(image => image.Objects.Count);
        var splits = string.Join(", ", result.Splits.Select(split => $"{split.Key} {split.Value}"));
        Console.WriteLine(
            $"{Plural.Of(images.Count, "image")} with {Plural.Of(objects, "object")} read, {Path.Combine(output, "data.yaml")} is written (images: {splits})");
        return result.Problems.Count == 0 ? CommandRunner.Success : CommandRunner.Failure;
    }

    static Dictionary<string, string> ReadMap(string[] given)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var equals = text.LastIndexOf('=');
            if (equals < 1) throw new OptionException($"--map: expected NAME=CLASS, found '{text}'.");
            if (!map.TryAdd(text[..equals], text[(equals + 1)..]))
                throw new OptionException($"--map: expected each name once, found '{text[..equals]}' again.");
        }

        return map;
    }
}
