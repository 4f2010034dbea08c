using RobotVision.Training.Checkpoints;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Training.Tests.Checkpoints;

public class CheckpointTests
{
    string _path = "";

    [SetUp]
    public void WriteOne()
    {
        _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "run.checkpoint");
        var state = new Dictionary<string, float[]> { ["conv1.weight"] = [1, 2, 3], ["conv1.bias"] = [float.Epsilon] };
        new Checkpoint("toy", ToyProblem.Options, 17, state).Write(_path);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var read = Checkpoint.Read(_path);
        Assert.That(read.Network, Is.EqualTo("toy"));
        Assert.That(read.Options, Is.EqualTo(ToyProblem.Options));
        Assert.That(read.Step, Is.EqualTo(17));
        Assert.That(read.State["conv1.weight"], Is.EqualTo(new float[] { 1, 2, 3 }));
        Assert.That(read.State["conv1.bias"], Is.EqualTo(new[] { float.Epsilon }));
    }

    [Test]
    public void Write_OverAnOldOne_LeavesNothingBeside() =>
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_path)!), Is.EqualTo(new[] { _path }));

    [TestCase(0)]
    [TestCase(20)]
    [TestCase(-1)]
    public void Read_FileCutShort_IsRejectedByName(int length)
    {
        var bytes = File.ReadAllBytes(_path);
        File.WriteAllBytes(_path, bytes[..(length < 0 ? bytes.Length + length : length)]);
        Assert.That(() => Checkpoint.Read(_path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(_path).And.Message.Contains("cut short"));
    }

    [Test]
    public void Read_OneBitFlipped_IsRejectedByName()
    {
        var bytes = File.ReadAllBytes(_path);
        bytes[^40] ^= 1;
        File.WriteAllBytes(_path, bytes);
        Assert.That(() => Checkpoint.Read(_path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(_path).And.Message.Contains("checksum"));
    }
}
