using System.Text.Json;
using RobotVision.Inference;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Complete runs of a few steps without validation data: frames are held out, then all are trained on.</summary>
public class HeldOutRunTests
{
    readonly List<TrainingProgress> _progress = [];
    readonly List<string> _processors = []; // that the run names with each report
    PhotoSet _photos = null!;

    [SetUp]
    public void MakeSet() => _photos = new();

    [TearDown]
    public void RemoveSet()
    {
        _photos.Dispose();
        _progress.Clear();
        _processors.Clear();
    }

    TrainingRecipe Recipe => _photos.Recipe with { Validation = [], Folds = 2 };

    JsonElement Summary => JsonDocument.Parse(File.ReadAllText(_photos["model.run.json"])).RootElement;

    [Test]
    public void Run_WithoutValidation_JudgesEachFrameByAModelThatDidNotLearnIt()
    {
        var run = Run(Recipe);
        Assert.That(_processors, Is.All.EqualTo("CPU"));
        Assert.That(_progress.Select(progress => progress.Work).Distinct(),
            Is.EqualTo(new[] { "training without fold 1 of 2", "training without fold 2 of 2", "training" }));
        var heldOut = Summary.GetProperty("held_out");
        Assert.That((heldOut.GetProperty("frames").GetInt32(), heldOut.GetProperty("of").GetInt32()), Is.EqualTo((4, 4)));
        Assert.That(heldOut.GetProperty("quality").GetArrayLength(), Is.EqualTo(4));
        Assert.That(Summary.GetProperty("validation").GetProperty("frames").GetInt32(), Is.EqualTo(4));
        Assert.That(run.Notes, Has.Some.Contains("4 of 4 frames, each found by a model that was not trained on it"));
        Assert.That(Directory.Exists(_photos["model.folds"]), Is.False);
        using var model = VisionModel.Load(_photos["model.int8.onnx"], new() { Accelerator = Accelerator.Cpu });
        Assert.That(model.Contract.Untrained, Has.Count.EqualTo(6));
    }

    [Test]
    public void Run_OneFold_HoldsOutAQuarter()
    {
        Run(Recipe with { Folds = 1 });
        Assert.That(Summary.GetProperty("held_out").GetProperty("frames").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public void Run_StoppedAfterAFold_GoesOnWithTheNext()
    {
        using var stop = new CancellationTokenSource();
        Assert.That(() => Run(Recipe, stop: stop.Token, when: progress =>
        {
            if (progress is { Work: "training without fold 2 of 2", Step: 1 }) stop.Cancel();
        }), Throws.InstanceOf<OperationCanceledException>());
        _progress.Clear();
        Run(Recipe, resume: true);
        Assert.That(_progress[0].Work, Is.EqualTo("training without fold 2 of 2"));
    }

    [Test]
    public void Run_StoppedAfterAFoldOfOtherData_BeginsAnew()
    {
        using var stop = new CancellationTokenSource();
        Assert.That(() => Run(Recipe, stop: stop.Token, when: progress =>
        {
            if (progress is { Work: "training without fold 2 of 2", Step: 1 }) stop.Cancel();
        }), Throws.InstanceOf<OperationCanceledException>());
        _progress.Clear();
        File.AppendAllText(_photos.Labels(0), "1 0.2 0.2 0.1 0.1\n");
        Run(Recipe, resume: true);
        Assert.That(_progress[0].Work, Is.EqualTo("training without fold 1 of 2"));
    }

    [Test]
    public void Run_Twice_GivesTheSameBytes()
    {
        Run(Recipe);
        var first = File.ReadAllBytes(_photos["model.onnx"]);
        Run(Recipe, overwrite: true);
        Assert.That(File.ReadAllBytes(_photos["model.onnx"]), Is.EqualTo(first));
    }

    [Test]
    public void Run_OneFrame_IsRejectedAndSaysWhatToDo()
    {
        for (var i = 1; i < 4; i++) File.Delete(_photos.Image(i));
        Assert.That(() => Run(Recipe), Throws.TypeOf<InvalidDataException>().With.Message.Contains("expected two frames or more")
            .And.Message.Contains("'validation'"));
    }

    /// <summary>The budget is used up long before the steps are done: every training stops, and the schedule has come to its end.</summary>
    [Test]
    public void Run_LimitOfMinutes_EndsEveryTraining()
    {
        var recipe = Recipe with { Training = Recipe.Training with { Steps = TrainingOptions.UnlimitedSteps, Minutes = 0.05, CheckpointEvery = 0 } };
        Run(recipe);
        var last = _progress.Last(progress => progress.Work == "training without fold 2 of 2");
        Assert.That(last.LearningRate, Is.LessThan(recipe.Training.LearningRate / 2));
        Assert.That(last.Steps, Is.LessThan(TrainingOptions.UnlimitedSteps));
    }

    [Test]
    public void Run_FromAModel_ComparesItWithTheNewOne()
    {
        WriteStart("""{"recipe":{"data":[{"synthetic":{"seed":1,"count":3,"width":64,"height":64},"weight":1}]}}""");
        var run = Run(Recipe with { From = _photos["start.onnx"], Width = null, Cells = null });
        Assert.That(run.Notes, Has.One.StartsWith("F1 before -> after on 4 new images: ball "));
        Assert.That(Summary.GetProperty("domains")[0].GetProperty("classes")[1].GetProperty("class").GetString(), Is.EqualTo("robot"));
        Assert.That(Summary.GetProperty("origin").GetProperty("recipe").GetProperty("data")[1].GetProperty("synthetic").GetProperty("count").GetInt32(),
            Is.EqualTo(3), "what the start model was trained on");
    }

    [Test]
    public void AddTo_StartModelTrainedOnRenderedImages_TakesThatPartOfTheSamplesFromThem()
    {
        WriteStart("""{"recipe":{"data":[{"synthetic":{"seed":1,"count":9000},"weight":2},{"yaml":"elsewhere.yaml","weight":1}]}}""");
        var recipe = RememberedData.AddTo(Recipe with { From = _photos["start.onnx"], Remember = 0.25f });
        Assert.That(recipe.Data, Has.Count.EqualTo(2));
        Assert.That(recipe.Data[1].Weight, Is.EqualTo(1f / 3).Within(1e-6));
        Assert.That(recipe.Data[1].Synthetic!.Count, Is.LessThan(1000));
        Assert.That(recipe.Data[1].IsHeldOut, Is.False);
    }

    /// <summary>The start lies in the folder of the new images and was trained on others that were described by a file of the same name.</summary>
    [Test]
    public void AddTo_DataOfTheNameOfTheNewOnes_AreNotRemembered()
    {
        var yaml = Recipe.Data[0].Yaml!;
        WriteStart($$$"""{"recipe":{"data":[{"yaml":"{{{Path.GetFileName(yaml)}}}","weight":1}]}}""");
        var start = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(yaml))!, "start.onnx");
        File.Copy(_photos["start.onnx"], start);
        Assert.That(RememberedData.AddTo(Recipe with { From = start, Remember = 0.25f }).Data, Is.EqualTo(Recipe.Data));
    }

    [TestCase(0f)]
    [TestCase(null)]
    public void AddTo_PartZeroOrRenderedImagesOfItsOwn_AddsNothing(float? part)
    {
        WriteStart("""{"recipe":{"data":[{"synthetic":{"seed":1,"count":9000},"weight":2}]}}""");
        var own = part is null ? [.. Recipe.Data, new() { Synthetic = new() }] : Recipe.Data;
        Assert.That(RememberedData.AddTo(Recipe with { From = _photos["start.onnx"], Remember = part, Data = own }).Data, Is.EqualTo(own));
    }

    void WriteStart(string origin)
    {
        using var trainer = new Trainer(GridNetwork.Create(width: 0.25f, cells: 12), new GridLoss(), new() { BatchSize = 1, Threads = 1, Steps = 1 });
        var contract = new ModelContract { Network = "grid", Output = ModelOutput.Grid, Thresholds = [.. Enumerable.Repeat(0.5f, 8)], Origin = origin };
        trainer.Export(_photos["start.onnx"], contract.ToMetadata());
    }

    [Test]
    public void Validate_OnlyRenderedImagesAndNoValidation_IsRejected() =>
        Assert.That(() => (Recipe with { Data = [new() { Synthetic = new() }] }).Validate(),
            Throws.TypeOf<OptionException>().With.Message.Contains("validation: expected"));

    TrainingRun Run(
        TrainingRecipe recipe, bool resume = false, bool overwrite = false, Action<TrainingProgress>? when = null, CancellationToken stop = default)
    {
        var run = new TrainingRun(recipe, _photos["model.onnx"], "") { Overwrite = overwrite };
        run.Run(resume, new Listener(progress =>
        {
            _progress.Add(progress);
            _processors.Add(run.Processor);
            when?.Invoke(progress);
        }), stop);
        return run;
    }

    sealed class Listener(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
