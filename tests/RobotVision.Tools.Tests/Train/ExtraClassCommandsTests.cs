using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Train;

/// <summary>A class of one's own on its way through the commands.</summary>
public class ExtraClassCommandsTests
{
    [Test]
    public void Commands_DataSetWithACone_NameItEverywhere()
    {
        using var folder = new TemporaryFolder();
        var yaml = DrawnCones.Write(folder);
        var recipe = folder.Write("tiny.yaml", $$"""
            network: grid
            width: 0.25
            cells: 12
            training: { batch_size: 2, steps: 2, warm_up_steps: 1, threads: 1 }
            data: [{ yaml: {{yaml}} }]
            validation: [{ yaml: {{yaml}}, split: val }]
            """);
        var model = folder["cones.onnx"];
        string Run(params string[] arguments)
        {
            var result = CommandLine.Run(arguments);
            Assert.That(result.ExitCode, Is.Zero, result.ToString());
            return result.Output;
        }

        Assert.That(Run("train", recipe, "--output", model), Does.Contain("\ncone "), "its row in the table");
        Assert.That(Run("evaluate", "--model", model, "--data", yaml, "--output", folder["evaluation"]), Does.Contain("\ncone "));
        Assert.That(File.ReadAllText(folder["evaluation/report.html"]), Does.Contain("cone"));
        Assert.That(File.ReadAllText(folder["evaluation/metrics.json"]), Does.Match("\"extra_classes\": \\[\\s*\"cone\""));
        Assert.That(Run("evaluate", "--model", Workplace.Model, "--data", yaml), Does.Match("\ncone .* off "), "a model that does not know it");
        Assert.That(Run("evaluate", "--compare", folder["evaluation/predictions.json"], Workplace.Model, "--data", yaml), Does.Contain("\ncone "));

        Run("replay", folder["cones/val/4.png"], "--model", model, "--threshold", "cone=0.001", "--labels", yaml, "--jsonl", folder["out.jsonl"],
            "--annotate", folder["out.png"], "--draw", "cone");
        Assert.That(File.ReadAllText(folder["out.jsonl"]), Does.Contain("\"class\":\"cone\"").And.Contain("\"cone\":0.001").And.Contain("\"cone\":["));
        Assert.That(Run("inspect", folder["cones/val/4.png"], "--model", model, "--class", "cone", "--output", folder["inspection"]), Does.Contain("cone: "));

        Run("data", "check", yaml);
        Run("data", "stats", yaml, "--output", folder["stats.html"]);
        Assert.That(File.ReadAllText(folder["stats.html"]), Does.Contain("labelled classes: ball, cone"));
    }

    [TestCase("replay a.png --threshold cone=0.5", "penalty_mark and 0 < VALUE < 1, found 'cone=0.5'")]
    [TestCase("inspect IMAGE --class cone", "--class: expected one of ball")]
    [TestCase("tag set --extra ball", "--extra: expected names besides the built-in")]
    [TestCase("data import a.json --extra Cone --output out", "--extra: expected names of 1 to 32 small letters")]
    public void Commands_ClassThatIsNone_SayWhichThereAre(string arguments, string problem)
    {
        using var folder = new TemporaryFolder();
        ImageFile.Write(folder["a.png"], new BgrImage(8, 8).View);
        var result = CommandLine.Run([.. arguments.Split(' ').Select(word => word == "IMAGE" ? folder["a.png"] : word)]);
        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(result.Errors, Does.Contain(problem));
    }
}
