using System.CommandLine;
using System.Globalization;
using RobotVision.CommandLine;
using RobotVision.Data.Formats;
using RobotVision.Evaluation.Scores;
using RobotVision.Inference;
using RobotVision.Tools.Cluster;
using RobotVision.Tools.Output;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Monitoring;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Tools.Train;

/// <summary><c>robotvision train</c>: trains a model from a recipe.</summary>
sealed class TrainCommand
{
    readonly Argument<string?> _recipe = new("RECIPE")
    {
        Description = "What to train and on what, a YAML file: copy models/my-data.yaml; models/recipe-reference.yaml lists every option",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string?> _data = new("--data")
    {
        Description = "Train on the train list of this data set instead of the recipe's data; its val list, if it has one, is the validation data, "
            + "otherwise frames are held out by recording (recipe: data, validation)",
        HelpName = "DATA.yaml",
    };

    readonly Option<string[]> _also = new("--also")
    {
        Description = "Also learn from this recording without labels (video, image folder or pattern): what the trained models surely see there is learned "
            + "where that makes them better on the frames held out; may be given several times (recipe: also)",
        HelpName = "RECORDING",
        DefaultValueFactory = _ => [],
    };

    readonly Option<string?> _sweep = new("--sweep")
    {
        Description = "Instead of a recipe: compares settings of one, by a YAML file such as models/sweeps/dropout.yaml; what is finished is not done again",
        HelpName = "FILE",
    };

    readonly OutputOption _output = new("--output")
    {
        Files = path => [.. new RunFiles(path).All, .. OutputOption.InFolder(path, "best.yaml", "report.html", "results.*")],
        Description = "Path of the model; the int8 model, checkpoint and report are written beside it. With --sweep: the folder",
        Required = true,
        HelpName = "FILE.onnx",
    };

    readonly Option<bool> _resume = new("--resume")
    {
        Description = "Resume from the last checkpoint beside the output, with the same recipe and data; gives the same model as without interruption",
    };

    readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Replace a finished model or an unfinished run at the output; without this option it is an error",
    };

    readonly Option<string?> _from = new("--from")
    {
        Description = "Begin with the weights of this float32 model of the same network, not with random ones; "
            + "classes that the new data do not label keep its thresholds (recipe: from)",
        HelpName = "MODEL.onnx",
    };

    readonly Option<string?> _freeze = new("--freeze")
    {
        Description = "With --from: what is frozen, 'features' (all but the last layer with weights), 'model' (all that the model has) or a layer and all "
            + "before it; the rest starts from the model's weights where they fit, else from random ones (recipe: freeze)",
        HelpName = "PART",
    };

    readonly Option<string?> _rate = new("--lr")
    {
        Description = "The highest learning rate, above 0 to 10; 'small' is a tenth of the recipe's, for --from "
            + "(recipe: training.learning_rate, 0.002 unless it says otherwise)",
        HelpName = "X",
    };

    readonly Option<ulong?> _seed = new("--seed")
    {
        Description = "Seed of the weights and samples, 0 or more; the same seed, recipe and processor give the same model "
            + "(recipe: training.seed, 1 unless it says otherwise)",
        HelpName = "N",
    };

    readonly Option<long?> _steps = new("--steps")
    {
        Description = "Training steps of the whole run, 1 or more, of batch_size samples each (recipe: training.steps, 2000 unless it says otherwise)",
        HelpName = "N",
    };

    readonly Option<double?> _minutes = new("--minutes")
    {
        Description = "Minutes that the whole command may take, above 0, instead of the recipe's steps, unless --steps ends it before; "
            + "the learning rate falls with the time used (recipe: training.minutes)",
        HelpName = "N",
    };

    readonly Option<int?> _threads = new("--threads")
    {
        Description = "CPU threads of a training step, 1..1024, or 0 for one per core (recipe: training.threads, 0 unless it says otherwise)",
        HelpName = "N",
    };

    readonly Option<Accelerator> _device = new("--device")
    {
        Description = "Device of the training steps: cpu, which repeats a run byte for byte; cuda, or fail; auto uses CUDA if it works. Also for --sweep",
        DefaultValueFactory = _ => Accelerator.Cpu,
        HelpName = "cpu|cuda|auto",
    };

    readonly TrainingPage _page = new();

    public static Command Create()
    {
        var train = new TrainCommand();
        var command = new DividedCommand("train", """
            Trains a network, chooses its thresholds on the recipe's validation data, or on frames of its data held out by recording, and
            writes the model with its metadata.
            Options here override the recipe's. Ctrl-C leaves a checkpoint, from which --resume goes on, and no model; the page of --web can end the
            training early with a whole one.
            For your own data copy models/my-data.yaml; models/recipe-reference.yaml lists every option of a recipe.

            Example: robotvision train models/grid.yaml --output runs/grid.onnx
            Example: robotvision train models/grid.yaml --output runs/grid.onnx --web
            Example: robotvision train models/teach.yaml --data photos/data.yaml --minutes 10 --output runs/mine.onnx
            Example: robotvision train models/teach.yaml --data photos/data.yaml --also match2.mp4 --output runs/mine.onnx
            Example: robotvision train my.yaml --from models/grid.onnx --lr small --output runs/my.onnx
            Example: robotvision train my.yaml --from models/grid.onnx --freeze features --output runs/my.onnx
            Example: robotvision train models/grid.yaml --device cuda --output runs/grid.onnx
            Example: robotvision train --sweep models/sweeps/dropout.yaml --output runs/dropout
            """, new()
        {
            Run = train.RunAsync,
            OutputOf = arguments => arguments.GetValue(train._sweep) is null ? null : arguments.GetValue(train._output),
            Needs = "--sweep, whose runs are shared out",
            Output = train._output,
            GoesOn = true,
        })
        {
            train._recipe, train._data, train._also, train._sweep, train._output, train._resume, train._overwrite, train._from, train._freeze, train._rate,
            train._seed, train._steps, train._minutes, train._threads, train._device,
        };
        foreach (var option in train._page.Options) command.Options.Add(option);
        train._rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && ReadRate(text, 1) is null)
                result.AddError($"--lr: expected a number or 'small', found '{text}'.");
        });
        command.Validators.Add(result =>
        {
            var swept = result.GetResult(train._sweep) is not null;
            if (swept == result.GetResult(train._recipe) is { Tokens.Count: > 0 }) result.AddError("train: expected either a RECIPE or --sweep FILE.");
            Option[] ofRecipes =
            [
                train._data, train._also, train._resume, train._overwrite, train._from, train._freeze, train._rate, train._seed, train._steps,
                train._minutes, train._threads, .. train._page.Options,
            ];
            foreach (var option in ofRecipes)
                if (swept && result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name}: a sweep resumes by itself and never repeats a run; its other options are in its file, "
                        + "under 'set', 'seeds' and 'budget'.");
            if (result.GetValue(train._resume) && result.GetValue(train._overwrite))
                result.AddError("train: expected --resume (go on) or --overwrite (begin anew), found both.");
        });
        return command;
    }

    Task<int> RunAsync(ParseResult arguments, Division division, CancellationToken stop)
    {
        var (output, device) = (arguments.GetValue(_output)!, arguments.GetValue(_device));
        if (arguments.GetValue(_sweep) is { } file) return SweepAction.RunAsync(file, division, device, stop);
        if (!Path.GetExtension(output).Equals(".onnx", StringComparison.OrdinalIgnoreCase))
            throw new OptionException($"--output: expected a file that ends in .onnx, found '{output}'.");
        if (arguments.GetValue(_minutes) is { } minutes && !(minutes is > 0 and <= 100_000))
            throw new OptionException(string.Create(CultureInfo.InvariantCulture, $"--minutes: expected a time above 0, at most 100000, found {minutes}."));
        var recipe = TrainingRecipe.Load(arguments.GetValue(_recipe)!);
        recipe = recipe with
        {
            From = arguments.GetValue(_from) ?? recipe.From,
            Freeze = arguments.GetValue(_freeze) ?? recipe.Freeze,
            Also = arguments.GetValue(_also) is { Length: > 0 } also ? also : recipe.Also,
            Training = recipe.Training with
            {
                Seed = arguments.GetValue(_seed) ?? recipe.Training.Seed,
                LearningRate = arguments.GetValue(_rate) is { } text ? ReadRate(text, recipe.Training.LearningRate)!.Value : recipe.Training.LearningRate,
                Steps = arguments.GetValue(_steps) ?? (arguments.GetValue(_minutes) is null ? recipe.Training.Steps : TrainingOptions.UnlimitedSteps),
                Minutes = arguments.GetValue(_minutes) ?? recipe.Training.Minutes,
                Threads = arguments.GetValue(_threads) ?? recipe.Training.Threads,
            },
        };
        if (arguments.GetValue(_data) is { } yaml)
            recipe = recipe with
            {
                Data = [new() { Yaml = yaml }],
                Validation = DataYaml.Load(yaml).Splits.ContainsKey("val") ? [new() { Yaml = yaml, Split = "val" }] : [],
            };
        recipe.Validate();
        OutputFiles.Check(arguments, "the recipe's", RecipeFiles.Of(recipe));
        var notes = Warnings.OfData();
        var run = new TrainingRun(recipe, output, ProgramVersion.Commit) { Device = device, Overwrite = arguments.GetValue(_overwrite), DataNotes = notes };
        return _page.ServeAsync(arguments, run, monitor => TrainAsync(run, notes, recipe.Training.Steps, arguments.GetValue(_resume), monitor, stop));
    }

    static async Task<(int ExitCode, string Outcome)> TrainAsync(
        TrainingRun run, DatasetNotes notes, long steps, bool resume, RunMonitor? monitor, CancellationToken stop)
    {
        if (run.Start is not null) Console.WriteLine(run.Start);
        var doing = "";
        ScoreReport? score = null;
        try
        {
            await ConsoleProgress.RunAsync(report => Task.Run(
                () => score = run.Run(resume, Steps(run, report, monitor), stop, Warnings.Print, new ProgressAction<WorkProgress>(work =>
                {
                    doing = work.Work;
                    report(new(work.Work, work.Done, work.Total > 0 ? work.Total : null, work.Total > 0 ? "images" : ""));
                    monitor?.Work.Report(work);
                })), stop)).ConfigureAwait(false);
        }
        catch (DivergedException exception)
        {
            throw new InvalidDataException(exception.Message, exception); // a consequence of the recipe, not a bug
        }
        catch (OperationCanceledException)
        {
            var stopped = Stopped(run, steps, doing);
            await Console.Error.WriteLineAsync(stopped).ConfigureAwait(false);
            return (CommandRunner.Failure, stopped);
        }

        notes.TellDamaged();
        Console.WriteLine(score);
        foreach (var note in run.Notes) Console.WriteLine(note);
        var written = $"{run.Files.Model} is written; its curves are in {run.Files.Report}, its options and scores in {run.Files.Summary}";
        Console.WriteLine(written);
        return (CommandRunner.Success, written);
    }

    /// <summary>Message for a run that was stopped: where it stopped and how to go on.</summary>
    static string Stopped(TrainingRun run, long steps, string doing) => string.Create(CultureInfo.InvariantCulture,
        $"stopped {(run.Step >= steps ? $"after the last of {steps} steps, while {doing}" : $"at step {run.Step}{Of(steps)}")}; ")
        + (File.Exists(run.Files.Checkpoint)
            ? $"the checkpoint is {run.Files.Checkpoint}: the same command with --resume goes on from there"
            : Directory.Exists(run.Files.Folds) ? "the same command with --resume keeps the trainings that are finished"
            : "there is no checkpoint yet, so the same command begins anew");

    static string Of(long steps) => steps == TrainingOptions.UnlimitedSteps ? "" : string.Create(CultureInfo.InvariantCulture, $" of {steps}");

    /// <summary>Parses a learning rate of the command line; null if it is not one.</summary>
    static double? ReadRate(string text, double ofRecipe) =>
        text == "small" ? ofRecipe / 10
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) ? rate
        : null;

    static ProgressAction<TrainingProgress> Steps(TrainingRun run, Action<PartProgress> report, RunMonitor? monitor) => new(value =>
    {
        var losses = value.Losses.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:F3}"));
        var speed = string.Create(CultureInfo.InvariantCulture, $"{value.ImagesPerSecond:F0} images/s on {run.Processor}");
        report(new(value.Work, value.Step, value.Steps, $"{speed}, {string.Join(", ", losses)}"));
        monitor?.Progress.Report(value);
    });
}
