using System.Text.Json;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Robustness;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Evaluation.Tests.Frames;

public class FrameRunnerTests
{
    static readonly float[] Low = [.. Enumerable.Repeat(0.06f, ObjectClasses.Count)];

    string _path = "", _memoryPath = "";

    /// <summary>Writes a model with random weights: it finds something in every frame, and something else in each.</summary>
    [OneTimeSetUp]
    public void MakeModel()
    {
        _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "grid.onnx");
        _memoryPath = Path.ChangeExtension(_path, ".memory.onnx");
        Write(GridNetwork.Create(), _path);
        Write(GridNetwork.Create(memory: new GatedMemory("memory", 4, 2)), _memoryPath);
    }

    static void Write(NetworkDefinition network, string path)
    {
        var values = network.ParameterList.Select((parameter, stream) =>
        {
            var value = new float[parameter.Length];
            if (parameter.FanIn > 0) RandomTensors.FillNormal(value, Math.Sqrt(2.0 / parameter.FanIn), seed: 1, (uint)stream);
            else Array.Fill(value, 1f);
            return (parameter.Name, value);
        }).ToDictionary(pair => pair.Name, pair => pair.value);
        ModelExporter.Export(network, values, new ModelContract { Network = "grid", Output = ModelOutput.Grid, Thresholds = Low }.ToMetadata(), path);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [TestCase(0)]
    [TestCase(2)]
    public void Run_OneThreadOrThree_FindsTheSame(int closeUps)
    {
        var dataset = new SyntheticDataset(new() { Seed = 5, Count = 70, Width = 64, Height = 48 });
        var (one, three) = (Run(dataset, 1, closeUps), Run(dataset, 3, closeUps));
        Assert.That(one.SelectMany(frame => frame.Detections), Is.Not.Empty);
        Assert.That(three.Select(frame => frame.Name), Is.EqualTo(one.Select(frame => frame.Name)));
        for (var i = 0; i < one.Length; i++) Assert.That(three[i].Detections, Is.EqualTo(one[i].Detections), $"frame {i}");
    }

    /// <summary>Numbered frames on disk are the sequences that they were when they were rendered.</summary>
    [Test]
    public void Run_RecordedClips_FindsWhatItDoesInTheRenderedOnes()
    {
        using var folder = new TemporaryFolder();
        var rendered = new ClipDataset(new() { Seed = 3, Count = 40, ClipFrames = 20, Width = 64, Height = 48 });
        var writer = new YoloWriter(folder.Path, ClassSet.BuiltIn);
        for (var i = 0; i < rendered.Count; i++) writer.Add("val", $"{i / 20}-{i % 20}.png", rendered.Load(i));
        writer.Finish();
        var images = new ImageDataset(DataYaml.Load(folder.Path), "val");
        var (expected, found) = (Run(rendered, 1, 0, _memoryPath), Run(new FrameClips(images, 20), 2, 0, _memoryPath));
        for (var i = 0; i < expected.Length; i++) Assert.That(Found(found[i]), Is.EqualTo(Found(expected[i])), $"frame {i}");
        var still = Run(images, 1, 0, _memoryPath).ToDictionary(frame => frame.Name);
        Assert.That(found.Count(frame => Found(frame).SequenceEqual(Found(still[frame.Name]))), Is.LessThan(20), "what came before counts");

        static IEnumerable<(ObjectClass, float, Box)> Found(FrameResult frame) => frame.Detections.Select(one => (one.Class, one.Confidence, one.Box));
    }

    /// <summary>Whole clips go to a part each, and what the parts kept is bit by bit what one run finds, what is known of the labels with it.</summary>
    [Test]
    public void Run_DividedClips_JoinedEqualsWhole()
    {
        using var folder = new TemporaryFolder();
        var clips = new ClipDataset(new() { Seed = 3, Count = 80, ClipFrames = 8, Width = 64, Height = 48 });
        var models = Load(1, 0, _memoryPath);
        try
        {
            foreach (var part in new[] { 0, 1 })
            {
                var done = DividedFrames.Part(Directory.CreateDirectory(folder[$"{part}"]).FullName, sequence => sequence % 2 == part)
                    .Run(models, clips, 0, [image => image], null, CancellationToken.None)[0];
                Assert.That(done, Has.Length.InRange(1, clips.Count - 1));
            }

            var joined = DividedFrames.Joined([folder["1"], folder["0"]]).Run(models, clips, 0, [image => image], null, CancellationToken.None)[0];
            var whole = FrameRunner.Run(models, clips, 0, null, CancellationToken.None);
            Assert.That(whole.Count(frame => frame.IsBlurred), Is.InRange(1, clips.Count - 1));
            Assert.That(whole.SelectMany(frame => frame.Detections).Count(one => one.Track is not null), Is.Positive);
            for (var i = 0; i < whole.Length; i++) Assert.That(Facts(joined[i]) == Facts(whole[i]), $"frame {i}");
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }

        static string Facts(FrameResult frame) => JsonSerializer.Serialize(new
        {
            Frame = (object[])[frame.Index, frame.Name, frame.Width, frame.Height, frame.IsBlurred, frame.IsPresence, frame.Labelled.Bits, frame.Feet.Bits],
            Labels = frame.Labels.Select(one => new { one.Class, one.Box, one.Ignore, one.Visible }),
            Detections = frame.Detections.Select(one => new { one.Class, one.Confidence, one.Box, one.Track }),
        });
    }

    [Test]
    public void RunsOf_ClipsOfAnyLength_AreWhole()
    {
        var runs = FrameRunner.RunsOf(new Arranged(100, [0, 10, 40, 90, 95]));
        Assert.That(Enumerable.Range(0, runs.Count).Select(run => runs[run]), Is.EqualTo(new[] { (0, 40), (40, 50), (90, 10) }));
    }

    [Test]
    public void Run_DamagedImage_ThrowsItsExceptionUnwrapped()
    {
        var models = Load(2, 0);
        try
        {
            Assert.That(
                () => FrameRunner.Run(models, new BrokenDataset(), 0, null, CancellationToken.None),
                Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("image 3 is broken"));
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }

    [Test]
    public void Measure_Changes_ReachTheModel()
    {
        var models = Load(1, 0);
        try
        {
            var dataset = new SyntheticDataset(new() { Seed = 5, Count = 12, Width = 64, Height = 48 });
            var (frames, curves) = Invariance.Measure(models, dataset, 0, Low, FrameRunner.Run, null, CancellationToken.None);
            IReadOnlyList<InvarianceCount> Found(string curve, string step) => StepOf(curves, curve, step).Classes;
            var unchanged = InvarianceStep.Of("", null, frames, Low).Classes;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(frames, Has.Length.EqualTo(12));
                Assert.That(Found("brightness", "1"), Is.EqualTo(unchanged));
                Assert.That(Found("blur", "0"), Is.EqualTo(unchanged));
                Assert.That(Found("brightness", "1/8"), Is.Not.EqualTo(unchanged));
                Assert.That(Found("blur", "16"), Is.Not.EqualTo(unchanged));
            }
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }

    [TestCase(0)]
    [TestCase(2)]
    public void Measure_StepsThatKeepThePixels_EqualASeparateRun(int closeUps)
    {
        var models = Load(1, closeUps);
        try
        {
            var dataset = new CountedDataset(new SyntheticDataset(new() { Seed = 5, Count = 8, Width = 64, Height = 48 }));
            var (_, curves) = Invariance.Measure(models, dataset, closeUps, Low, FrameRunner.Run, null, CancellationToken.None);
            Assert.That(dataset.Loads, Is.All.EqualTo(1), "each image is read once");
            foreach (var change in ImageChange.All.Where(change => change.Pixels is null))
            {
                var own = FrameRunner.Run(models, dataset, closeUps, [change.Apply], null, CancellationToken.None)[0];
                var expected = InvarianceStep.Of("", null, own, Low).Classes;
                Assert.That(StepOf(curves, change.Curve, change.Step).Classes, Is.EqualTo(expected), change.Curve);
            }
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }

    static InvarianceStep StepOf(IReadOnlyList<InvarianceCurve> curves, string curve, string step) =>
        curves.Single(one => one.Name == curve).Steps.Single(one => one.Step == step);

    FrameResult[] Run(IDataset dataset, int threads, int closeUps, string? path = null)
    {
        var models = Load(threads, closeUps, path);
        try
        {
            return FrameRunner.Run(models, dataset, closeUps, null, CancellationToken.None);
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }

    VisionModel[] Load(int count, int closeUps, string? path = null) =>
    [
        .. Enumerable.Range(0, count).Select(_ => VisionModel.Load(
            path ?? _path, new() { Accelerator = Accelerator.Cpu, MaxSamples = Math.Max(1, closeUps) })),
    ];

    /// <summary>Clips that begin at some images; none is ever loaded.</summary>
    sealed class Arranged(int count, int[] starts) : IDataset
    {
        public string Name => "arranged";

        public int Count => count;

        public ClipList Clips { get; } = ClipList.Where(count, starts.Contains);

        public LabelledImage Load(int index) => throw new NotSupportedException();
    }

    sealed class CountedDataset(IDataset dataset) : IDataset
    {
        public int[] Loads { get; } = new int[dataset.Count];

        public string Name => dataset.Name;

        public int Count => dataset.Count;

        public LabelledImage Load(int index)
        {
            Interlocked.Increment(ref Loads[index]);
            return dataset.Load(index);
        }
    }

    sealed class BrokenDataset : IDataset
    {
        public string Name => "broken";

        public int Count => 4;

        public LabelledImage Load(int index) =>
            index < 3 ? new($"{index}", new BgrImage(32, 32), [], ClassSet.BuiltIn) : throw new InvalidDataException($"image {index} is broken");
    }
}
