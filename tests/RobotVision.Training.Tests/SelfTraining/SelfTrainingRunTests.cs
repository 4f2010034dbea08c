using System.Text.Json;
using RobotVision.Imaging;
using RobotVision.Testing;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.SelfTraining;

/// <summary>Runs on drawn pictures, bright discs on dark ground, of which some are labelled: enough steps to find the discs.</summary>
public class SelfTrainingRunTests
{
    const int Side = 48;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeSet()
    {
        _folder = new();
        for (var i = 0; i < 18; i++) Draw(i < 10 ? "photos/train" : "unlabelled", i);
        _folder.Write("photos/data.yaml", "train: train\nnames: [ball]\nunlabelled: [robot, goalpost, obstacle, line_l, line_t, line_x, penalty_mark]\n");
    }

    [TearDown]
    public void RemoveSet() => _folder.Dispose();

    TrainingRecipe Recipe => new()
    {
        Width = 0.25f,
        Cells = 12,
        Dropout = 0,
        Folds = 2,
        Training = new() { BatchSize = 4, Steps = 60, Threads = 1, WarmUpSteps = 5, LearningRate = 0.01, CheckpointEvery = 15, ReportEvery = 5 },
        Augmentation = Data.Augmentation.AugmentationOptions.None,
        Data = [new() { Yaml = this["photos/data.yaml"] }],
        Also = [this["unlabelled"]],
    };

    string this[string name] => Path.Combine(_folder.Path, name);

    JsonElement Also => JsonDocument.Parse(File.ReadAllText(this["model.run.json"])).RootElement.GetProperty("held_out").GetProperty("also");

    [Test]
    public void Run_FramesWithoutLabels_AreLearnedAndLabelledAnewAndAResumedRunGivesTheSameBytes()
    {
        var (labelled, labels) = (new List<string>(), "");
        Run(leastGain: -1, progress =>
        {
            if (progress is not { Work: "training", Step: 55 }) return;
            labelled.AddRange(Directory.GetFiles(this["model.unlabelled"], "labels-*.json").Select(path => Path.GetFileName(path)));
            labels = File.ReadAllText(this["model.unlabelled/labels-0.json"]);
        });
        Assert.That(labelled, Is.EquivalentTo(new[] { "labels-0.json", "labels-20.json", "labels-40.json" }));
        Assert.That(labels, Does.Contain("\"Ignore\":false"), "sure objects");
        Assert.That(Also.GetProperty("kept").GetBoolean(), Is.True);
        Assert.That(Also.GetProperty("frames").GetInt32(), Is.GreaterThan(5));
        Assert.That(Directory.Exists(this["model.unlabelled"]), Is.False);
        var whole = File.ReadAllBytes(this["model.onnx"]);

        using var stop = new CancellationTokenSource();
        Assert.That(() => Run(leastGain: -1, progress =>
        {
            if (progress is { Work: "training", Step: 35 }) stop.Cancel();
        }, stop: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Run(leastGain: -1, resume: true);
        Assert.That(File.ReadAllBytes(this["model.onnx"]), Is.EqualTo(whole));
    }

    [Test]
    public void Run_FramesWithoutLabelsThatDoNotHelp_AreLeftOut()
    {
        var run = Run(leastGain: 2);
        Assert.That(Also.GetProperty("kept").GetBoolean(), Is.False);
        Assert.That(run.Notes, Has.Some.Contains("no gain, so that they were left out"));
        var model = File.ReadAllBytes(this["model.onnx"]);
        new TrainingRun(Recipe with { Also = null }, this["other.onnx"], "").Run(false, new ProgressAction<TrainingProgress>(_ => { }), default);
        Assert.That(Weights(File.ReadAllBytes(this["other.onnx"])), Is.EqualTo(Weights(model)), "as if there had been none");
    }

    [Test]
    public void Validate_ValidationListBesides_IsRejected() =>
        Assert.That(() => (Recipe with { Validation = Recipe.Data }).Validate(), Throws.TypeOf<OptionException>().With.Message.Contains("also: "));

    /// <summary>The tensors of a model, without its metadata, which name the recordings.</summary>
    byte[] Weights(byte[] model)
    {
        File.WriteAllBytes(this["weights.onnx"], model);
        return [.. ModelWeights.Read(this["weights.onnx"]).Tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal)
            .SelectMany(tensor => tensor.Value.Values).SelectMany(BitConverter.GetBytes)];
    }

    TrainingRun Run(double leastGain, Action<TrainingProgress>? when = null, bool resume = false, CancellationToken stop = default)
    {
        var run = new TrainingRun(Recipe, this["model.onnx"], "") { Overwrite = !resume, LeastGain = leastGain };
        run.Run(resume, new ProgressAction<TrainingProgress>(when ?? (_ => { })), stop);
        return run;
    }

    void Draw(string folder, int number)
    {
        var random = new Random(number);
        var image = new BgrImage(Side, Side);
        var (x, y, radius) = (random.Next(10, Side - 10), random.Next(10, Side - 10), random.Next(4, 8));
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var (row, column) = Math.DivRem(i / 3, Side);
            var inDisc = (row - y) * (row - y) + (column - x) * (column - x) < radius * radius;
            image.Pixels[i] = (byte)(inDisc ? 230 : 30 + row * number % 60 + random.Next(10));
        }

        var path = this[$"{folder}/{number}.png"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ImageFile.Write(path, image.View);
        if (folder == "unlabelled") return;
        File.WriteAllText(Path.ChangeExtension(path, ".txt"), FormattableString.Invariant(
            $"0 {(x + 0.5) / Side:F4} {(y + 0.5) / Side:F4} {2.0 * radius / Side:F4} {2.0 * radius / Side:F4}\n"));
    }
}
