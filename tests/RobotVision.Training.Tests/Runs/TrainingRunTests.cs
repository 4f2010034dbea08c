using System.Text.Json;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Complete runs of a few steps: start, resume, rejected runs, and notes about the model.</summary>
public class TrainingRunTests
{
    readonly List<string> _warnings = [];
    PhotoSet _photos = null!;

    [SetUp]
    public void MakeSet() => _photos = new();

    [TearDown]
    public void RemoveSet()
    {
        _photos.Dispose();
        _warnings.Clear();
    }

    string Output => _photos["model.onnx"];

    JsonElement Summary => JsonDocument.Parse(File.ReadAllText(_photos["model.run.json"])).RootElement;

    [Test]
    public void Run_ClassesThatTheDataDoNotLabel_AreOffInModelTableAndSummary()
    {
        var run = Run(_photos.Recipe);
        string[] off = ["goalpost", "obstacle", "line_l", "line_t", "line_x", "penalty_mark"];
        foreach (var path in new[] { Output, _photos["model.int8.onnx"] })
        {
            using var model = VisionModel.Load(path, new() { Accelerator = Accelerator.Cpu });
            Assert.That(model.Contract.Untrained, Is.EqualTo(off), path);
        }

        Assert.That(Summary.GetProperty("off").EnumerateArray().Select(name => name.GetString()), Is.EqualTo(off));
        Assert.That(Summary.GetProperty("thresholds").EnumerateArray().Skip(2).Select(value => value.GetDouble()), Is.All.EqualTo(1));
        Assert.That(run.Notes, Has.Some.StartsWith("goalpost, obstacle, line_l, line_t, line_x, penalty_mark: are off"));
        Assert.That(File.ReadAllText(_photos["model.report.html"]), Does.Contain("penalty_mark: are off"));
    }

    [Test]
    public void Run_LabelledClassOfWhichNoImageHasOne_IsOff()
    {
        File.WriteAllText(_photos.Yaml, File.ReadAllText(_photos.Yaml).Replace("unlabelled: [goalpost]", "", StringComparison.Ordinal));
        Run(_photos.Recipe);
        Assert.That(Summary.GetProperty("off")[0].GetString(), Is.EqualTo("goalpost"));
        Assert.That(Summary.GetProperty("validation").GetProperty("classes")[2].GetProperty("off").GetBoolean(), Is.True, "it is in the table, as off");
    }

    [TestCase(null)]
    [TestCase("features")]
    public void Run_FromAModel_KeepsTheThresholdsOfWhatTheDataDoNotLabel(string? freeze)
    {
        var start = WriteStart(cells: 12);
        var run = Run(_photos.Recipe with { From = _photos["start.onnx"], Freeze = freeze, Width = null, Cells = null });
        using var model = VisionModel.Load(Output, new() { Accelerator = Accelerator.Cpu });
        Assert.That(model.Contract.Thresholds.Skip(2), Is.EqualTo(start.Thresholds.Skip(2)));
        Assert.That(model.Contract.CloseUpThresholds!.Skip(2), Is.EqualTo(start.CloseUpThresholds!.Skip(2)));
        Assert.That(run.Notes.Single(note => note.Contains("keep the thresholds", StringComparison.Ordinal)),
            Does.Contain("goalpost, obstacle, line_l, line_t, penalty_mark: ").And.Not.Contain("line_x").And.Matches(freeze is null ? "--freeze" : "tell\\.$"));
    }

    /// <summary>The output of randomly initialised layers for a class without labels is noise, even if the start model was trained on it.</summary>
    [Test]
    public void Run_FromAModelOfOtherCells_HasTheClassesOffThatTheDataDoNotLabel()
    {
        WriteStart(cells: 24);
        Run(_photos.Recipe with { From = _photos["start.onnx"], Width = null, Cells = 12 });
        Assert.That(Summary.GetProperty("off").GetArrayLength(), Is.EqualTo(6));
    }

    [Test]
    public void Run_ResumedWithOtherLabels_IsRejectedAndNamesTheFile()
    {
        Stop(_photos.Recipe);
        File.WriteAllText(_photos.Labels(2), "0 0.5 0.5 0.2 0.2\n");
        Assert.That(() => Run(_photos.Recipe, resume: true), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains("model.checkpoint").And.Message.Contains(
                $"the labels of 1 of 4 images changed, the first in '{_photos.Labels(2)}'").And.Message.Contains("--overwrite"));
    }

    /// <summary>Only the file name used to be compared, which is data.yaml for nearly all data sets.</summary>
    [Test]
    public void Run_ResumedWithAnotherDataSetOfTheSameName_IsRejected()
    {
        Stop(_photos.Recipe);
        using var other = new PhotoSet("other");
        other.Add("train", 7);
        Assert.That(() => Run(_photos.Recipe with { Data = other.Recipe.Data }, resume: true),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("4 then and 5 now"));
    }

    [Test]
    public void Run_ResumedWithACopyOfTheDataElsewhere_GoesOn()
    {
        Stop(_photos.Recipe);
        using var copy = new PhotoSet("elsewhere");
        Assert.That(Run(_photos.Recipe with { Data = copy.Recipe.Data }, resume: true).Step, Is.EqualTo(4));
    }

    [Test]
    public void Run_ResumedWithOtherOptions_SaysWhichWasAndIsWhat()
    {
        var recipe = _photos.Recipe;
        Stop(recipe);
        var other = recipe with
        {
            Dropout = 0.5f,
            Training = recipe.Training with { LearningRate = 0.1, WarmUpSteps = 3 },
            Augmentation = new() { MirrorChance = 0 },
        };
        var message = Assert.Throws<InvalidDataException>(() => Run(other, resume: true)).Message;
        foreach (var change in new[] { "training.learning_rate: was 0.002, now 0.1", "training.warm_up_steps: was 0, now 3", "dropout: was 0.1, now 0.5",
            "augmentation.mirror_chance: was 0.5, now 0" })
            Assert.That(message, Does.Contain(change));
        Assert.That(message, Does.Not.Contain("TrainingOptions").And.Not.Contain("BatchSize"));
    }

    [Test]
    public void Run_ResumedWithAnotherNetwork_IsRejected()
    {
        Stop(_photos.Recipe);
        Assert.That(() => Run(_photos.Recipe with { Cells = 24 }, resume: true),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("network 'grid'").And.Message.Contains("Resume with the network"));
    }

    [Test]
    public void Run_ResumedFromACheckpointOfBeforeDataWereNoted_SaysWhatCannotBeChecked()
    {
        Stop(_photos.Recipe);
        var store = new CheckpointStore(_photos["model.checkpoint"]);
        (store.Read()! with { Inputs = null }).Write(store.LatestPath);
        Assert.That(Run(_photos.Recipe, resume: true).Step, Is.EqualTo(4));
        Assert.That(_warnings, Has.One.Contains("whether images and labels are still the same"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Run_WhereAFinishedModelStands_IsRejectedUnlessOverwriteIsSet(bool resume)
    {
        File.WriteAllText(Output, "hours of work");
        Assert.That(() => Run(_photos.Recipe, resume),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("there is a finished model already").And.Message.Contains("--overwrite"));
        Assert.That(File.ReadAllText(Output), Is.EqualTo("hours of work"));
        Assert.That(Run(_photos.Recipe, resume, overwrite: true).Step, Is.EqualTo(4));
    }

    [Test]
    public void Run_OverAnUnfinishedRun_IsRejectedUnlessOverwriteIsSet()
    {
        Stop(_photos.Recipe);
        Assert.That(() => Run(_photos.Recipe),
            Throws.InstanceOf<InvalidDataException>()
                .With.Message.Contains("not finished").And.Message.Contains("at step 2 of 4").And.Message.Contains("--resume"));
        Assert.That(Run(_photos.Recipe, overwrite: true).Step, Is.EqualTo(4));
    }

    [Test]
    public void Run_TrainedButNotExported_IsNotBegunAnewAndResumes()
    {
        Run(_photos.Recipe);
        File.Delete(_photos["model.run.json"]); // as if killed while the thresholds were being chosen
        Assert.That(() => Run(_photos.Recipe),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("not finished").And.Message.Contains("--resume"));
        Run(_photos.Recipe, resume: true);
        Assert.That(File.Exists(_photos["model.run.json"]), Is.True);
    }

    [Test]
    public void Run_ResumeOfNothing_SaysSoAndBegins()
    {
        Assert.That(Run(_photos.Recipe, resume: true).Step, Is.EqualTo(4));
        Assert.That(_warnings, Has.One.Contains("beginning at step 0"));
    }

    [Test]
    public void Run_DamagedCheckpoint_GoesOnFromTheOneBeforeToTheSameBytes()
    {
        Run(_photos.Recipe);
        var expected = File.ReadAllBytes(Output);
        File.WriteAllBytes(_photos["model.checkpoint"], File.ReadAllBytes(_photos["model.checkpoint"])[..^1000]);
        Run(_photos.Recipe, resume: true);
        Assert.That(_warnings, Has.One.Contains("damaged").And.Contains("step 2"));
        Assert.That(File.ReadAllBytes(Output), Is.EqualTo(expected));
    }

    [Test]
    public void Run_ValidationImagesThatAreTrainedOn_SaysHowManyBeforeAndAfter()
    {
        var run = Run(_photos.Recipe with { Validation = _photos.Recipe.Data });
        Assert.That(_warnings, Has.One.StartsWith("4 of 4 validation images are trained on too"));
        Assert.That(run.Notes, Has.One.StartsWith("4 of 4 validation images are trained on too"));
        Assert.That(Summary.GetProperty("validation_shared_with_training").GetInt32(), Is.EqualTo(4));
    }

    [Test]
    public void Run_ValidationImageNearlyAsATrainingImage_IsToldOf()
    {
        var image = ImageFile.Read(_photos.Image(0));
        image.Pixels[0] ^= 255;
        ImageFile.Write(_photos.Image(4), image.View);
        Run(_photos.Recipe);
        Assert.That(_warnings, Has.One.Contains("of 2 validation images are trained on too, or nearly the same picture is"));
    }

    [Test]
    public void Create_TeacherThatIsNotThere_IsToldBeforeTheDataAreRead() => Assert.That(
        () => new TrainingRun(_photos.Recipe with { Teacher = _photos["none.onnx"] }, Output, ""),
        Throws.TypeOf<FileNotFoundException>().With.Message.Contains("none.onnx"));

    [Test]
    public void Run_ValidationImagesOfTheirOwn_SaysThatTheScoreIsOptimisticAndNothingOfSharedOnes()
    {
        var run = Run(_photos.Recipe);
        Assert.That(run.Notes, Has.One.Contains(
            "chosen on these same 2 validation images, so that this score is optimistic").And.Some.Contains("where F1 is best on all validation sources"));
        Assert.That(run.Notes.Concat(_warnings), Has.None.Contains("trained on too"));
    }

    [Test]
    public void Run_AfterTheSteps_ReportsProgress()
    {
        var reported = new List<string>();
        var run = new TrainingRun(_photos.Recipe, Output, "");
        run.Run(false, new ProgressAction<TrainingProgress>(_ => { }), default, null, new ProgressAction<WorkProgress>(work =>
        {
            lock (reported) reported.Add($"{work.Work} {work.Done} of {work.Total}");
        }));
        Assert.That(reported, Is.SupersetOf(new[]
        {
            "checking the training data 4 of 4", "choosing thresholds 2 of 2", "choosing thresholds for close-ups 2 of 2",
            "writing the int8 model 0 of 0", "scoring the int8 model 2 of 2",
        }));
    }

    /// <summary>A model trained on all classes but line_x.</summary>
    ModelContract WriteStart(int cells)
    {
        var contract = new ModelContract
        {
            Network = "grid",
            Output = ModelOutput.Grid,
            Thresholds = [0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, Thresholds.Off, 0.8f],
            CloseUpThresholds = [0.25f, 0.35f, 0.45f, 0.55f, 0.65f, 0.75f, Thresholds.Off, 0.85f],
        };
        using var trainer = new Trainer(GridNetwork.Create(width: 0.25f, cells: cells), new GridLoss(), new() { BatchSize = 1, Threads = 1, Steps = 1 });
        trainer.Export(_photos["start.onnx"], contract.ToMetadata());
        return contract;
    }

    TrainingRun Run(TrainingRecipe recipe, bool resume = false, bool overwrite = false)
    {
        var run = new TrainingRun(recipe, Output, "") { Overwrite = overwrite };
        run.Run(resume, new ProgressAction<TrainingProgress>(_ => { }), default, _warnings.Add);
        return run;
    }

    /// <summary>Begins a run and stops it after its second step, as Ctrl-C does.</summary>
    void Stop(TrainingRecipe recipe)
    {
        using var stop = new CancellationTokenSource();
        var run = new TrainingRun(recipe, Output, "");
        Assert.That(() => run.Run(false, new ProgressAction<TrainingProgress>(progress => { if (progress.Step == 2) stop.Cancel(); }), stop.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(run.Step, Is.EqualTo(2));
    }

    sealed class ProgressAction<T>(Action<T> action) : IProgress<T>
    {
        public void Report(T value) => action(value);
    }
}
