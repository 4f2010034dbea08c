using System.CommandLine;
using System.Text.Json;
using RobotVision.Onboard;
using RobotVision.Recording;
using RobotVision.Training.Curation;

namespace RobotVision.Tools;

/// <summary><c>robotvision data check</c>: what is wrong with a data set.</summary>
static class DataCheckCommand
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static Command Create()
    {
        var options = new ScanOptions();
        var json = new OutputOption("--json") { Description = "Write what was found for programs, with every pair of near duplicates", HelpName = "FILE" };
        var command = new Command("check", """
            Finds what is wrong with a data set: missing and damaged files, bad boxes, pictures that are there twice, and lists that share
            nearly the same pictures. Exit code 0: nothing; 1: something, all of it told.

            Example: robotvision data check photos/data.yaml --json check.json
            """);
        options.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (arguments, stop) =>
        {
            var distance = options.Distance(arguments);
            if (arguments.GetValue(json) is { } place) WholeFile.Probe(place);
            var scan = await options.ScanAsync(arguments, stop).ConfigureAwait(false);
            var check = DatasetCheck.Of(scan, distance);
            foreach (var line in check.Problems.Concat(check.Doubles)) Console.WriteLine(line);
            foreach (var leak in check.Leaks)
                Console.WriteLine($"{leak.Split}: expected pictures that '{leak.OtherSplit}' has not, found '{leak.Image.Path}' much like '{leak.Other.Path}', {leak.Distance} bits apart.");
            foreach (var (split, images) in scan.Splits)
                Console.WriteLine($"{split}: {images.Count} images, {check.NearDuplicates[split].Count} of them much like one before");
            Console.WriteLine($"{check.Problems.Count} problems, {check.Doubles.Count} pictures twice, {check.Leaks.Count} pictures in two lists");
            if (arguments.GetValue(json) is { } file) WholeFile.WriteAllText(file, ToJson(scan, check, distance));
            return check.IsClean ? CommandRunner.Success : CommandRunner.Failure;
        });
        return command;
    }

    static string ToJson(DatasetScan scan, DatasetCheck check, int distance) => JsonSerializer.Serialize(
        new
        {
            Schema = "robotvision.data-check/1",
            Data = scan.Yaml.File,
            Distance = distance,
            Images = scan.Splits.ToDictionary(split => split.Key, split => split.Value.Count),
            NearDuplicates = check.NearDuplicates.ToDictionary(split => split.Key, split => split.Value.Count),
            NearDuplicatePairs = check.NearDuplicates.SelectMany(split => split.Value.Select(
                pair => new { Split = split.Key, Image = pair.Image.Path, Like = pair.Like.Path, Distance = pair.Image.Hash.DistanceTo(pair.Like.Hash) })),
            check.Problems,
            check.Doubles,
            Leaks = check.Leaks.Select(leak => new { leak.Split, Image = leak.Image.Path, leak.OtherSplit, Other = leak.Other.Path, leak.Distance }),
        },
        Json);
}
