using System.CommandLine;
using System.Globalization;
using System.Reflection;
using RobotVision.Inference;
using RobotVision.Onboard;
using RobotVision.Training.Learning;

namespace RobotVision.Tools;

/// <summary><c>robotvision train</c>: makes a model by a recipe.</summary>
static class TrainCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string?>("RECIPE") { Description = "What to train and on what, a YAML file such as models/grid.yaml", Arity = ArgumentArity.ZeroOrOne };
        var sweep = new Option<string?>("--sweep")
        {
            Description = "Instead of a recipe: compares settings of one, by a YAML file such as models/sweeps/dropout.yaml; what is finished is not done again",
            HelpName = "FILE",
        };
        var output = new Option<string>("--output") { Description = "Where the model goes; its checkpoint and report stand beside it. The folder of a sweep", Required = true, HelpName = "FILE.onnx" };
        var resume = new Option<bool>("--resume") { Description = "Go on from the last whole checkpoint beside the output; the model will be that of an undisturbed run" };
        var from = new Option<string?>("--from") { Description = "Begin with the weights of a model of the same network instead of with nothing", HelpName = "MODEL.onnx" };
        var freeze = new Option<string?>("--freeze")
        {
            Description = "With --from: what stays as it is, 'features' (all but the last layer with weights) or a layer and all before it; the rest goes on from the model's weights where they fit, else from fresh ones",
            HelpName = "PART",
        };
        var rate = new Option<string?>("--lr") { Description = "The highest learning rate instead of the recipe's; 'small' is a tenth of that", HelpName = "X" };
        rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && ReadRate(text, 1) is null) result.AddError($"--lr: expected a number or 'small', found '{text}'.");
        });
        var seed = new Option<ulong?>("--seed") { Description = "Instead of the recipe's", HelpName = "N" };
        var steps = new Option<long?>("--steps") { Description = "Instead of the recipe's", HelpName = "N" };
        var threads = new Option<int?>("--threads") { Description = "Instead of the recipe's", HelpName = "N" };
        var device = new Option<Accelerator>("--device")
        {
            Description = "What runs the training steps: cpu, where a run repeats byte for byte; cuda, or fail; auto takes CUDA where it works. Of a sweep too",
            DefaultValueFactory = _ => Accelerator.Cpu,
            HelpName = "cpu|cuda|auto",
        };
        var command = new Command("train", """
            Trains a network, chooses its thresholds on the recipe's validation data and writes the model with its metadata.
            Ctrl-C leaves a checkpoint, from which --resume goes on.

            Example: robotvision train models/grid.yaml --output runs/grid.onnx
            Example: robotvision train my.yaml --from models/grid.onnx --lr small --output runs/my.onnx
            Example: robotvision train my.yaml --from models/grid.onnx --freeze features --output runs/my.onnx
            Example: robotvision train models/grid.yaml --device cuda --output runs/grid.onnx
            Example: robotvision train --sweep models/sweeps/dropout.yaml --output runs/dropout
            """) { recipe, sweep, output, resume, from, freeze, rate, seed, steps, threads, device };
        command.Validators.Add(result =>
        {
            var swept = result.GetResult(sweep) is not null;
            if (swept == result.GetResult(recipe) is { Tokens.Count: > 0 }) result.AddError("train: expected either a RECIPE or --sweep FILE.");
            foreach (var option in new Option[] { resume, from, freeze, rate, seed, steps, threads })
                if (swept && result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name}: the options of a sweep stand in its file, under 'set', 'seeds' and 'budget'.");
        });
        command.SetAction((arguments, stop) =>
        {
            if (arguments.GetValue(sweep) is { } file) return SweepAction.RunAsync(file, arguments.GetValue(output)!, Commit(), arguments.GetValue(device), stop);
            var loaded = TrainingRecipe.Load(arguments.GetValue(recipe)!);
            loaded = loaded with
            {
                From = arguments.GetValue(from) ?? loaded.From,
                Freeze = arguments.GetValue(freeze) ?? loaded.Freeze,
                Training = loaded.Training with
                {
                    Seed = arguments.GetValue(seed) ?? loaded.Training.Seed,
                    LearningRate = arguments.GetValue(rate) is { } text ? ReadRate(text, loaded.Training.LearningRate)!.Value : loaded.Training.LearningRate,
                    Steps = arguments.GetValue(steps) ?? loaded.Training.Steps,
                    Threads = arguments.GetValue(threads) ?? loaded.Training.Threads,
                },
            };
            loaded.Validate();
            return RunAsync(loaded, arguments.GetValue(output)!, arguments.GetValue(resume), arguments.GetValue(device), stop);
        });
        return command;
    }

    static async Task<int> RunAsync(TrainingRecipe recipe, string output, bool resume, Accelerator device, CancellationToken stop)
    {
        var notes = Warnings.OfData();
        var run = new TrainingRun(recipe, output, Commit()) { Device = device, Notes = notes };
        if (run.Start is not null) Console.WriteLine(run.Start);
        try
        {
            await ConsoleProgress.RunAsync("training", recipe.Training.Steps, report => Task.Run(
                () => Console.WriteLine(run.Run(resume, new ProgressWords(run, report), stop, Warnings.Tell)), stop)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ArithmeticException or InvalidOperationException)
        {
            throw new InvalidDataException(exception.Message, exception); // the weights ran away: the recipe's fault and no defect
        }

        notes.TellDamaged();
        Console.WriteLine($"{output} is written; its curves stand in {run.Files.Report}, what was done in {run.Files.Summary}");
        return CommandRunner.Success;
    }

    /// <summary>A learning rate as it stands on the command line; null where it is none.</summary>
    static double? ReadRate(string text, double usual) =>
        text == "small" ? usual / 10
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) ? rate
        : null;

    /// <summary>The commit that the program was built from, as the SDK writes it into the version.</summary>
    static string Commit() => typeof(TrainCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+').ElementAtOrDefault(1) ?? "";

    sealed class ProgressWords(TrainingRun run, Action<long, string> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value.Step, string.Create(CultureInfo.InvariantCulture,
            $"{value.ImagesPerSecond:F0} images/s on {run.Processor}, {string.Join(", ", value.Losses.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:F3}")))}"));
    }
}
