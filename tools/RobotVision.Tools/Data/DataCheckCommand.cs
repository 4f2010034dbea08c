using System.CommandLine;
using System.Text.Json;
using RobotVision.CommandLine;
using RobotVision.Curation;
using RobotVision.Data.Datasets;
using RobotVision.Files;
using RobotVision.Reports;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision data check</c>: lists the problems of a data set.</summary>
static class DataCheckCommand
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static Command Create()
    {
        var options = new ScanOptions();
        var json = new OutputOption("--json") { Description = "Write the result as JSON, with every pair of near duplicates", HelpName = "FILE" };
        var page = new OutputOption("--page")
        {
            Description = "Write the result as a page (.html), near duplicates side by side as pictures",
            HelpName = "FILE",
        };
        var command = new Command("check", """
            Finds the problems of a data set: missing and damaged files, bad boxes, pictures that occur twice, and lists that share nearly the
            same pictures. Exit code 0: none; 1: problems, all of them printed.

            Example: robotvision data check photos/data.yaml --json check.json --page check.html
            """);
        options.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(page);
        command.SetAction(async (arguments, stop) =>
        {
            var distance = options.Distance(arguments);
            foreach (var output in new[] { arguments.GetValue(json), arguments.GetValue(page) })
                if (output is not null) WholeFile.Probe(output);
            var notes = new List<string>();
            var scan = await options.ScanAsync(arguments, new(note =>
            {
                lock (notes) notes.Add(note);
            }), stop).ConfigureAwait(false);
            notes.Sort(StringComparer.Ordinal); // images are read in any order
            var check = DatasetCheck.Of(scan, distance);
            foreach (var note in notes) Console.WriteLine($"note: {note}");
            foreach (var line in check.Problems.Concat(check.Doubles)) Console.WriteLine(line);
            foreach (var leak in check.Leaks)
                Console.WriteLine($"{leak.Split}: expected pictures that are not in '{leak.OtherSplit}', "
                    + $"found '{leak.Image.Path}' much like '{leak.Other.Path}', {Plural.Of(leak.Distance, "bit")} apart.");
            foreach (var (split, images) in scan.Splits)
            {
                var clips = Clips(images);
                Console.WriteLine($"{split}: {Plural.Of(images.Count, "image")}, {check.NearDuplicates[split].Count} of them much like one before, "
                    + $"{clips.Sum(clip => clip.Length)} in {Plural.Of(clips.Length, "clip")} of consecutive frames");
            }


            Console.WriteLine(check);
            if (arguments.GetValue(json) is { } file) WholeFile.WriteAllText(file, ToJson(scan, check, notes, distance));
            if (arguments.GetValue(page) is { } html)
            {
                CheckPage.Of(scan, check, notes).Write(html);
                Console.WriteLine($"{html} shows it");
            }

            return check.IsClean ? CommandRunner.Success : CommandRunner.Failure;
        });
        return command;
    }

    // The runs of two frames or more whose numbers go up by one.
    static int[][] Clips(IReadOnlyList<ScannedImage> images) =>
        [.. NumberedFrame.RunsOf([.. images.Select(image => image.Path)], step: 1).Runs.Where(run => run.Length > 1)];

    static string ToJson(DatasetScan scan, DatasetCheck check, IReadOnlyList<string> notes, int distance) => JsonSerializer.Serialize(
        new
        {
            Schema = "robotvision.data-check/1",
            Data = scan.Yaml.File,
            Distance = distance,
            Images = scan.Splits.ToDictionary(split => split.Key, split => split.Value.Count),
            Clips = scan.Splits.ToDictionary(split => split.Key, split => Clips(split.Value).Select(clip => clip.Length)),
            NearDuplicates = check.NearDuplicates.ToDictionary(split => split.Key, split => split.Value.Count),
            NearDuplicatePairs = check.NearDuplicates.SelectMany(split => split.Value.Select(
                pair => new { Split = split.Key, Image = pair.Image.Path, Like = pair.Like.Path, Distance = pair.Image.Hash.DistanceTo(pair.Like.Hash) })),
            Notes = notes,
            check.Problems,
            check.Doubles,
            Leaks = check.Leaks.Select(leak => new { leak.Split, Image = leak.Image.Path, leak.OtherSplit, Other = leak.Other.Path, leak.Distance }),
        },
        Json);
}
