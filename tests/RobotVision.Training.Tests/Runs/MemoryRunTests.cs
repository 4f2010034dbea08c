using System.Text.Json;
using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

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

    /// <summary>The four photos are frames 0 to 3 of a recording; the second is not labelled.</summary>
    TrainingRecipe OfClips => _photos.Recipe with
    {
        Memory = new() { Frames = ClipFrames, Channels = Channels },
        Training = _photos.Recipe.Training with { BatchSize = 2 * ClipFrames },
        Data = [new() { Yaml = _photos.Yaml, ClipFrames = 4 }],
    };

    [TestCase(false)]
    [TestCase(true)]
    public void Run_LabelledClips_TrainsTheMemory(bool holdsOut)
    {
        File.Delete(_photos.Labels(1));
        var told = new List<string>();
        var recipe = holdsOut ? OfClips with { Validation = [], Folds = 2 } : OfClips;
        new TrainingRun(recipe, _photos["model.onnx"], "") { DataNotes = new(told.Add) }.Run(false, new Progress<TrainingProgress>(), CancellationToken.None);
        Assert.That(told, Has.One.Contains("clips: 1, of 4 to 4 frames").And.One.Contains("images without labels: 1"));
        using var model = VisionModel.Load(_photos["model.int8.onnx"], new() { Accelerator = Accelerator.Cpu });
        Assert.That(model.MemoryLength, Is.EqualTo(Channels * 12 * 12));
        Assert.That(ModelWeights.Read(_photos["model.onnx"]).Tensors["memory.output.weight"].Values, Has.Some.Not.Zero, "it begins as zeros");
    }

    [Test]
    public void Run_LabelledClipsStopped_GivesTheBytesOfOneThatWasNot()
    {
        var listener = new Stopping();
        Assert.That(() => new TrainingRun(OfClips, _photos["half.onnx"], "").Run(false, listener, listener.Stop.Token),
            Throws.InstanceOf<OperationCanceledException>());
        var changed = OfClips with { Data = [OfClips.Data[0] with { ClipFrames = 3 }] };
        Assert.That(() => new TrainingRun(changed, _photos["half.onnx"], "").Run(true, new Progress<TrainingProgress>(), CancellationToken.None),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("data.0.clip_frames: was 4, now 3"));
        new TrainingRun(OfClips, _photos["half.onnx"], "").Run(true, new Progress<TrainingProgress>(), CancellationToken.None);
        new TrainingRun(OfClips, _photos["whole.onnx"], "").Run(false, new Progress<TrainingProgress>(), CancellationToken.None);
        Assert.That(File.ReadAllBytes(_photos["half.onnx"]), Is.EqualTo(File.ReadAllBytes(_photos["whole.onnx"])));
    }

    /// <summary>All first frames of the clips before all second ones; a frame without labels takes no part in the loss.</summary>
    [Test]
    public void Fill_LabelledClips_GivesWholeClipsAndNoWeightToFramesWithoutLabels()
    {
        File.Delete(_photos.Labels(1));
        var (task, recipe) = (TrainingTask.Find("grid")!, OfClips with { Augmentation = new() { MosaicChance = 0 } });
        var batch = new TrainingBatch(task.CreateNetwork(recipe), 8);
        task.ToSource(recipe, [task.Open(recipe.Data[0])]).Fill(0, batch);
        int Number(int place) => int.Parse(Path.GetFileNameWithoutExtension(batch.Names[place]), System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(Enumerable.Range(0, 4).Select(clip => Number(clip + 4) - Number(clip)), Is.All.EqualTo(1));
        for (var place = 0; place < 8; place++)
            Assert.That(batch.Weight(place).ToArray().Sum() > 0, Is.EqualTo(Number(place) != 1), batch.Names[place]);
        Assert.That(batch.Names, Has.Some.EndsWith("1.png").And.Some.EndsWith("2.png"));
    }

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
