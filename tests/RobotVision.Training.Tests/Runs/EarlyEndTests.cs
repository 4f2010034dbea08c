using System.Text.Json;
using RobotVision.Inference;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Runs;

/// <summary>A training that is ended early writes a whole model, and goes on afterwards as if nothing had been.</summary>
public class EarlyEndTests
{
    PhotoSet _photos = null!;

    [SetUp]
    public void MakeSet() => _photos = new();

    [TearDown]
    public void RemoveSet() => _photos.Dispose();

    JsonElement Summary => JsonDocument.Parse(File.ReadAllText(_photos["model.run.json"])).RootElement;

    string Folds => _photos["model.folds"];

    [Test]
    public void EndEarly_DuringTheSteps_WritesTheModelOfThatStep()
    {
        var run = Run(_photos.Recipe, endAt: 2);
        Assert.That(run.Step, Is.EqualTo(2));
        var early = Summary.GetProperty("ended_early");
        Assert.That((early.GetProperty("step").GetInt64(), early.GetProperty("steps").GetInt64(), early.GetProperty("part").GetDouble()),
            Is.EqualTo((2, 4, 0.5)));
        Assert.That(run.Notes[0], Does.StartWith("The training was ended early, at step 2 of 4").And.Contain("--resume"));
        using var model = VisionModel.Load(_photos["model.int8.onnx"], new() { Accelerator = Accelerator.Cpu });
        Assert.That(model.Contract.Untrained, Has.Count.EqualTo(6), "thresholds are chosen as at the end");
        Assert.That(File.ReadAllText(_photos["model.report.html"]), Does.Contain("ended early"));
    }

    [Test]
    public void Run_ResumedAfterAnEarlyEnd_GivesTheModelOfARunThatWasNotEnded()
    {
        Run(_photos.Recipe);
        var (whole, log) = (File.ReadAllBytes(_photos["model.onnx"]), Steps());
        Assert.That(log, Is.EqualTo("1 2 3 4"));
        Assert.That(Summary.GetProperty("ended_early").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Run(_photos.Recipe, endAt: 2, overwrite: true);
        Assert.That(File.ReadAllBytes(_photos["model.onnx"]), Is.Not.EqualTo(whole));
        Assert.That(() => Run(_photos.Recipe), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("ended early, at step 2: go on with --resume"));
        Run(_photos.Recipe, resume: true);
        Assert.That((File.ReadAllBytes(_photos["model.onnx"]), Steps()), Is.EqualTo((whole, log)));
        Assert.That(Summary.GetProperty("ended_early").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void EndEarly_WithFramesHeldOut_TakesTheModelsOfThatPartAndKeepsThem()
    {
        var recipe = _photos.Recipe with { Validation = [], Folds = 2 };
        Run(recipe);
        var whole = File.ReadAllBytes(_photos["model.onnx"]);
        Run(recipe, endAt: 2, overwrite: true);
        Assert.That(Directory.Exists(Folds), Is.True);
        var works = new List<string>();
        Run(recipe, resume: true, seen: works);
        Assert.That(works.Distinct(), Is.EqualTo(new[] { TrainingProgress.OfTheModel }), "no fold is trained again");
        Assert.That((File.ReadAllBytes(_photos["model.onnx"]), Directory.Exists(Folds)), Is.EqualTo((whole, false)));
    }

    [TestCase(0.1, 0)]
    [TestCase(0.4, 1)]
    [TestCase(0.7, 2)]
    [TestCase(0.95, 3)]
    public void FoldResult_OfAnEarlyEnd_TakesTheNearestPart(double part, int point) =>
        Assert.That(new FoldResult(1, 100, [0, 0, 0, 0]).At(part).Point, Is.EqualTo(point));

    [Test]
    public void EndEarly_BeforeTheTrainingOfTheExportedWeights_IsRefused()
    {
        var refused = new List<string>();
        var recipe = _photos.Recipe with { Validation = [], Folds = 2 };
        TrainingRun run = null!;
        run = new(recipe, _photos["model.onnx"], "");
        Assert.That(run.EndEarly, Throws.InstanceOf<InvalidDataException>());
        run.Run(false, new Told(progress =>
        {
            if (progress.Work != TrainingProgress.OfTheModel) refused.Add(run.WhyNotEndEarly ?? "");
        }), default);
        Assert.That(refused, Is.Not.Empty.And.All.Contains("weights that are exported"));
        Assert.That(run.EndEarly, Throws.InstanceOf<InvalidDataException>(), "after its end");
    }

    string Steps() => string.Join(' ', File.ReadLines(_photos["model.metrics.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("step")));

    TrainingRun Run(TrainingRecipe recipe, long? endAt = null, bool resume = false, bool overwrite = false, List<string>? seen = null)
    {
        TrainingRun run = null!;
        run = new(recipe, _photos["model.onnx"], "") { Overwrite = overwrite };
        run.Run(resume, new Told(progress =>
        {
            seen?.Add(progress.Work);
            if (progress.Work == TrainingProgress.OfTheModel && progress.Step == endAt) run.EndEarly();
        }), default);
        return run;
    }

    sealed class Told(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
