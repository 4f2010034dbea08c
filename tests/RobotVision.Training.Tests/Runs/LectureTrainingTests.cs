using System.Text.Json;
using RobotVision.Data.Synthesis;
using RobotVision.Evaluation.Scores;
using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Trains a recipe of the <c>lecture</c> network and uses the model.</summary>
public class LectureTrainingTests
{
    string _path = "";

    [SetUp]
    public void MakeFolder() => _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "lecture.onnx");

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void Run_FewSteps_WritesAModelThatAnswersForEveryClass()
    {
        var recipe = new TrainingRecipe
        {
            Network = "lecture",
            Training = new() { BatchSize = 4, Steps = 2, WarmUpSteps = 1, Threads = 1 },
            Data = [new() { Synthetic = new() { Seed = 1, Count = 4 } }],
            Validation = [new() { Synthetic = new() { Seed = 2, Count = 4 } }],
        };
        new TrainingRun(recipe, _path, "").Run(resume: false, new Progress<TrainingProgress>(), CancellationToken.None);

        using var model = VisionModel.Load(_path, new() { Accelerator = Accelerator.Cpu });
        Assert.That((model.Contract.Network, model.Contract.Output, model.OutputLength), Is.EqualTo(("lecture", ModelOutput.Presence, 8)));
        using var int8 = VisionModel.Load(Path.ChangeExtension(_path, ".int8.onnx"), new() { Accelerator = Accelerator.Cpu });
        Assert.That((model.Contract.Precision, int8.Contract.Precision), Is.EqualTo(("fp32", "int8")));
        Assert.That(int8.Contract.ToMetadata().Except(model.Contract.ToMetadata()).Select(pair => pair.Key), Is.EqualTo(new[] { ModelContract.PrecisionKey }));
        Assert.That(new FileInfo(int8.Path).Length, Is.InRange(9_000_000, 10_500_000));
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(_path, ".run.json")));
        var export = summary.RootElement.GetProperty("int8");
        Assert.That(export.GetProperty("trainer_to_fp32").GetProperty("largest").GetSingle(), Is.LessThan(1e-4f));
        Assert.That(export.GetProperty("trainer_to_int8").GetProperty("mean").GetSingle(), Is.GreaterThan(0));
        Assert.That(() => Transfer.From(int8.Path, LectureNetwork.Create(), null), Throws.TypeOf<InvalidDataException>().With.Message.Contains("float32"));
        var score = new DetectionScore();
        DatasetEvaluator.Score(model, new SyntheticDataset(new() { Seed = 3, Count = 3 }), score, null, CancellationToken.None);
        var rows = ScoreReport.Of(score, [.. model.Contract.Thresholds]).Classes;
        Assert.That(rows, Is.Not.Empty);
        Assert.That(rows.Select(row => row.Accuracy), Is.All.Not.Null);
    }

    [Test]
    public void Run_UnknownNetwork_NamesThoseThereAre() =>
        Assert.That(() => new TrainingRun(new() { Network = "vgg" }, _path, ""),
            Throws.TypeOf<OptionException>().With.Message.Contains("network: expected grid or lecture, found 'vgg'"));

    [Test]
    public void Load_RecipeOfTheLecture_IsTheLecturesNetwork()
    {
        var recipe = TrainingRecipe.Load(Path.Combine(Repository.Root, "models", "lecture.yaml"));
        Assert.That((recipe.Network, recipe.Dropout), Is.EqualTo(("lecture", 0.5f)));
        Assert.That(recipe.Data.Single().Synthetic!.Count, Is.EqualTo(16_000));
    }
}
