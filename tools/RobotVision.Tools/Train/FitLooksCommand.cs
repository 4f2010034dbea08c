using System.CommandLine;
using RobotVision.CommandLine;
using RobotVision.Data.Datasets;
using RobotVision.Evaluation.Scores;
using RobotVision.Files;
using RobotVision.Tools.Evaluate;
using RobotVision.Tools.Output;
using RobotVision.Training.Looks;

namespace RobotVision.Tools.Train;

/// <summary><c>robotvision fit-looks</c>: fits a model's rule and thresholds for close-ups.</summary>
sealed class FitLooksCommand
{
    readonly LabelledSets _images = new();

    readonly Option<string> _model = new("--model") { Description = "The model, float32 or int8; it is only read", HelpName = "FILE", Required = true };

    readonly OutputOption _output = new("--output") { Description = "Write the model with the new rule and thresholds", HelpName = "FILE", Required = true };

    readonly Option<bool> _wholeView = new("--whole-view") { Description = "Choose the thresholds of the whole view anew as well" };

    readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace a file that is there" };

    public static Command Create()
    {
        var fit = new FitLooksCommand();
        var command = new Command("fit-looks", """
            Fits how a model merges what it sees in the whole view and in close-ups, and its thresholds with close-ups, to labelled images that it
            was not trained on. The network itself does not change. A training does the same with its validation data.

            Example: robotvision fit-looks --model models/grid.onnx --synthetic seed=5000001,count=600 --data models/data/msl.yaml=val --output runs/grid.onnx
            """) { fit._model, fit._wholeView, fit._output, fit._overwrite };
        fit._images.AddTo(command);
        command.Validators.Add(result =>
        {
            if (fit._images.CountOf(result) == 0) result.AddError("fit-looks: expected --synthetic or --data, found none.");
        });
        command.SetAction(fit.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken stop)
    {
        var (model, output, wholeView) = (arguments.GetValue(_model)!, arguments.GetValue(_output)!, arguments.GetValue(_wholeView));
        OutputFiles.Check(arguments, (_model.Name, model));
        if (File.Exists(output) && !arguments.GetValue(_overwrite))
            throw new InvalidDataException($"Output '{output}': there is a file already; choose another --output, or replace it with --overwrite.");
        WholeFile.Probe(output); // before minutes of work, not after
        var notes = Warnings.OfData();
        WeightedDataset[] datasets = [.. _images.Open(arguments, notes).Select(set => new WeightedDataset(set.Dataset, 1))];
        ScoreReport? report = null;
        await ConsoleProgress.RunAsync(
            "fitting", FittedLooks.RoundsOf(wholeView) * datasets.Sum(set => set.Dataset.Count),
            progress => Task.Run(
                () => report = FittedLooks.Write(model, datasets, LookRuleFit.CloseUps, output, wholeView, done => progress(done, "images"), stop), stop))
            .ConfigureAwait(false);
        notes.TellDamaged();
        Console.WriteLine($"With {LookRuleFit.CloseUps} close-ups, on the images that it was fitted to:");
        Console.WriteLine(report);
        return CommandRunner.Success;
    }
}
