using RobotVision.Detections;
using RobotVision.Testing;
using RobotVision.Training.Network;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Steps;

public class TeacherTests
{
    static string Model(string name) => Path.Combine(Repository.Root, "models", name);

    [Test]
    public void Soften_ConfidencesThatCount_AreMixedAndBoxesStay()
    {
        var network = GridNetwork.CreateLike(ModelWeights.Read(Model("grid.onnx")));
        var batch = new TrainingBatch(network, 2);
        RandomTensors.FillNormal(batch.Samples, 0.5, 1, 1);
        batch.Targets.AsSpan().Fill(0.25f);
        var perClass = GridLayout.ValuesPerClass * network.OutputShape[1] * network.OutputShape[2];
        foreach (var sample in new[] { 0, 1 }) batch.Weight(sample)[..perClass].Fill(1); // of the ball alone
        using var teacher = new Teacher(Model("grid.onnx"), 0.4f, network, ClassNames.BuiltIn, threads: 1);
        teacher.Soften(batch);

        var answers = ModelExporter.Run(File.ReadAllBytes(Model("grid.onnx")), network, batch.Samples);
        var plane = network.OutputShape[1] * network.OutputShape[2];
        for (var i = 0; i < answers.Length; i++)
        {
            var isSoft = i % (answers.Length / 2) < plane; // the ball's confidences lie first
            var expected = isSoft ? 0.6f * 0.25f + 0.4f / (1 + MathF.Exp(-answers[i])) : 0.25f;
            if (MathF.Abs(batch.Targets[i] - expected) > 1e-5f) Assert.Fail($"value {i}: {batch.Targets[i]} instead of {expected}");
        }
    }

    [TestCase("lecture.int8.onnx", "with boxes")]
    [TestCase("grid-memory.onnx", "without a memory")]
    public void Create_ModelThatCannotTeach_SaysWhy(string model, string problem) => Assert.That(
        () => new Teacher(Model(model), 0.5f, GridNetwork.Create(), ClassNames.BuiltIn, threads: 1),
        Throws.TypeOf<InvalidDataException>().With.Message.Contains(problem).And.Message.Contains(model));

    [Test]
    public void Create_NoSuchFile_NamesIt() => Assert.That(
        () => new Teacher("nowhere.onnx", 0.5f, GridNetwork.Create(), ClassNames.BuiltIn, threads: 1),
        Throws.TypeOf<FileNotFoundException>().With.Message.Contains("teacher 'nowhere.onnx'"));

    [Test]
    public void Create_ModelOfOtherCells_SaysWhatToDo() => Assert.That(
        () => new Teacher(Model("grid.onnx"), 0.5f, GridNetwork.Create(cells: 12), ClassNames.BuiltIn, threads: 1),
        Throws.TypeOf<InvalidDataException>().With.Message.Contains("'cells'"));

    [Test]
    public void Create_OtherClasses_SaysWhichThereAre() => Assert.That(
        () => new Teacher(Model("grid.onnx"), 0.5f, GridNetwork.Create(classes: 9), ClassNames.With(["cone"]), threads: 1),
        Throws.TypeOf<InvalidDataException>().With.Message.Contains("cone"));
}
