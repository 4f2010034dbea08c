using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Optimisers;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;
using RobotVision.Training.Targets;

namespace RobotVision.Training.Tests.Runs;

public class TrainerTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("robotvision").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Train_ToyProblem_LearnsIt()
    {
        using var trainer = Fresh();
        var reports = new Reports();
        trainer.Train(new ToyProblem(), progress: reports);
        Assert.That(reports.List, Has.Count.EqualTo(6));
        Assert.That(reports.List[^1].Step, Is.EqualTo(60));
        Assert.That(reports.List[0].Losses["class"], Is.GreaterThan(0.6));
        Assert.That(reports.List[^1].Losses["class"], Is.LessThan(0.4));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Train_SameSeedTwice_GivesTheSameBytes(int threads)
    {
        var options = ToyProblem.Options with { Threads = threads };
        Assert.That(RunWhole(options, "first"), Is.EqualTo(RunWhole(options, "second")));
    }

    [Test]
    public void Train_OtherSeed_GivesOtherBytes() =>
        Assert.That(RunWhole(ToyProblem.Options, "first"), Is.Not.EqualTo(RunWhole(ToyProblem.Options with { Seed = 4 }, "second")));

    [TestCase(30)]
    [TestCase(31)]
    public void Train_StoppedAndResumed_EqualsTheUninterruptedRun(int stop)
    {
        var path = Path.Combine(_folder, "half.checkpoint");
        using (var first = Fresh()) first.TrainUntil(stop, new ToyProblem(), new(path));
        using var second = Trainer.Resume(ToyProblem.Network, new BinaryCrossEntropyLoss(), Checkpoint.Read(path));
        Assert.That(second.Step, Is.EqualTo(stop));
        var end = Path.Combine(_folder, "end.checkpoint");
        second.Train(new ToyProblem(), new(end));
        Assert.That(File.ReadAllBytes(end), Is.EqualTo(RunWhole(ToyProblem.Options, "uninterrupted")));
    }

    [Test]
    public void Train_Cancelled_LeavesACheckpoint()
    {
        var path = Path.Combine(_folder, "stopped.checkpoint");
        using var cancellation = new CancellationTokenSource();
        using var trainer = Fresh();
        Assert.That(() => trainer.Train(new ToyProblem(), new(path), new Reports(cancellation), cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Checkpoint.Read(path).Step, Is.EqualTo(10));
    }

    [Test]
    public void Train_BatchThatCannotBeMade_LeavesACheckpointOfTheStepsBefore()
    {
        var path = Path.Combine(_folder, "broken.checkpoint");
        using var trainer = Fresh();
        Assert.That(() => trainer.Train(new Broken(), new(path)), Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo("image 7 does not decode"));
        Assert.That(Checkpoint.Read(path).Step, Is.EqualTo(7));
    }

    [Test]
    public void Train_LossThatIsNaN_SaysStepAndBatch()
    {
        using var trainer = Fresh();
        Assert.That(() => trainer.Train(new Spoilt()), Throws.TypeOf<DivergedException>()
            .With.Message.Contains("Step 3").And.Message.Contains("toy 3/0").And.Message.Contains("sample 'toy 3/2' is not finite"));
    }

    [Test]
    public void Train_WeightsThatExplode_NamesTheLayerAndKeepsTheLastGoodCheckpoint()
    {
        var store = new CheckpointStore(Path.Combine(_folder, "run.checkpoint"));
        var options = ToyProblem.Options with { Optimiser = OptimiserKind.Sgd, LearningRate = 10, WarmUpSteps = 0, CheckpointEvery = 1, WeightDecay = 0 };
        var network = new NetworkDefinition("plain", [1, 8, 8], "half",
            [new Flatten("flatten"), new Dense("first", 64), new Relu("relu"), new Dense("last", 2)]);
        using var trainer = new Trainer(network, new SquaredLoss(), options);

        Assert.That(() => trainer.Train(new ToyProblem(), store), Throws.TypeOf<DivergedException>()
            .With.Message.Match("layer '(first|last)'|'(first|last)\\..*' (is )?not finite|in the loss itself")
                .And.Message.Contains("last checkpoint is kept"));
        Assert.That(store.Read()!.State.SelectMany(state => state.Value), Is.All.Matches<float>(float.IsFinite));
    }

    [TestCase(30)]
    [TestCase(33)]
    public void Train_StoppedAndResumed_ReportsTheSameLosses(int stop)
    {
        var store = new CheckpointStore(Path.Combine(_folder, "half.checkpoint"));
        var (uninterrupted, resumed) = (new Reports(), new Reports());
        using (var whole = Fresh()) whole.Train(new ToyProblem(), progress: uninterrupted);
        using (var first = Fresh()) first.TrainUntil(stop, new ToyProblem(), store, resumed);
        using var second = Trainer.Resume(ToyProblem.Network, new BinaryCrossEntropyLoss(), store.Read()!);
        second.Train(new ToyProblem(), progress: resumed);

        Assert.That(resumed.List.Select(report => (report.Step, report.LearningRate, report.Losses["class"])),
            Is.EqualTo(uninterrupted.List.Select(report => (report.Step, report.LearningRate, report.Losses["class"]))));
    }

    [Test]
    public void Train_LastStepIsACheckpoint_WritesItOnce()
    {
        var store = new CheckpointStore(Path.Combine(_folder, "run.checkpoint"));
        using var trainer = new Trainer(ToyProblem.Network, new BinaryCrossEntropyLoss(), ToyProblem.Options with { CheckpointEvery = 20 });
        trainer.Train(new ToyProblem(), store);

        Assert.That(Checkpoint.Read(store.LatestPath).Step, Is.EqualTo(60));
        Assert.That(Checkpoint.Read(store.PreviousPath).Step, Is.EqualTo(40));
    }

    [Test]
    public void Train_WeightOfZero_TakesNoPart()
    {
        using var trainer = Fresh();
        var before = trainer.ToCheckpoint().State["dense.bias"];
        trainer.TrainUntil(3, new Unlabelled());
        Assert.That(trainer.ToCheckpoint().State["dense.bias"], Is.EqualTo(before));
    }

    [Test]
    public void Resume_CheckpointOfAnotherNetwork_IsRejected()
    {
        using var trainer = Fresh();
        var other = new NetworkDefinition("other", [1, 8, 8], "y", [new Flatten("flatten"), new Dense("dense", 2)]);
        Assert.That(() => Trainer.Resume(other, new BinaryCrossEntropyLoss(), trainer.ToCheckpoint()), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains("'toy'").And.Message.Contains("'other'"));
    }

    [Test]
    public void Constructor_OptionsOutOfRange_NamesEveryOne() =>
        Assert.That(() => new Trainer(ToyProblem.Network, new BinaryCrossEntropyLoss(), new() { BatchSize = 0, LearningRate = -1 }),
            Throws.TypeOf<OptionException>().With.Message.Contains("training.batch_size").And.Message.Contains("training.learning_rate"));

    [Test]
    public void Train_GridNetwork_LossFalls()
    {
        using var trainer = new Trainer(GridNetwork.Create(), new GridLoss(), new()
        {
            BatchSize = 4,
            Steps = 12,
            WarmUpSteps = 2,
            Threads = 1,
            ReportEvery = 4,
        });
        var reports = new Reports();
        trainer.Train(new Squares(), progress: reports);
        Assert.That(reports.List[^1].Losses["class"], Is.LessThan(reports.List[0].Losses["class"] * 0.8));
        Assert.That(reports.List[^1].Losses["box"], Is.LessThan(reports.List[0].Losses["box"] * 0.8));
    }

    static Trainer Fresh() => new(ToyProblem.Network, new BinaryCrossEntropyLoss(), ToyProblem.Options);

    byte[] RunWhole(TrainingOptions options, string name)
    {
        var path = Path.Combine(_folder, name);
        using var trainer = new Trainer(ToyProblem.Network, new BinaryCrossEntropyLoss(), options);
        trainer.Train(new ToyProblem(), new(path));
        return File.ReadAllBytes(path);
    }

    sealed class Reports(CancellationTokenSource? cancellation = null) : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> List { get; } = [];

        public void Report(TrainingProgress value)
        {
            List.Add(value);
            cancellation?.Cancel();
        }
    }

    /// <summary>A source that throws after some batches.</summary>
    sealed class Broken : IBatchSource
    {
        public void Fill(long stepIndex, TrainingBatch batch)
        {
            if (stepIndex == 7) throw new InvalidDataException("image 7 does not decode");
            new ToyProblem().Fill(stepIndex, batch);
        }
    }

    sealed class Spoilt : IBatchSource
    {
        public void Fill(long stepIndex, TrainingBatch batch)
        {
            new ToyProblem().Fill(stepIndex, batch);
            if (stepIndex == 3) batch.Sample(2)[5] = float.NaN;
        }
    }

    sealed class Unlabelled : IBatchSource
    {
        public void Fill(long stepIndex, TrainingBatch batch)
        {
            new ToyProblem().Fill(stepIndex, batch);
            for (var i = 0; i < batch.Size; i++) batch.Weight(i).Clear();
        }
    }

    sealed class Squares : IBatchSource
    {
        public void Fill(long stepIndex, TrainingBatch batch)
        {
            for (var i = 0; i < batch.Size; i++)
            {
                batch.Sample(i).Clear();
                for (var pixel = 0; pixel < 16 * 16; pixel++) batch.Sample(i)[(40 + pixel / 16) * 96 + 24 + 8 * i + pixel % 16] = 1;
                GridTargets.Write([new(ObjectClass.Ball, Box.FromCenter(32 + 8 * i, 48, 16, 16))], ClassSet.BuiltIn, batch.Target(i), batch.Weight(i));
            }
        }
    }
}
