using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Data.Datasets;
using RobotVision.Data.Exchange;
using RobotVision.Data.Formats;
using RobotVision.Reports;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision data export</c>: a data set for another tool.</summary>
sealed class DataExportCommand
{
    readonly Argument<string> _data = new("DATA") { Description = "The data set's data.yaml, or its folder" };

    readonly Option<string> _split = new("--split") { Description = "The list to export", DefaultValueFactory = _ => "train", HelpName = "NAME" };

    readonly Option<ExchangeFormat> _to = new("--to")
    {
        Description = "The tool or form; Roboflow takes coco and voc",
        Required = true,
        HelpName = string.Join('|', ExchangeFormats.Written.Select(format => format.Name())),
    };

    readonly OutputOption _output = new("--output") { Description = "The folder for it, new or empty", Required = true, HelpName = "FOLDER" };

    public static Command Create()
    {
        var export = new DataExportCommand();
        var command = new Command("export", """
            Writes one list of a data set for CVAT, Label Studio, labelme, X-AnyLabeling, COCO (Roboflow too) or Pascal VOC, with copies of the images.
            The classes have our names, areas to ignore are called ignore_CLASS; 'data import' reads all of it back.

            Example: robotvision data export photos/data.yaml --to cvat --output for-cvat
            """) { export._data, export._split, export._to, export._output };
        export._to.AcceptOnlyFromAmong([.. ExchangeFormats.Written.Select(format => format.Name())]);
        command.SetAction(export.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var yaml = DataYaml.Load(arguments.GetValue(_data)!, Warnings.OfData());
        OutputFiles.Check(arguments, _data.Name, DataFiles.Of(yaml));
        var dataset = new ImageDataset(yaml, arguments.GetValue(_split)!);
        var written = "";
        await ConsoleProgress.RunAsync("exporting", dataset.Count, report => Task.Run(
            () => written = DatasetExport.Run(dataset, arguments.GetValue(_to), arguments.GetValue(_output)!, count => report(count, "images"), stop), stop))
                .ConfigureAwait(false);
        Console.WriteLine($"{Plural.Of(dataset.Images.Distinct().Count(), "image")} exported: {written}");
        return CommandRunner.Success;
    }
}
