using System.Text.Json;
using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Runs that start from a model with a memory go on with it, whether or not the recipe names one.</summary>
public class MemoryRunTests
{
    const int Channels = 3, ClipFrames = 2;

    PhotoSet _photos = null!;

    [SetUp]
    public void MakeSet() => _photos = new();

    [TearDown]
    public void RemoveSet() => _photos.Dispose();

    TrainingRecipe Recipe => _photos.Recipe with
    {
        From = WriteStart(new GatedMemory("memory", Channels, ClipFrames)),
        Width = null,
        Cells = null,
        Remember = 0,
        Training = _photos.Recipe.Training with { BatchSize = 2 * ClipFrames },
    };

    [TestCase(false)]
    [TestCase(true)]
    public void Run_RecipeWithoutMemory_KeepsThatOfTheModel(bool holdsOut)
    {
        var recipe = holdsOut ? Recipe with { Validation = [], Folds = 2 } : Recipe;
        var run = new TrainingRun(recipe, _photos["model.onnx"], "");
        Assert.That((run.Start!.Fresh, run.Start.Known is not null), Is.EqualTo((Array.Empty<string>(), true)), "all is taken, nothing begins anew");
        run.Run(resume: false, new Progress<TrainingProgress>(), CancellationToken.None);

        var (before, after) = (ModelWeights.Read(recipe.From!).Tensors, ModelWeights.Read(_photos["model.onnx"]).Tensors);
        Assert.That(after["memory.gates.weight"].Values, Is.Not.EqualTo(before["memory.gates.weight"].Values), "and it is trained");
        foreach (var file in new[] { "model.onnx", "model.int8.onnx" })
        {
            using var model = VisionModel.Load(_photos[file], new() { Accelerator = Accelerator.Cpu });
            Assert.That(model.MemoryLength, Is.EqualTo(Channels * 12 * 12), file);
        }

        Assert.That(File.ReadAllText(_photos["model.run.json"]), Does.Contain("\"channels\": 3").And.Contain("\"frames\": 2"), "the origin tells of it");
    }

    [Test]
    public void Run_Resumed_GoesOnWithTheMemory()
    {
        var listener = new Stopping();
        var recipe = Recipe;
        Assert.That(() => new TrainingRun(recipe, _photos["half.onnx"], "").Run(false, listener, listener.Stop.Token),
            Throws.InstanceOf<OperationCanceledException>());
        new TrainingRun(recipe, _photos["half.onnx"], "").Run(true, new Progress<TrainingProgress>(), CancellationToken.None);
        new TrainingRun(recipe, _photos["whole.onnx"], "").Run(false, new Progress<TrainingProgress>(), CancellationToken.None);
        Assert.That(File.ReadAllBytes(_photos["half.onnx"]), Is.EqualTo(File.ReadAllBytes(_photos["whole.onnx"])));
    }

    [Test]
    public void Run_MemoryOfOtherChannels_IsRefused() => Assert.That(
        () => new TrainingRun(Recipe with { Memory = new() { Channels = 8 } }, _photos["model.onnx"], ""),
        Throws.TypeOf<InvalidDataException>().With.Message.Contains("memory.channels: expected 3").And.Message.Contains("found 8"));

    [Test]
    public void Run_BatchThatHoldsNoWholeClips_IsRefused() => Assert.That(
        () => new TrainingRun(Recipe with { Training = Recipe.Training with { BatchSize = 3 } }, _photos["model.onnx"], ""),
        Throws.TypeOf<InvalidDataException>().With.Message.Contains("training.batch_size: expected a multiple of 2"));

    [Test]
    public void Run_OtherFrames_AreThoseOfTheRecipe()
    {
        var run = new TrainingRun(Recipe with { Memory = new() { Frames = 4 } }, _photos["model.onnx"], "");
        Assert.That((run.Network.Memory!.Frames, run.Network.Memory.Channels), Is.EqualTo((4, Channels)));
    }

    [Test]
    public void Run_FromTheShippedModel_TakesAllOfItWithItsMemory()
    {
        var shipped = Path.Combine(Repository.Root, "models", "grid-memory.onnx");
        var run = new TrainingRun(Recipe with { From = shipped, Training = new() { BatchSize = 16 } }, _photos["model.onnx"], "");
        Assert.That((run.Network.Memory!.Frames, run.Network.Memory.Channels), Is.EqualTo((8, 24)));
        Assert.That((run.Start!.Fresh, run.Start.Known is not null), Is.EqualTo((Array.Empty<string>(), true)));
    }

    [Test]
    public void Run_ModelWithoutMemory_HasNone() => Assert.That(
        new TrainingRun(Recipe with { From = WriteStart(null) }, _photos["model.onnx"], "").Network.Memory, Is.Null);

    string WriteStart(GatedMemory? memory)
    {
        using var trainer = new Trainer(
            GridNetwork.Create(width: 0.25f, cells: 12, memory: memory), new GridLoss(), new() { BatchSize = ClipFrames, Threads = 1, Steps = 1 });
        var contract = new ModelContract
        {
            Network = "grid",
            Output = ModelOutput.Grid,
            Thresholds = [.. Enumerable.Repeat(0.5f, 8)],
            Origin = JsonSerializer.Serialize(new { recipe = new { memory = new { frames = ClipFrames, channels = Channels } } }),
        };
        trainer.Export(_photos["start.onnx"], contract.ToMetadata());
        return _photos["start.onnx"];
    }

    /// <summary>Stops a run after two of its steps.</summary>
    sealed class Stopping : IProgress<TrainingProgress>
    {
        public CancellationTokenSource Stop { get; } = new();

        public void Report(TrainingProgress value)
        {
            if (value.Step == 2) Stop.Cancel();
        }
    }
}
