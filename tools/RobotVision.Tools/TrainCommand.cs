using System.CommandLine;
using System.Globalization;
using System.Reflection;
using RobotVision.Onboard;
using RobotVision.Training.Learning;

namespace RobotVision.Tools;

/// <summary><c>robotvision train</c>: makes a model by a recipe.</summary>
static class TrainCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("RECIPE") { Description = "What to train and on what, a YAML file such as models/grid.yaml" };
        var output = new Option<string>("--output") { Description = "Where the model goes; its checkpoint and report stand beside it", Required = true, HelpName = "FILE.onnx" };
        var resume = new Option<bool>("--resume") { Description = "Go on from the checkpoint beside the output" };
        var seed = new Option<ulong?>("--seed") { Description = "Instead of the recipe's", HelpName = "N" };
        var steps = new Option<long?>("--steps") { Description = "Instead of the recipe's", HelpName = "N" };
        var threads = new Option<int?>("--threads") { Description = "Instead of the recipe's", HelpName = "N" };
        var command = new Command("train", """
            Trains a network, chooses its thresholds on the recipe's validation data and writes the model with its metadata.
            Ctrl-C leaves a checkpoint, from which --resume goes on.

            Example: robotvision train models/grid.yaml --output runs/grid.onnx
            """) { recipe, output, resume, seed, steps, threads };
        command.SetAction((arguments, stop) =>
        {
            var loaded = TrainingRecipe.Load(arguments.GetValue(recipe)!);
            loaded = loaded with
            {
                Training = loaded.Training with
                {
                    Seed = arguments.GetValue(seed) ?? loaded.Training.Seed,
                    Steps = arguments.GetValue(steps) ?? loaded.Training.Steps,
                    Threads = arguments.GetValue(threads) ?? loaded.Training.Threads,
                },
            };
            loaded.Validate();
            return RunAsync(loaded, arguments.GetValue(output)!, arguments.GetValue(resume), stop);
        });
        return command;
    }

    static async Task<int> RunAsync(TrainingRecipe recipe, string output, bool resume, CancellationToken stop)
    {
        var run = new TrainingRun(recipe, output, Commit());
        await ConsoleProgress.RunAsync("training", recipe.Training.Steps, report => Task.Run(
            () => Console.WriteLine(run.Run(resume, new ProgressWords(report), stop)), stop)).ConfigureAwait(false);
        Console.WriteLine($"{output} is written; what was done stands in {run.ReportPath}");
        return CommandRunner.Success;
    }

    /// <summary>The commit that the program was built from, as the SDK writes it into the version.</summary>
    static string Commit() => typeof(TrainCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+').ElementAtOrDefault(1) ?? "";

    sealed class ProgressWords(Action<long, string> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value.Step, string.Create(CultureInfo.InvariantCulture,
            $"{value.ImagesPerSecond:F0} images/s, {string.Join(", ", value.Losses.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:F3}")))}"));
    }
}
