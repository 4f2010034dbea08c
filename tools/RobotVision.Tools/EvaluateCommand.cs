using System.CommandLine;
using RobotVision.Onboard;
using RobotVision.Recording;
using RobotVision.Training.Datasets;
using RobotVision.Training.Evaluation;

namespace RobotVision.Tools;

/// <summary><c>robotvision evaluate</c>: how good a model is on a data set.</summary>
static class EvaluateCommand
{
    public static Command Create()
    {
        var vision = new VisionOptions();
        var data = new Option<string>("--data") { Description = "The data set's data.yaml", Required = true, HelpName = "FILE" };
        var split = new Option<string>("--split") { Description = "Which list of it", DefaultValueFactory = _ => "val", HelpName = "NAME" };
        var report = new Option<string?>("--report") { Description = "Write the score as JSON", HelpName = "FILE" };
        var command = new Command("evaluate", """
            Scores a model on labelled images: precision, recall and F1 a class at the model's thresholds and at the best ones.

            Example: robotvision evaluate --data models/data/msl.yaml --split val
            """) { data, split, report };
        vision.AddModelTo(command);
        command.SetAction(async (arguments, stop) =>
        {
            using var model = vision.LoadModel(arguments);
            var dataset = new YoloDataset(DataYaml.Load(arguments.GetValue(data)!), arguments.GetValue(split)!);
            var score = new DetectionScore();
            await ConsoleProgress.RunAsync(dataset.Name, dataset.Count, told => Task.Run(
                () => DatasetEvaluator.Score(model, dataset, score, done => told(done, "images"), stop, vision.Looking(arguments).CloseUps), stop)).ConfigureAwait(false);
            var result = ScoreReport.Of(score, [.. model.Contract.ThresholdsFor(vision.Looking(arguments).CloseUps)]);
            if (arguments.GetValue(report) is { } path) WholeFile.WriteAllText(path, result.ToJson());
            Console.WriteLine(result);
            return CommandRunner.Success;
        });
        return command;
    }
}
