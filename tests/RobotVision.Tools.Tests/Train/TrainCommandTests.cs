using RobotVision.Inference;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Train;

/// <summary>The <c>train</c> command on a recipe that takes a second.</summary>
public class TrainCommandTests
{
    const string Recipe = """
        network: grid
        width: 0.25
        cells: 12
        training: { batch_size: 2, steps: 2, warm_up_steps: 1, threads: 1 }
        data: [{ synthetic: { seed: 1, count: 2, width: 64, height: 64 } }]
        validation: [{ synthetic: { seed: 2, count: 2, width: 64, height: 64 } }]
        """;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new();
        File.WriteAllText(_folder["tiny.yaml"], Recipe);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Train_FromAModelFrozen_SaysWhatItTook()
    {
        File.WriteAllText(_folder["tiny.yaml"], Recipe.Replace("width: 0.25\ncells: 12\n", "", StringComparison.Ordinal)); // those of the model
        var result = CommandLine.Run("train", _folder["tiny.yaml"], "--from", Workplace.Model, "--freeze", "features", "--lr", "small",
            "--output", _folder["out.onnx"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain("18 of 18 tensors taken; fresh: nothing; frozen: conv1.weight"));
        Assert.That(File.ReadAllText(_folder["out.run.json"]),
            Does.Contain("features frozen").And.Contain("\"learning_rate\": 0.0002").And.Contain("\"from\": \"grid.onnx\""));
    }

    [Test]
    public void Train_OnAutomaticallyChosenDevice_SaysWhich()
    {
        var result = CommandLine.Run("train", _folder["tiny.yaml"], "--device", "auto", "--output", _folder["out.onnx"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(File.ReadAllText(_folder["out.run.json"]), Does.Match("\"device\": \"(CPU|CUDA)"));
        Assert.That(CudaProvider.IsAvailable(out _) || result.Errors.Contains("training on the CPU, no CUDA: ", StringComparison.Ordinal),
            Is.True, result.ToString());
    }

    [Test]
    public void Train_OnCudaThatIsNotThere_FailsAndSaysWhatToDo()
    {
        if (CudaProvider.IsAvailable(out _)) Assert.Ignore("this machine has CUDA");
        var result = CommandLine.Run("train", _folder["tiny.yaml"], "--device", "cuda", "--output", _folder["out.onnx"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines, Has.Length.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines[0], Does.Contain("CUDA was required").And.Contain("--device cpu").And.Match("no NVIDIA GPU|CUDA 13|nvidia-smi"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "tiny.yaml" }));
    }

    [Test]
    public void Train_WhereAnotherRunWrites_IsRejected()
    {
        using (new FileStream(_folder["out.lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            var result = CommandLine.Run("train", _folder["tiny.yaml"], "--output", _folder["out.onnx"]);
            Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
            Assert.That(result.ErrorLines[0], Does.Contain("another training run is writing these files"));
        }

        Assert.That(CommandLine.Run("train", _folder["tiny.yaml"], "--output", _folder["out.onnx"]).ExitCode, Is.Zero,
            "a lock file that nobody holds is no hindrance");
        Assert.That(_folder.Names, Does.Not.Contain("out.lock"));
    }

    [Test]
    public void Train_Sweep_WritesTableReportAndBestRecipe()
    {
        File.WriteAllText(_folder["sweep.yaml"], "recipe: tiny.yaml\noptions: { dropout: [0, 0.5] }\n");
        var result = CommandLine.Run("train", "--sweep", _folder["sweep.yaml"], "--output", _folder["out"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain("dropout 0.5").And.Contain("best.yaml"));
        foreach (var file in new[] { "results.csv", "results.json", "report.html" }) Assert.That(File.Exists(_folder[$"out/{file}"]), Is.True, file);
        var best = CommandLine.Run("train", _folder["out/best.yaml"], "--output", _folder["best.onnx"]);
        Assert.That(best.ExitCode, Is.Zero, best.ToString());
        var again = CommandLine.Run("train", "--sweep", _folder["sweep.yaml"], "--output", _folder["out"]);
        Assert.That(again.Output, Is.EqualTo(result.Output), "finished runs are not done again");
    }

    [TestCase(1, "no option", "--sweep", "sweep.yaml")]
    [TestCase(1, "none.yaml", "--sweep", "none.yaml")]
    [TestCase(1, "none.onnx", "tiny.yaml", "--from", "none.onnx")]
    [TestCase(1, "tiny.yaml", "tiny.yaml", "--from", "tiny.yaml")]
    [TestCase(2, "--freeze", "--sweep", "sweep.yaml", "--freeze", "features")]
    [TestCase(2, "either a RECIPE or --sweep")]
    [TestCase(2, "either a RECIPE or --sweep", "tiny.yaml", "--sweep", "sweep.yaml")]
    [TestCase(2, "'little'", "tiny.yaml", "--lr", "little")]
    [TestCase(2, "freeze", "tiny.yaml", "--freeze", "features")]
    [TestCase(2, "--steps: expected an integer, found 'many'", "tiny.yaml", "--steps", "many")]
    [TestCase(2, "--seed: expected an integer of 0 or more, found '-1'", "tiny.yaml", "--seed", "-1")]
    [TestCase(2, "--device: expected auto or cpu or cuda, found 'gpu'", "tiny.yaml", "--device", "gpu")]
    [TestCase(2, "found both", "tiny.yaml", "--resume", "--overwrite")]
    [TestCase(2, "--overwrite", "--sweep", "sweep.yaml", "--overwrite")]
    [TestCase(2, "training.warm_up_steps: expected 0..0", "tiny.yaml", "--steps", "0")]
    public void Train_WrongUse_SaysWhatInOneLine(int exitCode, string word, params string[] arguments)
    {
        File.WriteAllText(_folder["sweep.yaml"], "recipe: tiny.yaml\noptions: { dropuot: [0, 0.5] }\n");
        var result = CommandLine.Run(["train", .. arguments.Select(
            argument => argument.Contains('.', StringComparison.Ordinal) ? _folder[argument] : argument), "--output", _folder["out.onnx"]]);
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ToString());
        Assert.That(result.ErrorLines, Has.Length.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines[0], Does.Contain(word));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "sweep.yaml", "tiny.yaml" }));
    }

    [Test]
    public void Train_FewStepsOnADefaultWarmUp_Works()
    {
        File.WriteAllText(_folder["tiny.yaml"], Recipe.Replace(", warm_up_steps: 1", "", StringComparison.Ordinal));
        var result = CommandLine.Run("train", _folder["tiny.yaml"], "--steps", "20", "--output", _folder["out.onnx"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain("this score is optimistic"));
        Assert.That(result.Errors, Does.Contain("choosing thresholds").And.Contain("writing the int8 model"));
    }

    [Test]
    public void Train_OverAFinishedModel_IsRejectedWithoutOverwrite()
    {
        File.WriteAllText(_folder["out.onnx"], "hours of work");
        var result = CommandLine.Run("train", _folder["tiny.yaml"], "--output", _folder["out.onnx"]);
        Assert.That((result.ExitCode, result.ErrorLines.Length), Is.EqualTo((1, 1)), result.ToString());
        Assert.That(result.ErrorLines[0], Does.Contain("out.onnx").And.Contain("--overwrite"));
        Assert.That(CommandLine.Run("train", _folder["tiny.yaml"], "--overwrite", "--output", _folder["out.onnx"]).ExitCode, Is.Zero);
    }

    [Test]
    public void Train_DataSetOfTheCommandLine_ReplacesTheRecipesDataAndIsHeldOut()
    {
        Directory.CreateDirectory(_folder["set/images"]);
        Directory.CreateDirectory(_folder["set/labels"]);
        for (var i = 0; i < 4; i++)
        {
            TestVideo.WriteImage(_folder[$"set/images/{i}.png"], i + 1);
            File.WriteAllText(_folder[$"set/labels/{i}.txt"], "0 0.5 0.5 0.2 0.2\n");
        }

        File.WriteAllText(_folder["set/data.yaml"], "train: images\nnames: [ball]\n");
        var result = CommandLine.Run(
            "train", _folder["tiny.yaml"], "--data", _folder["set/data.yaml"], "--minutes", "0.05", "--output", _folder["out.onnx"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain("chosen on 4 of 4 frames").And.Match("ball +4 "));
        Assert.That(File.ReadAllText(_folder["out.run.json"]), Does.Contain("\"minutes\": 0.05").And.Not.Contain("synthetic-"));
    }

    [Test]
    public void Help_Options_SayWhatTheyDoAndNameTheRecipeToCopy()
    {
        var help = CommandLine.Run("train", "--help").Output;
        Assert.That(help, Does.Contain("models/my-data.yaml").And.Contain("models/recipe-reference.yaml").And.Not.Contain("Instead of the recipe's"));
        foreach (var file in new[] { "my-data.yaml", "recipe-reference.yaml" })
            Assert.That(File.Exists(Path.Combine(Repository.Root, "models", file)), Is.True, file);
    }

    [Test]
    public void Train_ImageThatDoesNotDecode_NamesIt()
    {
        Directory.CreateDirectory(_folder["set/images"]);
        Directory.CreateDirectory(_folder["set/labels"]);
        File.WriteAllText(_folder["set/images/broken.png"], "these are words");
        File.WriteAllText(_folder["set/labels/broken.txt"], "0 0.5 0.5 0.2 0.2");
        File.WriteAllText(_folder["set/data.yaml"], "path: .\ntrain: images\nnames: [ball]\n");
        ExpectFailure(Recipe.Replace("synthetic: { seed: 1, count: 2, width: 64, height: 64 }", "yaml: set/data.yaml", StringComparison.Ordinal), "broken.png",
            "decode");
    }

    [Test]
    public void Train_LabelOutOfRange_NamesFileAndLine()
    {
        Directory.CreateDirectory(_folder["set/images"]);
        Directory.CreateDirectory(_folder["set/labels"]);
        TestVideo.WriteImage(_folder["set/images/a.png"], 1);
        File.WriteAllText(_folder["set/labels/a.txt"], "0 0.5 0.5 0.2 0.2\n0 0.5 1.5 0.2 0.2\n");
        File.WriteAllText(_folder["set/data.yaml"], "train: images\nnames: [ball]\n");
        ExpectFailure(Recipe.Replace("synthetic: { seed: 1, count: 2, width: 64, height: 64 }", "yaml: set/data.yaml", StringComparison.Ordinal),
            @"a\.txt:2: ", "y: expected a part of the image, 0 to 1, found '1\\.5'");
    }

    [Test]
    public void Train_RateThatExplodes_NamesStepLayerAndBatch() => ExpectFailure(
        Recipe.Replace("steps: 2", "steps: 200, learning_rate: 10, optimiser: Sgd, weight_decay: 0", StringComparison.Ordinal), "Step ",
        "not finite|layer '", "last checkpoint");

    [Test]
    public void Train_CutJpeg_IsUsedAndNamed()
    {
        foreach (var folder in new[] { "set/images", "set/labels" }) Directory.CreateDirectory(_folder[folder]);
        TestVideo.WriteImage(_folder["set/images/a.jpg"], 1);
        File.WriteAllBytes(_folder["set/images/a.jpg"], File.ReadAllBytes(_folder["set/images/a.jpg"])[..^2]);
        File.WriteAllText(_folder["set/labels/a.txt"], "0 0.5 0.5 0.2 0.2\n");
        File.WriteAllText(_folder["set/data.yaml"], "train: images\nnames: [ball]\n");
        File.WriteAllText(_folder["tiny.yaml"], Recipe.Replace(
            "synthetic: { seed: 1, count: 2, width: 64, height: 64 }", "yaml: set/data.yaml", StringComparison.Ordinal));
        var result = CommandLine.Run("train", _folder["tiny.yaml"], "--output", _folder["out.onnx"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Errors.Split("a.jpg"), Has.Length.EqualTo(2), "once a file");
        Assert.That(result.Errors, Does.Contain("as far as they can be read: 1;"));
    }

    void ExpectFailure(string recipe, params string[] patterns)
    {
        File.WriteAllText(_folder["tiny.yaml"], recipe);
        var result = CommandLine.Run("train", _folder["tiny.yaml"], "--output", _folder["out.onnx"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines, Has.Length.EqualTo(1), result.ToString());
        foreach (var pattern in patterns) Assert.That(result.ErrorLines[0], Does.Match(pattern));
        Assert.That(result.Errors, Does.Not.Contain("   at "), "a stack trace");
        Assert.That(File.Exists(_folder["out.onnx"]), Is.False);
    }
}
