using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Curation;
using RobotVision.Files;
using RobotVision.Reports;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision data stats</c>: statistics of a data set, as a page.</summary>
static class DataStatsCommand
{
    public static Command Create()
    {
        var options = new ScanOptions();
        var output = new OutputOption("--output") { Description = "The page (.html)", DefaultValueFactory = _ => "runs/data.html", HelpName = "FILE" };
        var command = new Command("stats", """
            Writes a page about a data set: how many objects of each class, how large they are and where in the image, how bright the
            images are, and some of them with their boxes.

            Example: robotvision data stats photos/data.yaml --output photos.html
            """);
        options.AddTo(command, distance: false);
        command.Options.Add(output);
        command.SetAction(async (arguments, stop) =>
        {
            var file = arguments.GetValue(output)!;
            WholeFile.Probe(file);
            var scan = await options.ScanAsync(arguments, Warnings.OfData(), stop).ConfigureAwait(false);
            if (!scan.Images.Any()) throw new InvalidDataException($"{scan.Yaml.File}: expected images, found none that can be read; 'data check' says why.");
            StatisticsPage.Of(scan).Write(file);
            if (scan.Problems.Count > 0)
                Console.WriteLine(
                    $"{Plural.Of(scan.Problems.Count, "problem")} with files or lines, which are left out where they cannot be used; 'data check' names them");
            Console.WriteLine($"{file} is written");
            return CommandRunner.Success;
        });
        return command;
    }
}
