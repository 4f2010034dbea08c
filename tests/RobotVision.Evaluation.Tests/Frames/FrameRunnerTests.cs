using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Robustness;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Training.Network;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Evaluation.Tests.Frames;

public class FrameRunnerTests
{
    static readonly float[] Low = [.. Enumerable.Repeat(0.06f, ObjectClasses.Count)];

    string _path = "";

    /// <summary>Writes a model with random weights: it finds something in every frame, and something else in each.</summary>
    [OneTimeSetUp]
    public void MakeModel()
    {
        _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "grid.onnx");
        var network = GridNetwork.Create();
        var values = network.ParameterList.Select((parameter, stream) =>
        {
            var value = new float[parameter.Length];
            if (parameter.FanIn > 0) RandomTensors.FillNormal(value, Math.Sqrt(2.0 / parameter.FanIn), seed: 1, (uint)stream);
            else Array.Fill(value, 1f);
            return (parameter.Name, value);
        }).ToDictionary(pair => pair.Name, pair => pair.value);
        ModelExporter.Export(network, values, new ModelContract { Network = "grid", Output = ModelOutput.Grid, Thresholds = Low }.ToMetadata(), _path);
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

    FrameResult[] Run(IDataset dataset, int threads, int closeUps)
    {
        var models = Load(threads, closeUps);
        try
        {
            return FrameRunner.Run(models, dataset, closeUps, null, CancellationToken.None);
        }
        finally
        {
            foreach (var model in models) model.Dispose();
        }
    }

    VisionModel[] Load(int count, int closeUps) =>
        [.. Enumerable.Range(0, count).Select(_ => VisionModel.Load(_path, new() { Accelerator = Accelerator.Cpu, MaxSamples = Math.Max(1, closeUps) }))];

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
