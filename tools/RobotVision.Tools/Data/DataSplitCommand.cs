using System.CommandLine;
using System.Globalization;
using RobotVision.CommandLine;
using RobotVision.Curation;
using RobotVision.Detections;
using RobotVision.Reports;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision data split</c>: divides a data set into lists by recording.</summary>
static class DataSplitCommand
{
    static readonly string[] Names = ["train", "val", "test"];

    public static Command Create()
    {
        var options = new ScanOptions();
        var output = new OutputOption("--output")
        {
            Files = folder => OutputOption.InFolder(folder, "*.txt"),
            Description = "Where train.txt and the others go",
            Required = true,
            HelpName = "FOLDER",
        };
        var parts = new Option<string>("--parts")
        {
            Description = "Parts for train, val and, if wanted, test",
            DefaultValueFactory = _ => "0.8,0.2",
            HelpName = "0.8,0.2",
        };
        var by = new Option<string>("--by")
        {
            Description = "Images are of one recording if they have the same folder, the same name but for its last number, or the same match of "
                + "an expression in the path; 'image': every image is a recording of its own",
            DefaultValueFactory = _ => "prefix",
            HelpName = "folder|prefix|image|REGEX",
        };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the choice among equally good splits", HelpName = "N" };
        var command = new Command("split", """
            Divides the images of a data set into lists that share no recording and no near duplicates, with the wanted part of every class as
            closely as whole recordings allow. Exit code 0: no problems; 1: some files or lines cannot be used, which are printed as warnings,
            and unreadable images are left out; the lists are still written.

            Example: robotvision data split photos/data.yaml --by folder --parts 0.7,0.15,0.15 --output photos/lists
            """);
        options.AddTo(command);
        foreach (var option in new Option[] { output, parts, by, seed }) command.Options.Add(option);
        command.SetAction(async (arguments, stop) =>
        {
            var (distance, wanted) = (options.Distance(arguments), Parts(arguments.GetValue(parts)!));
            var recordings = RecordingNames.By(arguments.GetValue(by)!);
            var scan = await options.ScanAsync(arguments, Warnings.OfData(), stop).ConfigureAwait(false);
            var exitCode = ScanOptions.PrintProblems(scan);
            ScannedImage[] images = [.. scan.Images];
            var lists = RecordingSplit.Divide(images, recordings, wanted, distance, arguments.GetValue(seed));
            for (var i = 0; i < lists.Count; i++)
                if (lists[i].Images.Count == 0)
                    throw new InvalidDataException(
                        $"{Names[i]}: expected a part of the images, found none left; {WhyNone(images, recordings, arguments.GetValue(by)!)}.");
            var files = ListFiles.Write(scan.Yaml, arguments.GetValue(output)!, [.. lists.Select((list, i) => (Names[i], list.Images))]);
            for (var i = 0; i < files.Count; i++)
                Console.WriteLine($"{Names[i]}: {files[i]}: {Plural.Of(lists[i].Images.Count, "image")} of {Plural.Of(lists[i].Recordings, "recording")}, "
                    + $"{Objects(lists[i].Images, scan.Yaml.Classes)}");
            return exitCode;
        });
        return command;
    }

    /// <summary>Why the images cannot be divided, and what to try.</summary>
    static string WhyNone(ScannedImage[] images, RecordingNames recordings, string by)
    {
        const int Shown = 5;
        if (by == RecordingNames.ByImage || images.Length == 0)
            return $"{Plural.Of(images.Length, "image")} cannot be divided like this, since near duplicates stay together; "
                + "a smaller --distance finds fewer of them";
        var found = images.CountBy(image => recordings.Of(image.Path)).ToArray();
        var named = found.Take(Shown).Select(recording => $"'{recording.Key}' with {Plural.Of(recording.Value, "image")}");
        return $"--by {by} finds {Plural.Of(found.Length, "recording")}: {string.Join(", ", named)}{(found.Length > Shown ? " ..." : "")}, "
            + "and recordings with near duplicates in common stay together. "
            + $"Try '--by {RecordingNames.ByImage}', where only near duplicates stay together, '--by folder', "
            + "or an expression that finds a recording's name in a path";
    }

    static double[] Parts(string text)
    {
        var parts = text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : 0).ToArray();
        return parts.Length is 2 or 3 && parts.All(part => part > 0)
            ? parts
            : throw new OptionException($"--parts: expected two or three numbers above 0 such as 0.7,0.15,0.15, found '{text}'.");
    }

    static string Objects(IReadOnlyList<ScannedImage> images, ClassNames classes) => string.Join(", ",
        images.SelectMany(image => image.Labels?.Labels ?? []).Where(label => !label.Ignore).CountBy(label => label.Class).OrderBy(pair => pair.Key)
            .Select(pair => $"{pair.Value} {classes[pair.Key]}").DefaultIfEmpty("no objects"));
}
