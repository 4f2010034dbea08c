using RobotVision.Training.Checkpoints;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Training.Tests.Checkpoints;

public class CheckpointStoreTests
{
    CheckpointStore _store = null!;
    readonly List<string> _warnings = [];

    [SetUp]
    public void MakeFolder()
    {
        _store = new(Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "run.checkpoint"));
        _warnings.Clear();
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_store.LatestPath)!, recursive: true);

    [Test]
    public void Read_NothingWritten_IsNull() => Assert.That(_store.Read(_warnings.Add), Is.Null);

    [Test]
    public void Read_TwoWritten_IsTheLatest()
    {
        Write(1, 2, 3);
        Assert.That(_store.Read(_warnings.Add)!.Step, Is.EqualTo(3));
        Assert.That(Checkpoint.Read(_store.PreviousPath).Step, Is.EqualTo(2));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void Read_LatestDamaged_IsTheOneBeforeAndNamesIt()
    {
        Write(1, 2);
        Damage(_store.LatestPath);
        Assert.That(_store.Read(_warnings.Add)!.Step, Is.EqualTo(1));
        Assert.That(_warnings.Single(), Does.Contain($"'{_store.LatestPath}'").And.Contain("damaged").And.Contain($"'{_store.PreviousPath}', step 1"));
    }

    [Test]
    public void Read_KilledBetweenTheRenames_IsTheOneBefore()
    {
        Write(1, 2);
        File.Delete(_store.LatestPath);
        Assert.That(_store.Read(_warnings.Add)!.Step, Is.EqualTo(1));
    }

    [Test]
    public void Read_BothDamaged_NamesBoth()
    {
        Write(1, 2);
        Damage(_store.LatestPath);
        File.WriteAllBytes(_store.PreviousPath, []);
        Assert.That(() => _store.Read(_warnings.Add), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains($"'{_store.LatestPath}'").And.Message.Contains($"'{_store.PreviousPath}'").And.Message.Contains("without --resume"));
    }

    [Test]
    public void Write_PlaceCannotBeWritten_SaysSoAndKeepsTheOthers()
    {
        Write(1);
        Directory.CreateDirectory(RobotVision.Files.WholeFile.PartialOf(_store.LatestPath));
        Assert.That(() => Write(2), Throws.InstanceOf<IOException>().With.Message.Contains(_store.LatestPath).And.Message.Contains("--resume"));
        Assert.That(_store.Read()!.Step, Is.EqualTo(1));
    }

    [Test]
    public void Delete_Always_LeavesNothing()
    {
        Write(1, 2);
        _store.Delete();
        Assert.That(_store.Read(), Is.Null);
    }

    /// <summary>As if the process was killed between the two renames.</summary>
    [Test]
    public void Read_OnlyTheOneBeforeIsThere_IsTheOneBefore()
    {
        Write(1, 2);
        File.Delete(_store.LatestPath);
        Assert.That(_store.Read(_warnings.Add)!.Step, Is.EqualTo(1));
    }

    [Test]
    public void Write_AfterADamagedOne_KeepsTheGoodOneBefore()
    {
        Write(1, 2);
        File.WriteAllText(_store.LatestPath, "words");
        var resumed = new CheckpointStore(_store.LatestPath);
        resumed.Read(_warnings.Add);
        resumed.Write(resumed.Read()! with { Step = 3 });
        Assert.That((Checkpoint.Read(_store.LatestPath).Step, Checkpoint.Read(_store.PreviousPath).Step), Is.EqualTo((3, 1)));
    }

    [Test]
    public void Write_ThatFails_NamesFileStepAndBytesAndKeepsBoth()
    {
        Write(1, 2);
        var partial = RobotVision.Files.WholeFile.PartialOf(_store.LatestPath);
        Directory.CreateDirectory(partial); // so that no file can be begun
        Assert.That(() => Write(3), Throws.InstanceOf<IOException>()
            .With.Message.Contains($"'{_store.LatestPath}' of step 3").And.Message.Match("[1-9][0-9]* bytes").And.Message.Contains("is kept"));
        Assert.That((Checkpoint.Read(_store.LatestPath).Step, Checkpoint.Read(_store.PreviousPath).Step), Is.EqualTo((2, 1)));
    }

    void Write(params long[] steps)
    {
        foreach (var step in steps) _store.Write(new("toy", ToyProblem.Options, step, new Dictionary<string, float[]> { ["a"] = [step, 2] }));
    }

    static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^40] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
