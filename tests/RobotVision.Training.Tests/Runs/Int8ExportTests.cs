using RobotVision.Training.Checkpoints;
using RobotVision.Training.Losses;
using RobotVision.Training.Quantisation;
using RobotVision.Training.Runs;

namespace RobotVision.Training.Tests.Runs;

public class Int8ExportTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("robotvision").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Write_TrainedNetwork_ComparesAllThreeForms()
    {
        var (files, values) = Train();
        var export = Int8Export.Write(files, new ToyProblem(), new ToyProblem(), ToyProblem.Network, values, ToyProblem.Options)!;
        Assert.That(export.Bytes, Is.EqualTo(new FileInfo(files.QuantisedModel).Length));
        Assert.That(export.TrainerToFp32.Largest, Is.LessThan(1e-4f));
        Assert.That(export.TrainerToInt8.Mean, Is.InRange(1e-5f, Int8Export.Tolerance * Math.Max(1, export.LargestOutput)));
        Assert.That(export.Fp32ToInt8.Mean, Is.EqualTo(export.TrainerToInt8.Mean).Within(1e-4f));
    }

    [Test]
    public void Write_FileOfOtherWeights_IsRejectedAndLeavesNone()
    {
        var (files, values) = Train();
        File.WriteAllText(files.QuantisedModel, "of an earlier run");
        var other = values.ToDictionary(pair => pair.Key, pair => pair.Value.Select(value => -2 * value - 1).ToArray());
        var warning = "";
        Assert.That(Int8Export.Write(files, new ToyProblem(), new ToyProblem(), ToyProblem.Network, other, ToyProblem.Options, words => warning = words),
            Is.Null);
        Assert.That(warning, Does.Contain(files.QuantisedModel).And.Contain("not written"));
        Assert.That(File.Exists(files.QuantisedModel), Is.False);
    }

    [Test]
    public void Of_NotANumber_IsNone() => Assert.That(OutputDifference.Of([1, float.NaN, 2], [1, 1, 1]).Largest, Is.NaN);

    (RunFiles Files, IReadOnlyDictionary<string, float[]> Values) Train()
    {
        var files = new RunFiles(Path.Combine(_folder, "toy.onnx"));
        using var trainer = new Trainer(ToyProblem.Network, new BinaryCrossEntropyLoss(), ToyProblem.Options);
        trainer.TrainUntil(30, new ToyProblem());
        trainer.Export(files.Model, new Dictionary<string, string>());
        return (files, trainer.ToInferenceValues());
    }
}
