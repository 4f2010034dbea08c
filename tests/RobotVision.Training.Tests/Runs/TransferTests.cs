using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Testing;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Tests.Runs;

/// <summary>Training from an exported model.</summary>
public class TransferTests
{
    string _path = "";

    [SetUp]
    public void MakeModel()
    {
        _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "toy.onnx");
        using var trainer = new Trainer(ToyProblem.Network, new BinaryCrossEntropyLoss(), ToyProblem.Options);
        trainer.TrainUntil(30, new ToyProblem());
        trainer.Export(_path, new Dictionary<string, string>());
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void From_ExportedFile_GivesItsOutputsBeforeTraining()
    {
        using var trainer = Begin(Transfer.From(_path, ToyProblem.Network, null));
        var again = Path.ChangeExtension(_path, ".again.onnx");
        trainer.Export(again, new Dictionary<string, string>());
        AssertSameOutputs(ToyProblem.Network, again);
    }

    /// <summary>The shipped model, of which a user has only the file.</summary>
    [Test]
    public void From_ShippedModel_GivesItsOutputsBeforeTraining()
    {
        var network = Shipped;
        var start = Transfer.From(ShippedFile, network, null);
        Assert.That(start.Fresh, Is.Empty);
        var samples = Samples(network, 3);
        var found = ModelExporter.Run(start.Network.ToInferenceModel(start.Values), network, samples);
        AssertClose(found, ModelExporter.Run(File.ReadAllBytes(ShippedFile), network, samples));
    }

    [Test]
    public void From_ShippedModelMadeDeeper_GivesItsOutputsBeforeTraining()
    {
        var deeper = GridNetwork.CreateLike(ModelWeights.Read(ShippedFile), depth: 2);
        var start = Transfer.From(ShippedFile, deeper, null);
        Assert.That(start.Fresh, Does.Contain("deep2b.weight").And.Contain("fine1a.bias").And.Exactly(16).Items);
        Assert.That(deeper.MultiplyAddCount, Is.GreaterThan(2 * Shipped.MultiplyAddCount));
        using var trainer = new Trainer(start.Network, new GridLoss(), ToyProblem.Options, start);
        trainer.Export(_path, new Dictionary<string, string>());
        var samples = Samples(Shipped, 3);
        var found = ModelExporter.Run(File.ReadAllBytes(_path), Shipped, samples);
        AssertClose(found, ModelExporter.Run(File.ReadAllBytes(ShippedFile), Shipped, samples));
        Assert.That(GridNetwork.CreateLike(ModelWeights.Read(_path)).MultiplyAddCount, Is.EqualTo(deeper.MultiplyAddCount), "the file says how deep it is");
    }

    [Test]
    public void Train_FirstStepFromAModel_SeesTheLossOfTheModel()
    {
        var start = Transfer.From(_path, WithoutDropout, null);
        double fresh = FirstLoss(null), given = FirstLoss(start);
        Assert.That(given, Is.LessThan(fresh * 0.8), "it begins with what was learned");
    }

    [Test]
    public void Train_Frozen_LeavesEveryByteOfIt()
    {
        var start = Transfer.From(_path, ToyProblem.Network, "features");
        using var trainer = Begin(start);
        var before = trainer.ToCheckpoint().State;
        trainer.Train(new ToyProblem());
        var after = trainer.ToCheckpoint().State;
        Assert.That(start.Frozen, Is.EquivalentTo(new[] { "conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias" }));
        foreach (var name in start.Frozen) Assert.That(after[name], Is.EqualTo(before[name]), name);
        Assert.That(after["dense.weight"], Is.Not.EqualTo(before["dense.weight"]));
        Assert.That(after.Keys.Where(name => name.StartsWith("conv", StringComparison.Ordinal)), Is.EquivalentTo(start.Frozen), "no moments, no averages");
        Assert.That(trainer.ToInferenceValues()["conv1.weight"], Is.EqualTo(before["conv1.weight"]));
    }

    [Test]
    public void StepGraph_Frozen_HasNoGradient()
    {
        var all = new StepGraph(Folding.WithoutNormalisation(Shipped), new GridLoss(), new());
        var start = Transfer.From(ShippedFile, Shipped, "features");
        var head = new StepGraph(start.Network, new GridLoss(), new(), start.Frozen);
        Assert.That(head.NodeCount, Is.LessThan(all.NodeCount / 2));
        var names = GraphNames(head.Model);
        Assert.That(names.Where(name => name.Contains("/gradient", StringComparison.Ordinal)), Is.Not.Empty.And.All.StartsWith("head/"));
    }

    [Test]
    public void Resume_FrozenRun_EqualsTheUninterruptedOne()
    {
        var start = Transfer.From(_path, ToyProblem.Network, "conv1");
        string half = Path.ChangeExtension(_path, ".half"), end = Path.ChangeExtension(_path, ".end"), whole = Path.ChangeExtension(_path, ".whole");
        using (var first = Begin(start)) first.TrainUntil(31, new ToyProblem(), new(half));
        using (var second = Trainer.Resume(start.Network, new BinaryCrossEntropyLoss(), Checkpoint.Read(half), start)) second.Train(new ToyProblem(), new(end));
        using (var uninterrupted = Begin(start)) uninterrupted.Train(new ToyProblem(), new(whole));
        Assert.That(File.ReadAllBytes(end), Is.EqualTo(File.ReadAllBytes(whole)));
    }

    [Test]
    public void Resume_FromAnotherModel_IsRejected()
    {
        var start = Transfer.From(_path, ToyProblem.Network, null);
        using var trainer = Begin(start);
        var checkpoint = trainer.ToCheckpoint();
        using (var other = Begin(null, ToyProblem.Options with { Seed = 9 })) other.Export(_path, new Dictionary<string, string>());
        var exchanged = Transfer.From(_path, ToyProblem.Network, null);
        Assert.That(() => Trainer.Resume(exchanged.Network, new BinaryCrossEntropyLoss(), checkpoint, exchanged), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains(ModelWeights.Read(_path).Sha256).And.Message.Contains(checkpoint.Start!));
        Assert.That(() => Trainer.Resume(ToyProblem.Network, new BinaryCrossEntropyLoss(), checkpoint),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("nothing"));
    }

    [Test]
    public void From_OtherOutputs_TakesTheFeaturesAndSaysWhatIsFresh()
    {
        NetworkDefinition threeClasses = new("toy", [1, 8, 8], "third", [.. ToyProblem.Network.Layers.SkipLast(1), new Dense("dense", 3)]);
        var start = Transfer.From(_path, threeClasses, "features");
        Assert.That(start.Fresh, Is.EqualTo(new[] { "dense.weight", "dense.bias" }));
        Assert.That(start.ToString(), Does.Contain("fresh: dense.weight, dense.bias"));
        Assert.That(start.Values["conv1.weight"], Is.EqualTo(ModelWeights.Read(_path).Tensors["conv1.weight"].Values));
        using var trainer = new Trainer(start.Network, new BinaryCrossEntropyLoss(), ToyProblem.Options, start);
        Assert.That(trainer.ToCheckpoint().State["dense.weight"].Any(value => value != 0), Is.True, "fresh weights are random ones");
    }

    /// <summary>Training data with other classes than the model: the model's classes that are not labelled now still work afterwards.</summary>
    [Test]
    public void Train_FrozenFeaturesAndBallsAlone_LeavesTheOtherClasses()
    {
        var start = Transfer.From(ShippedFile, Shipped, "features");
        var options = new TrainingOptions { BatchSize = 2, Steps = 3, WarmUpSteps = 0, WeightDecay = 0, Threads = 1 };
        using var trainer = new Trainer(start.Network, new GridLoss(), options, start);
        trainer.Train(new Balls());
        float[] before = start.Values["head.bias"], after = trainer.ToInferenceValues()["head.bias"];
        Assert.That(after[GridLayout.ValuesPerClass..], Is.EqualTo(before[GridLayout.ValuesPerClass..]));
        Assert.That(after[GridLayout.Logit], Is.Not.EqualTo(before[GridLayout.Logit]));
    }

    [Test]
    public void From_ModelOfAnotherNetwork_NamesBoth() =>
        Assert.That(() => Transfer.From(_path, GridNetwork.Create(), null), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains(_path).And.Message.Contains("'grid'").And.Message.Contains("'toy'"));

    [Test]
    public void From_ModelOfAnotherWidth_NamesTheShapes() =>
        Assert.That(() => Transfer.From(ShippedFile, GridNetwork.Create(width: 3), null), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains("conv1.weight").And.Message.Contains("(48, 3, 4, 4)")
                .And.Message.Contains($"({Shipped.ParameterList[0].Shape[0]}, 3, 4, 4)"));

    [TestCase(null, 32)]
    [TestCase(1f, 16)]
    public void CreateNetwork_FromAModelOfAnotherWidth_IsAsWideAsItUnlessTheRecipeSaysAWidth(float? width, int filters)
    {
        var wide = GridNetwork.Create(width: 2);
        var values = wide.ParameterList.ToDictionary(parameter => parameter.Name, parameter => new float[Shapes.Length([.. parameter.Shape])]);
        File.WriteAllBytes(_path, wide.ToInferenceModel(values));
        var network = TrainingTask.Find("grid")!.CreateNetwork(new() { From = _path, Width = width });
        Assert.That(network.ParameterList[0].Shape[0], Is.EqualTo(filters));
    }

    [TestCase(null, 12, 12)]
    [TestCase(null, 24, 24)]
    [TestCase(24, 12, 24)]
    [TestCase(12, 24, 12)]
    public void CreateNetwork_FromAModelOfOtherCells_IsAsFineAsItUnlessTheRecipeSaysHowFine(int? wanted, int found, int cells)
    {
        var model = GridNetwork.Create(width: 0.5f, cells: found);
        File.WriteAllBytes(_path, model.ToInferenceModel(
            model.ParameterList.ToDictionary(parameter => parameter.Name, parameter => new float[parameter.Length])));
        var network = TrainingTask.Find("grid")!.CreateNetwork(new() { From = _path, Cells = wanted });
        Assert.That((network.OutputShape[1], network.ParameterList[0].Shape[0]), Is.EqualTo((cells, 8)));
    }

    [Test]
    public void From_FrozenFeaturesOfOtherCells_SaysWhatToDo()
    {
        var coarse = Folding.WithoutNormalisation(GridNetwork.Create(width: 0.5f, cells: 12));
        File.WriteAllBytes(_path, coarse.ToInferenceModel(
            coarse.ParameterList.ToDictionary(parameter => parameter.Name, parameter => new float[parameter.Length])));
        Assert.That(() => Transfer.From(_path, GridNetwork.Create(width: 0.5f, cells: 24), "features"), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains("'narrow.weight'").And.Message.Contains("width and cells out"));
    }

    [Test]
    public void From_FileThatIsNoModel_NamesIt()
    {
        File.WriteAllText(_path, "these are words");
        Assert.That(() => Transfer.From(_path, ToyProblem.Network, null), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(_path));
    }

    [TestCase("head")]
    [TestCase("dense")]
    [TestCase("")]
    public void From_PartThatCannotBeFrozen_ListsThoseThatCan(string part) =>
        Assert.That(() => Transfer.From(_path, ToyProblem.Network, part), Throws.TypeOf<OptionException>()
            .With.Message.Contains("'features' or one of conv1, residual").And.Message.Contains("'dense'").And.Message.Contains($"'{part}'"));

    [TestCase("features", "dense1.bias")]
    [TestCase("flatten", "conv4.bias")]
    public void ParametersUpTo_LectureNetwork_EndsWhereItSays(string part, string last) =>
        Assert.That(LectureNetwork.Create().ParametersUpTo(part)[^1].Name, Is.EqualTo(last));

    [Test]
    public void ParametersUpTo_GridNetwork_LeavesTheHead() =>
        Assert.That(GridNetwork.Create().ParameterList.Except(GridNetwork.Create().ParametersUpTo("features")).Select(parameter => parameter.Name),
            Is.SupersetOf(new[] { "head.weight", "head.bias" }));

    static string ShippedFile { get; } = Path.Combine(Repository.Root, "models", "grid.onnx");

    static NetworkDefinition Shipped => GridNetwork.CreateLike(ModelWeights.Read(ShippedFile));

    static NetworkDefinition WithoutDropout { get; } = new("toy", [1, 8, 8], "half", [.. ToyProblem.Network.Layers.Where(layer => layer is not Dropout)]);

    static Trainer Begin(Transfer? start, TrainingOptions? options = null) =>
        new(start?.Network ?? ToyProblem.Network, new BinaryCrossEntropyLoss(), options ?? ToyProblem.Options, start);

    static double FirstLoss(Transfer? start)
    {
        var first = 0.0;
        using var trainer = new Trainer(start?.Network ?? WithoutDropout, new BinaryCrossEntropyLoss(), ToyProblem.Options with { ReportEvery = 1 }, start);
        trainer.TrainUntil(1, new ToyProblem(), progress: new ProgressAction(progress => first = progress.Losses["class"]));
        return first;
    }

    void AssertSameOutputs(NetworkDefinition network, string other)
    {
        var samples = Samples(network, 5);
        AssertClose(ModelExporter.Run(File.ReadAllBytes(other), network, samples), ModelExporter.Run(File.ReadAllBytes(_path), network, samples));
    }

    static float[] Samples(NetworkDefinition network, int count)
    {
        var samples = new float[count * network.InputShape.Aggregate((length, axis) => length * axis)];
        RandomTensors.FillNormal(samples, 0.5, 1, 1);
        return samples;
    }

    static void AssertClose(float[] found, float[] expected) =>
        Assert.That(found, Is.EqualTo(expected).Within(1e-5f * expected.Max(MathF.Abs)));

    static IEnumerable<string> GraphNames(byte[] model) =>
        RobotVision.Training.Graph.Format.ModelProto.Parser.ParseFrom(model).Graph.Node.Select(node => node.Name);

    /// <summary>Noise with a ball, where no other class is labelled.</summary>
    sealed class Balls : IBatchSource
    {
        public void Fill(long stepIndex, TrainingBatch batch)
        {
            for (var i = 0; i < batch.Size; i++)
            {
                RandomTensors.FillNormal(batch.Sample(i), 0.3, 1, (uint)(stepIndex * batch.Size + i));
                GridTargets.Write([new(ObjectClass.Ball, Box.FromCenter(40, 48, 16, 16))], ClassSet.Of(ObjectClass.Ball), batch.Target(i), batch.Weight(i));
            }
        }
    }

    sealed class ProgressAction(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
