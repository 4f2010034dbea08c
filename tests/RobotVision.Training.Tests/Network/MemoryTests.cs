using RobotVision.Sampling;
using RobotVision.Testing;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Quantisation;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;
using RobotVision.Training.Tests.Graph;
using RobotVision.Training.Tests.Layers;

namespace RobotVision.Training.Tests.Network;

/// <summary>A network that remembers earlier frames: from the shipped one, in training and in the exported file.</summary>
public class MemoryTests
{
    const int Frames = 3;

    static readonly GatedMemory Memory = new("memory", 4, Frames);

    static readonly NetworkDefinition Small = new("small", [3, 8, 8], "out",
        [new Convolution("c1", 5, Padding: 1), new Relu("r1"), Memory, new Convolution("head", 2, Kernel: 1)]);

    static string Shipped => Path.Combine(Repository.Root, "models", "grid.onnx");

    static NetworkDefinition Grid => GridNetwork.CreateLike(ModelWeights.Read(Shipped), dropout: 0, memory: Memory);

    /// <summary>Random weights, also where a fresh network begins with zeros.</summary>
    static Dictionary<string, float[]> Values(NetworkDefinition network) => RandomValues.Of(network);

    static float[] Random(int length, uint stream)
    {
        var values = new float[length];
        RandomTensors.FillNormal(values, 0.5, seed: 3, stream);
        return values;
    }

    [Test]
    public void From_ShippedModel_GivesItsOutputsWhateverIsRemembered()
    {
        var start = Transfer.From(Shipped, Grid, Transfer.WholeModel);
        using var trainer = new Trainer(start.Network, new GridLoss(), new() { BatchSize = Frames, Threads = 1, Steps = 1, WarmUpSteps = 0 }, start);
        var samples = Random(2 * SampleFormat.Length, 1);
        var memory = Random(2 * Shapes.Length([.. start.Network.StateShape!]), 2);
        var found = ModelExporter.Run(start.Network.ToInferenceModel(trainer.ToInferenceValues()), start.Network, samples, memory: memory);
        var expected = ModelExporter.Run(File.ReadAllBytes(Shipped), GridNetwork.CreateLike(ModelWeights.Read(Shipped)), samples);
        Assert.Multiple(() =>
        {
            Assert.That(found.Zip(expected, (a, b) => MathF.Abs(a - b)).Max(), Is.LessThan(1e-4f));
            Assert.That(start.Fresh, Is.All.StartsWith("memory."));
            Assert.That(start.Known, Is.Not.Null, "its classes and thresholds still hold");
        });
    }

    /// <summary>So close-ups, which have no frame before, are what they were, however the memory was trained.</summary>
    [Test]
    public void Run_NothingRemembered_IsTheNetworkWithoutMemory()
    {
        var values = Values(Small);
        var without = new NetworkDefinition("small", Small.InputShape, "out", [.. Small.Layers.Where(layer => layer is not GatedMemory)]);
        var samples = Random(2 * 3 * 8 * 8, 1);
        var found = ModelExporter.Run(Small.ToInferenceModel(values), Small, samples);
        Assert.That(found, Is.EqualTo(ModelExporter.Run(without.ToInferenceModel(values), without, samples)).Within(1e-6f));
    }

    /// <summary>Training unrolls the clip in one graph; the exported file takes one frame after the other.</summary>
    [Test]
    public void Run_FrameAfterFrame_GivesWhatTheUnrolledPassGives()
    {
        const int clips = 2, sample = 3 * 8 * 8, output = 2 * 8 * 8;
        var values = Values(Small);
        var samples = Random(Frames * clips * sample, 1);
        var graph = new GraphBuilder("unrolled");
        var input = graph.Input("x", [Frames * clips, .. Small.InputShape]);
        var parameters = Small.ParameterList.ToDictionary(
            parameter => parameter.Name, parameter => graph.Constant(parameter.Name, values[parameter.Name], [.. parameter.Shape]));
        graph.Output("y", new NetworkPass(graph, training: false, parameters).Forward(Small.Layers, input).Output);
        var expected = GraphRunner.Run(graph, [(input, [.. samples.Select(value => (double)value)])], ["y"])["y"];

        var (model, memory) = (Small.ToInferenceModel(values), new float[clips * Shapes.Length([.. Small.StateShape!])]);
        var found = new List<float>();
        for (var frame = 0; frame < Frames; frame++)
            found.AddRange(ModelExporter.Run(model, Small, samples[(frame * clips * sample)..((frame + 1) * clips * sample)], memory: memory));
        Assert.Multiple(() =>
        {
            Assert.That(found, Is.EqualTo(expected).Within(1e-5f));
            var forgetting = ModelExporter.Run(model, Small, samples[^(clips * sample)..]);
            Assert.That(found[^(clips * output)..].Zip(forgetting, (a, b) => MathF.Abs(a - b)).Max(), Is.GreaterThan(0.01f), "what came before counts");
        });
    }

    /// <summary>All that the model had stays as it is; a resumed run gives the bytes of one that was never stopped.</summary>
    [Test]
    public void Train_WholeModelFrozen_ChangesTheMemoryAloneAndResumesExactly()
    {
        var options = new TrainingOptions { BatchSize = 2 * Frames, Threads = 1, Steps = 4, WarmUpSteps = 0, CheckpointEvery = 0, GradientLimit = 1 };
        var start = Transfer.From(Shipped, Grid, Transfer.WholeModel);
        using var whole = new Trainer(start.Network, new GridLoss(), options, start);
        whole.Train(new Noise());
        using var half = new Trainer(start.Network, new GridLoss(), options, start);
        half.TrainUntil(2, new Noise());
        using var resumed = Trainer.Resume(start.Network, new GridLoss(), half.ToCheckpoint(), start);
        resumed.Train(new Noise());

        var (expected, found) = (whole.ToCheckpoint().State, resumed.ToCheckpoint().State);
        foreach (var (name, values) in expected) Assert.That(found[name], Is.EqualTo(values), name);
        var trained = whole.ToInferenceValues();
        foreach (var (name, values) in start.Values) Assert.That(trained[name], Is.EqualTo(values), name);
        Assert.That(trained["memory.output.weight"], Has.Some.Not.Zero);
        Assert.That(trained["memory.gates.weight"], Is.Not.EqualTo(half.ToInferenceValues()["memory.gates.weight"]));
    }

    [Test]
    public void From_NothingNewToTrain_SaysWhatIsExpected() => Assert.That(
        () => Transfer.From(Shipped, GridNetwork.CreateLike(ModelWeights.Read(Shipped)), Transfer.WholeModel),
        Throws.InstanceOf<InvalidDataException>().With.Message.Contains("'memory'"));

    [Test]
    public void Quantise_Memory_StaysFloat32()
    {
        var network = Grid;
        var folded = Folding.WithoutNormalisation(network);
        var start = Transfer.From(Shipped, network, Transfer.WholeModel);
        var values = folded.ParameterList.ToDictionary(
            parameter => parameter.Name, parameter => start.Values.GetValueOrDefault(parameter.Name) ?? Random(parameter.Length, 5));
        var (model, samples) = (folded.ToInferenceModel(values), Random(SampleFormat.Length, 1));
        var int8 = ModelQuantiser.Quantise(model, [samples], folded.InputShape, new Dictionary<string, string>());
        float[] Run(byte[] of) => ModelExporter.Run(of, folded, samples, memory: Random(Shapes.Length([.. folded.StateShape!]), 2));
        float[] float32 = Run(model), integer = Run(int8);
        Assert.Multiple(() =>
        {
            Assert.That(int8, Has.Length.LessThan(model.Length / 2));
            Assert.That(float32.Zip(integer, (a, b) => MathF.Abs(a - b)).Average(), Is.LessThan(0.05 * float32.Max(MathF.Abs)));
        });
    }

    [TestCase("lecture", 32, 4, "memory: only the network 'grid'")]
    [TestCase("grid", 30, 4, "training.batch_size: expected a multiple of the 4")]
    [TestCase("grid", 32, 1, "memory.frames: expected 2..32, found 1")]
    public void Recipe_MemoryThatDoesNotFit_IsRefused(string network, int batch, int frames, string message) => Assert.That(
        () => new TrainingRecipe
        {
            Network = network,
            Memory = new() { Frames = frames },
            Training = new() { BatchSize = batch },
            Data = [new() { Synthetic = new() { Count = 24, ClipFrames = 12 } }],
            Validation = [new() { Synthetic = new() { Count = 12, ClipFrames = 12 } }],
        }.Validate(),
        Throws.InstanceOf<OptionException>().With.Message.Contains(message));

    /// <summary>Random samples and targets that depend on the step alone.</summary>
    sealed class Noise : IBatchSource
    {
        public void Fill(long stepIndex, TrainingBatch batch)
        {
            for (var i = 0; i < batch.Size; i++)
            {
                RandomTensors.FillNormal(batch.Sample(i), 0.5, seed: 3, (uint)(stepIndex * 1000 + i));
                batch.Target(i).Fill(i % 2);
                batch.Weight(i).Fill(1);
                batch.Names[i] = $"noise {i}";
            }
        }
    }
}
