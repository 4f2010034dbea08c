using System.CommandLine;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Evaluation.Pages;

namespace RobotVision.Tools.Replay;

/// <summary>The options for drawing results.</summary>
sealed class DrawingChoice
{
    readonly Option<string?> _classes = new("--draw") { Description = "Draw only these classes, for example ball,robot", HelpName = "CLASS,..." };

    readonly Option<string> _labels = new("--draw-labels")
    {
        Description = "Text beside each object: none, class, or full with confidence, distance and track",
        DefaultValueFactory = _ => "full",
        HelpName = "none|class|full",
    };

    public void AddTo(Command command)
    {
        _labels.AcceptOnlyFromAmong("none", "class", "full");
        command.Options.Add(_classes);
        command.Options.Add(_labels);
    }

    /// <summary>Refuses the options where nothing is drawn.</summary>
    public void Check(ParseResult arguments, bool isDrawn)
    {
        var given = new Option[] { _classes, _labels }.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false });
        if (given is not null && !isDrawn) throw new OptionException($"{given.Name}: expected --annotate or --contact-sheet too, which draw.");
    }

    /// <summary>Reads the options.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="labels">Labels, to mark correct and wrong detections; null for none.</param>
    /// <param name="classes">The model's classes.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public DrawingOptions Read(ParseResult arguments, IFrameLabels? labels, ClassNames classes) => new()
    {
        Classes = arguments.GetValue(_classes) is { } names
            ? [.. names.Split(',', StringSplitOptions.TrimEntries).Select(name => Parse(name, classes))]
            : null,
        Labels = Enum.Parse<LabelDetail>(arguments.GetValue(_labels)!, ignoreCase: true),
        Judge = labels is null ? null : new LabelJudge(labels).Judge,
    };

    static ObjectClass Parse(string name, ClassNames classes) => classes.TryParse(name, out var objectClass)
        ? objectClass
        : throw new OptionException($"--draw: expected classes of {classes}, separated by commas, found '{name}'.");
}
