using System.Text;
using System.Text.Json;
using RobotVision.Capture;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Recording;
using RobotVision.Sampling;
using RobotVision.Testing;
using RobotVision.Training.Graph;

namespace RobotVision.Tests.Inference;

/// <summary>A network with a memory: its state goes from frame to frame of one camera, and to nothing else.</summary>
public class FrameMemoryTests
{
    const int Cells = 24;

    static readonly TimeSpan Step = TimeSpan.FromSeconds(1 / 30.0);

    readonly TemporaryFolder _folder = new();

    VisionModel _model = null!;

    [OneTimeSetUp]
    public void Load() => _model = VisionModel.Load(
        Write(TestModel.Contract with { Memory = [1, Cells, Cells] }), new InferenceOptions { Accelerator = Accelerator.Cpu, MaxSamples = 3 });

    [OneTimeTearDown]
    public void RemoveFolder()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    /// <summary>A network that counts: every value of its output is the number of frames that it remembers.</summary>
    string Write(ModelContract contract)
    {
        var graph = new GraphBuilder("counter");
        var (height, width) = (SampleFormat.Size, SampleFormat.Size);
        graph.Input("samples", contract.Input.Layout == SampleLayout.Chw ? [Tensor.AnyBatch, 3, height, width] : [Tensor.AnyBatch, height, width, 3]);
        var memory = graph.Input(VisionModel.MemoryName, [Tensor.AnyBatch, 1, Cells, Cells]);
        var channels = GridLayout.ChannelsOf(ObjectClasses.Count);
        graph.Output("grid", graph.Conv(memory, graph.Constant("ones", [.. Enumerable.Repeat(1f, channels)], channels, 1, 1, 1), new(1)));
        graph.Output(VisionModel.NextMemoryName, graph.Add(memory, graph.Scalar(1)));
        var path = _folder[$"{Guid.NewGuid():N}.onnx"];
        File.WriteAllBytes(path, graph.ToModel(contract.ToMetadata()));
        return path;
    }

    [Test]
    public void Run_WithMemory_CountsInTheFirstSampleAlone()
    {
        using var runner = _model.CreateRunner();
        var (memory, output) = (new FrameMemory(_model.MemoryLength), new float[2 * _model.OutputLength]);
        var found = new List<(float First, float Second)>();
        void Run(FrameMemory? with)
        {
            runner.Run(new float[2 * SampleFormat.Length], 2, output, with);
            found.Add((output[0], output[^1]));
        }

        foreach (var with in new[] { memory, memory, null, memory }) Run(with);
        Assert.That(found, Is.EqualTo(new[] { (0f, 0f), (1f, 0f), (0f, 0f), (2f, 0f) }));
    }

    [Test]
    public void Run_SteadyState_AllocatesNothing()
    {
        using var runner = _model.CreateRunner();
        var (memory, samples, output) = (new FrameMemory(_model.MemoryLength), new float[SampleFormat.Length], new float[_model.OutputLength]);
        for (var i = 0; i < 500; i++) runner.Run(samples, 1, output, memory);
        Assert.That(Allocations.Of(() =>
        {
            for (var i = 0; i < 50; i++) runner.Run(samples, 1, output, memory);
        }), Is.Zero);
    }

    [Test]
    public void Process_Frames_RememberUntilTheStreamJumps()
    {
        using var runner = _model.CreateRunner();
        var processor = new FrameProcessor(runner, new() { CloseUps = 2 });
        (double Seconds, int Width, int Remembered)[] frames =
        [
            (0, 64, 0), (0.03, 64, 1), (0.07, 64, 2), (0.1, 64, 3),
            (0.7, 64, 0), (0.73, 64, 1),   // after a pause
            (0.1, 64, 0), (0.13, 64, 1),   // jumped back
            (0.13, 64, 0), (0.16, 64, 1),  // the same frame again
            (0.19, 80, 0), (0.22, 80, 1),  // another size
        ];
        foreach (var (seconds, width, remembered) in frames)
        {
            var observation = Process(processor, TimeSpan.FromSeconds(seconds), width);
            Assert.That(observation.Inputs.Remembered, Is.EqualTo(remembered), $"at {seconds} s");
            Assert.That(WholeView(observation), Is.EqualTo(remembered), $"at {seconds} s");
            var closeUps = observation.Views.Outputs[_model.OutputLength..].ToArray();
            Assert.That(closeUps, Has.Length.EqualTo(2 * _model.OutputLength).And.All.Zero, "close-ups remember nothing");
        }
    }

    /// <summary>A ball that rolls and a light that goes on belong to the scene; a cut, a covered lens and a picture turned upside down do not.</summary>
    [TestCase(SampleLayout.Chw)]
    [TestCase(SampleLayout.Hwc)]
    public void Process_CutToAnotherScene_RemembersNothing(SampleLayout layout)
    {
        var contract = TestModel.Contract with { Memory = [1, Cells, Cells], Input = new() { Layout = layout } };
        using var model = VisionModel.Load(Write(contract), new InferenceOptions { Accelerator = Accelerator.Cpu });
        using var runner = model.CreateRunner();
        var processor = new FrameProcessor(runner);
        (string What, Func<int, int, int> Value, int Remembered)[] frames =
        [
            ("dark above, bright below", (x, y) => y * 4 + x, 0),
            ("a ball", (x, y) => x is > 20 and < 28 && y is > 20 and < 28 ? 255 : y * 4 + x, 1),
            ("less light", (x, y) => (y * 4 + x) / 3, 2),
            ("upside down", (x, y) => (47 - y) * 4 + x, 0),
            ("the same", (x, y) => (47 - y) * 4 + x, 1),
            ("covered", (_, _) => 3, 0),
            ("still covered, less light", (_, _) => 2, 1),
            ("uncovered", (x, y) => (47 - y) * 4 + x, 0),
        ];
        foreach (var (index, (what, value, remembered)) in frames.Index())
        {
            var observation = Process(processor, index * Step, value: value);
            Assert.That((observation.Inputs.Remembered, WholeView(observation)), Is.EqualTo((remembered, (float)remembered)), what);
        }
    }

    [Test]
    public void Process_FramesWithoutTimes_StandForThemselves()
    {
        using var runner = _model.CreateRunner();
        var processor = new FrameProcessor(runner);
        for (var i = 0; i < 3; i++) Assert.That(WholeView(Process(processor, null)), Is.Zero);
    }

    [Test]
    public void Replace_Model_ForgetsAll()
    {
        using var runner = _model.CreateRunner();
        var processor = new FrameProcessor(runner);
        for (var i = 0; i < 3; i++) Process(processor, i * Step);
        using var other = _model.CreateRunner();
        processor.Replace(other);
        Assert.That(WholeView(Process(processor, 3 * Step)), Is.Zero);
    }

    /// <summary>As a recording that begins in the middle of a run.</summary>
    [Test]
    public void Restore_SnapshotOfARecording_GoesOnWithTheSameMemory()
    {
        using var runner = _model.CreateRunner();
        var (processor, snapshot) = (new FrameProcessor(runner), new ProcessorSnapshot());
        for (var i = 0; i < 5; i++) Process(processor, i * Step);
        processor.Save(snapshot);
        var next = Process(processor, 5 * Step);
        next.Before = snapshot;
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes)) ReplayMessage.Write(writer, next, new(), withSnapshot: true);
        Assert.That(JsonSchema.Load("robotvision.replay.schema.json").Validate(Encoding.UTF8.GetString(bytes.ToArray())), Is.Empty);
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line)) FrameJson.Write(writer, next, timing: false);
        var text = Encoding.UTF8.GetString(line.ToArray());
        Assert.That((text.Contains("\"memory\":5", StringComparison.Ordinal), JsonSchema.Load("robotvision.frame.schema.json").Validate(text).Count),
            Is.EqualTo((true, 0)), text);

        using var second = _model.CreateRunner();
        var replayed = new FrameProcessor(second);
        replayed.Restore(ReplayMessage.Read(bytes.ToArray()).Before!);
        var found = Process(replayed, 5 * Step);
        Assert.Multiple(() =>
        {
            Assert.That((WholeView(next), WholeView(found)), Is.EqualTo((5f, 5f)));
            Assert.That(found.Inputs.Remembered, Is.EqualTo(5));
            Assert.That(WholeView(Process(replayed, 6 * Step)), Is.EqualTo(6));
        });
    }

    [Test]
    public void Load_MemoryOfAnotherShape_SaysWhatIsExpected() => Assert.That(
        () => VisionModel.Load(Write(TestModel.Contract with { Memory = [2, Cells, Cells] }), new InferenceOptions { Accelerator = Accelerator.Cpu }),
        Throws.InstanceOf<InvalidDataException>().With.Message.Contains("'memory'").And.Message.Contains("(N,2,24,24)"));

    [Test]
    public void Parse_MemoryThatIsNoShape_SaysWhatIsExpected()
    {
        var metadata = new Dictionary<string, string>(TestModel.Contract.ToMetadata()) { [ModelContract.MemoryKey] = "16,24" };
        Assert.That(() => ModelContract.Parse(metadata, "m.onnx"),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("robotvision.memory: expected channels,rows,columns"));
    }

    static Observation Process(FrameProcessor processor, TimeSpan? time, int width = 64, Func<int, int, int>? value = null)
    {
        var frame = Frame.OfNoPool();
        var image = new BgrImage(width, 48);
        for (var at = 0; value is not null && at < image.Pixels.Length; at++) image.Pixels[at] = (byte)value(at / 3 % width, at / 3 / width);
        frame.Show(image, "drawn");
        frame.SourceTime = time;
        var observation = processor.CreateObservation(frame);
        observation.Inputs = processor.InputsOf(frame, "camera", TestModel.LowThresholds);
        processor.Process(observation);
        return observation;
    }

    /// <summary>The output of the whole view, which is the same everywhere.</summary>
    static float WholeView(Observation observation) => observation.Views.Outputs[0];
}
