using RobotVision.Inference;
using RobotVision.Sampling;
using RobotVision.Testing;
using RobotVision.Training.Graph;

namespace RobotVision.Tests.Inference;

public class VisionModelTests
{
    static readonly InferenceOptions Cpu = new() { Accelerator = Accelerator.Cpu };

    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    static float[] Noise(int samples)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, samples * SampleFormat.Length).Select(_ => random.NextSingle() * 2 - 1)];
    }

    /// <summary>Writes a model that computes hardly anything.</summary>
    string Write(Action<GraphBuilder> build, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var graph = new GraphBuilder("test");
        build(graph);
        var path = _folder[$"{Guid.NewGuid():N}.onnx"];
        File.WriteAllBytes(path, graph.ToModel(metadata ?? TestModel.Contract.ToMetadata()));
        return path;
    }

    static void ThrowsOnLoad(string path, params string[] parts) =>
        Assert.That(() => VisionModel.Load(path, Cpu), Throws.InstanceOf<InvalidDataException>().With.Message.Matches<string>(
            message => message is not null && parts.Prepend(path).All(message.Contains)));

    /// <summary>An int8 network runs on the matrix registers of processors that have some; with them in use a null reference ended the process.</summary>
    [Test]
    public void Load_Int8_NullReferencesStayExceptions()
    {
        using var model = VisionModel.Load(Path.Combine(Repository.Root, "models", "grid.int8.onnx"), Cpu);
        Assert.That(() => ((string?)null)!.Length, Throws.TypeOf<NullReferenceException>());
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                _ = ((string?)null)!.Length;
            }
            catch (NullReferenceException exception)
            {
                thrown = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.That(thrown, Is.TypeOf<NullReferenceException>());
    }

    [Test]
    public void Run_BatchOfFour_GivesWhatFourSingleRunsGive()
    {
        using var model = TestModel.Load(maxSamples: 4);
        using var runner = model.CreateRunner();
        var samples = Noise(4);
        var together = new float[4 * model.OutputLength];
        runner.Run(samples, 4, together);
        var alone = new float[model.OutputLength];
        for (var i = 0; i < 4; i++)
        {
            runner.Run(samples.AsSpan(i * SampleFormat.Length, SampleFormat.Length), 1, alone);
            Assert.That(together[(i * model.OutputLength)..((i + 1) * model.OutputLength)], Is.EqualTo(alone).Within(1e-5f));
        }

        Assert.That(alone, Is.Not.All.EqualTo(alone[0]));
    }

    [Test]
    public void Run_SteadyState_AllocatesNothing()
    {
        using var model = TestModel.Load(maxSamples: 2);
        using var runner = model.CreateRunner();
        float[] samples = Noise(2), output = new float[2 * model.OutputLength];
        for (var i = 0; i < 50; i++) runner.Run(samples, 1 + i % 2, output);
        Assert.That(Allocations.Of(() =>
        {
            for (var i = 0; i < 50; i++) runner.Run(samples, 1 + i % 2, output);
        }), Is.Zero);
    }

    [TestCase(0)]
    [TestCase(3)]
    public void Run_OtherCountThanReserved_Throws(int count)
    {
        using var model = TestModel.Load(maxSamples: 2);
        using var runner = model.CreateRunner();
        Assert.That(() => runner.Run(Noise(3), count, new float[3 * model.OutputLength]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Load_OnTheCpu_SaysSo()
    {
        using var model = TestModel.Load();
        Assert.That((model.Provider, model.ProviderNote, model.MaxSamples, model.OutputLength), Is.EqualTo((ExecutionProvider.Cpu, "", 1, 40 * 24 * 24)));
        Assert.That(model.Contract.Network, Is.EqualTo("grid"));
    }

    [Test]
    public void Load_MissingFile_NamesItAndSaysWhatToDo() =>
        Assert.That(
            () => VisionModel.Load("no/such.onnx", Cpu),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("no/such.onnx").And.Message.Contains("--model"));

    [Test]
    public void Load_FileThatIsNotOnnx_SaysSo()
    {
        File.WriteAllText(_folder["text.onnx"], "this is text");
        ThrowsOnLoad(_folder["text.onnx"], "ONNX Runtime cannot load it");
    }

    [Test]
    public void Load_WrongInputShape_SaysWhatWasExpectedAndFound() =>
        ThrowsOnLoad(Write(graph => graph.Output("output", graph.Relu(graph.Input("image", Tensor.AnyBatch, 96, 96, 3)))),
            "input 'image'", "(N,3,96,96)", "found Float (N,96,96,3)", "robotvision train");

    [Test]
    public void Load_TwoInputs_SaysHowManyWereExpected() =>
        ThrowsOnLoad(
            Write(graph => graph.Output("output", graph.Add(graph.Input("a", Tensor.AnyBatch, 3, 96, 96), graph.Input("b", Tensor.AnyBatch, 3, 96, 96)))),
            "expected one float32 input", "found 2 inputs");

    [TestCase("grid", new[] { 40, 12, 24 }, "(N,40,C,C)")]
    [TestCase("grid", new[] { 16, 24, 24 }, "(N,40,C,C)")]
    [TestCase("presence", new[] { 7 }, "(N,8)")]
    public void Load_OutputOfAnotherShape_SaysWhatWasExpectedAndFound(string output, int[] shape, string expected) => ThrowsOnLoad(
        Write(
            graph =>
            {
                var input = graph.Input("input", Tensor.AnyBatch, 3, 96, 96);
                var part = shape.Length == 1 ? graph.SlicePixels(input, 0, 0, 1, shape[0]) : graph.SlicePixels(input, 0, 0, shape[1], shape[2]);
                var stack = graph.Concat(1, [.. Enumerable.Repeat(part, 14)]);
                graph.Output("output", shape.Length == 1 ? graph.Flatten(graph.SliceChannels(part, 0, 1)) : graph.SliceChannels(stack, 0, shape[0]));
            },
            new Dictionary<string, string>(TestModel.Contract.ToMetadata()) { ["robotvision.output"] = output }),
        "output 'output'", expected, $"(N,{string.Join(',', shape)})");

    [Test]
    public void Load_WrongOutputShape_SaysWhatWasExpectedAndFound() =>
        ThrowsOnLoad(
            Write(graph => graph.Output("output", graph.Relu(graph.Input("input", Tensor.AnyBatch, 3, 96, 96)))),
            "output 'output'", "(N,40,C,C)", "found Float (N,3,96,96)");

    [Test]
    public void Load_NoMetadata_NamesEveryMissingKey() =>
        ThrowsOnLoad(Write(graph => graph.Output("output", graph.Relu(graph.Input("input", Tensor.AnyBatch, 3, 96, 96))), new Dictionary<string, string>()),
            "robotvision.contract", "robotvision.thresholds", "export it again");

    [Test]
    public void Load_OptionsOutOfRange_ListsThemAll() =>
        Assert.That(() => VisionModel.Load(TestModel.Path, new InferenceOptions { Threads = 0, MaxSamples = 65 }),
            Throws.TypeOf<OptionException>().With.Message.Contains("--threads: expected 1..64, found 0")
                .And.Message.Contains("samples of one batch: expected 1..64, found 65"));

    [Test]
    public void CreateRunner_Several_RunAtTheSameTimeAndGiveTheSame()
    {
        using var model = TestModel.Load();
        var sample = Noise(1);
        var outputs = new float[4][];
        Parallel.For(0, outputs.Length, i =>
        {
            using var runner = model.CreateRunner();
            outputs[i] = new float[model.OutputLength];
            for (var turn = 0; turn < 50; turn++) runner.Run(sample, 1, outputs[i]);
        });
        Assert.That(outputs.Skip(1), Is.All.EqualTo(outputs[0]));
    }

    [Test]
    public void Dispose_ModelBeforeItsRunner_KeepsTheSessionUntilTheRunnerIsDisposed()
    {
        var model = TestModel.Load();
        var runner = model.CreateRunner();
        model.Dispose();
        var output = new float[model.OutputLength];
        runner.Run(Noise(1), 1, output);
        Assert.That(output, Has.Some.Not.Zero);
        runner.Dispose();
        Assert.That(model.CreateRunner, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Hash_OfAFile_IsTheBeginningOfItsSha256()
    {
        using var model = TestModel.Load();
        Assert.That(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(TestModel.Path))), Does.StartWith(model.Hash));
        Assert.That(model.Hash, Has.Length.EqualTo(VisionModel.HashLength));
    }
}
