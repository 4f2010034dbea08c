using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Training on data sets that bring classes of their own.</summary>
public class ExtraClassTests
{
    const ObjectClass Cone = (ObjectClass)8;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    static TrainingRecipe RecipeOn(string yaml, long steps) => new()
    {
        Width = 0.25f,
        Cells = 12,
        Training = new() { BatchSize = 8, Steps = steps, Threads = 1, CheckpointEvery = 0, LearningRate = 0.01 },
        Data = [new() { Yaml = yaml }],
        Validation = [new() { Yaml = yaml, Split = "val" }],
    };

    [Test]
    public void Run_DrawnCones_TheModelNamesAndFindsThem()
    {
        var run = new TrainingRun(RecipeOn(DrawnCones.Write(_folder), steps: 60), _folder["model.onnx"], "");
        var score = run.Run(resume: false, new Progress<TrainingProgress>(), CancellationToken.None);

        var cone = score.Classes.Single(row => row.Class == "cone");
        TestContext.Out.WriteLine(cone);
        Assert.That(cone.Labels, Is.EqualTo(2));
        Assert.That(cone.AveragePrecision, Is.GreaterThan(0.4), "cones are found");
        Assert.That(score.Classes.Select(row => row.Class), Is.EqualTo(new[] { "ball", "cone" }));
        foreach (var file in new[] { "model.onnx", "model.int8.onnx" })
        {
            using var model = VisionModel.Load(_folder[file], new() { Accelerator = Accelerator.Cpu });
            Assert.That(model.Contract.Classes.Extra, Is.EqualTo(new[] { "cone" }), file);
            Assert.That(model.Contract.IsTrained(Cone) && !model.Contract.IsTrained(ObjectClass.Robot), Is.True, file);
            Assert.That(model.OutputLength, Is.EqualTo(9 * 5 * 144));
        }

        Assert.That(File.ReadAllText(_folder["model.run.json"]), Does.Contain("\"cone\": \"validation\""));
    }

    [Test]
    public void Run_FromAModelOfTheEight_KeepsItsRowsAndComparesByName()
    {
        var start = WriteStart();
        var recipe = RecipeOn(DrawnCones.Write(_folder), steps: 1) with { From = start, Freeze = "features", Width = null, Cells = null, Remember = 0 };
        var run = new TrainingRun(recipe, _folder["model.onnx"], "");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Start!.FreshClasses, Is.EqualTo(new[] { "cone" }));
            Assert.That(run.Start.Known, Is.Not.Null, "its other classes are known");
            Assert.That(run.Start.ToString(), Does.Contain("fresh: class cone; frozen"));
        }

        using (var trainer = new Trainer(run.Network, new GridLoss(), recipe.Training, run.Start))
        {
            var head = run.Network.Layers.OfType<Convolution>().Last();
            var (before, now) = (ModelWeights.Read(start).Tensors, trainer.ToInferenceValues());
            foreach (var name in new[] { head.WeightName, head.BiasName })
            {
                var rows = before[name].Values.Length;
                Assert.That(now[name].Length, Is.EqualTo(rows / 8 * 9), name);
                Assert.That(now[name][..rows], Is.EqualTo(before[name].Values), name);
                Assert.That(now[name][rows..], Has.Some.Not.Zero, name);
            }
        }

        run.Run(resume: false, new Progress<TrainingProgress>(), CancellationToken.None);
        Assert.That(run.Notes, Has.One.Contains("new images: ball").And.One.Contains("cone 0.000 -> "));
        using var model = VisionModel.Load(_folder["model.onnx"], new() { Accelerator = Accelerator.Cpu });
        Assert.That(model.Contract.Thresholds[1], Is.EqualTo(0.4f), "of the robot, as before");
    }

    [Test]
    public void Of_SeveralSourcesAndAStart_JoinsTheClassesByName()
    {
        var first = DrawnCones.Write(_folder, "a");
        var second = DrawnCones.Write(_folder, "b", fields: "extra: [charger, cone]\n");
        var recipe = RecipeOn(first, 1) with { Data = [new() { Synthetic = new() { Count = 2, Width = 64, Height = 64 } }, new() { Yaml = second }] };
        Assert.That(RecipeClasses.Of(recipe).Extra, Is.EqualTo(new[] { "charger", "cone" }), "in the order of the recipe");
        Assert.That(RecipeClasses.Of(recipe with { From = WriteStart("flag") }).Extra, Is.EqualTo(new[] { "flag", "charger", "cone" }));

        var task = TrainingTask.Find("grid")! with { Classes = ClassNames.With(["cone", "charger"]) };
        Assert.That(task.Open(recipe.Data[1]).Dataset.Load(0).Labels[1].Class, Is.EqualTo(Cone));
        Assert.That(task.Open(recipe.Data[0]).Dataset.Load(0).Labelled, Is.EqualTo(ClassSet.BuiltIn), "rendered images show no cones, but nobody looked");
    }

    [Test]
    public void Write_DataWithoutTheExtraClass_HasNoWeightThere()
    {
        var layout = new GridLayout(12, Classes: 9);
        float[] targets = new float[layout.Length], weights = new float[layout.Length];
        GridTargets.Write([new(ObjectClass.Ball, new(20, 20, 40, 40))], ClassSet.BuiltIn, targets, weights, classes: 9);
        Assert.That(weights[layout.Start(Cone, 0)..], Is.All.Zero);
        GridTargets.Write([new(Cone, new(20, 20, 40, 40))], ClassSet.Of(Cone), targets, weights, classes: 9);
        Assert.That(targets[layout.Start(Cone, 0) + 3 * 12 + 3], Is.EqualTo(1));
        Assert.That(weights[..layout.Start(Cone, 0)], Is.All.Zero);
    }

    [Test]
    public void Create_LectureNetworkOnExtraClasses_SaysWhatToDo()
    {
        var recipe = RecipeOn(DrawnCones.Write(_folder), 1) with { Network = "lecture", Width = null, Cells = null };
        Assert.That(() => new TrainingRun(recipe, _folder["m.onnx"], ""),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("found also cone").And.Message.Contains("network: grid"));
    }

    string WriteStart(params string[] extra)
    {
        var classes = ClassNames.With(extra);
        using var trainer = new Trainer(
            GridNetwork.Create(width: 0.25f, cells: 12, classes: classes.Count), new GridLoss(), new() { BatchSize = 1, Threads = 1, Steps = 1 });
        var contract = new ModelContract
        {
            Network = "grid",
            Output = ModelOutput.Grid,
            Classes = classes,
            Thresholds = [.. Enumerable.Repeat(0.4f, classes.Count)],
        };
        trainer.Export(_folder["start.onnx"], contract.ToMetadata());
        return _folder["start.onnx"];
    }
}
