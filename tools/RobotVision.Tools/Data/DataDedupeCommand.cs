using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Curation;
using RobotVision.Reports;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision data dedupe</c>: lists without near duplicates.</summary>
static class DataDedupeCommand
{
    public static Command Create()
    {
        var options = new ScanOptions();
        var output = new OutputOption("--output")
        {
            Files = folder => OutputOption.InFolder(folder, "*.txt"),
            Description = "Where the lists go",
            Required = true,
            HelpName = "FOLDER",
        };
        var command = new Command("dedupe", """
            Writes each list of a data set without near duplicates, and prints what is left out and why. Of similar images one with labels is
            preferred, and then the first. Exit code 0: no problems; 1: some files or lines cannot be used, which are printed as warnings, and
            unreadable images are left out; the lists are still written.

            Example: robotvision data dedupe photos/data.yaml --output photos/lists
            """);
        options.AddTo(command);
        command.Options.Add(output);
        command.SetAction(async (arguments, stop) =>
        {
            var distance = options.Distance(arguments);
            var scan = await options.ScanAsync(arguments, Warnings.OfData(), stop).ConfigureAwait(false);
            var exitCode = ScanOptions.PrintProblems(scan);
            var lists = new List<(string, IReadOnlyList<ScannedImage>)>();
            foreach (var (split, images) in scan.Splits)
            {
                var (kept, left) = NearDuplicates.Without(images.OrderBy(image => image.Labels is null), distance);
                foreach (var (image, like) in left)
                    Console.WriteLine($"{split}: left out '{image.Path}', much like '{like.Path}', {Plural.Of(image.Hash.DistanceTo(like.Hash), "bit")} apart");
                var keptImages = kept.ToHashSet();
                lists.Add((split, [.. images.Where(keptImages.Contains).Distinct()]));
                Console.WriteLine($"{split}: {kept.Count} of {Plural.Of(images.Count, "image")} kept");
            }

            foreach (var file in ListFiles.Write(scan.Yaml, arguments.GetValue(output)!, lists)) Console.WriteLine($"{file} is written");
            return exitCode;
        });
        return command;
    }
}
