using RobotVision.Inference;
using RobotVision.Testing;

namespace RobotVision.Tests.Inference;

public class QualityFileTests
{
    static readonly QualitySet Clips = new("abc", "clips", ["ball", "robot"], []);

    static readonly string Shipped = Path.Combine(Repository.Root, "models");

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Write_ThenRead_GivesTheFiguresOfEachModel()
    {
        var file = QualityFile.Read(_folder["quality.json"]).With(Clips, new("a.onnx", "1", 0.5)).With(Clips with { Data = "def" }, new("a.onnx", "1", 0.25))
            .With(Clips, new("b.onnx", "2", 0.75));
        file.Write(_folder["quality.json"]);
        var read = QualityFile.Read(_folder["quality.json"]);
        Assert.That(read.Of("1").Select(figure => figure.F1), Is.EquivalentTo(new[] { 0.5, 0.25 }));
        Assert.That(read.Of("2").Single(), Is.EqualTo(new ModelFigure("abc ball,robot", "clips", 0.75)));
        Assert.That(read.Of("3"), Is.Empty);
    }

    [Test]
    public void With_ModelThatWasReplaced_ForgetsTheFigureOfTheOneBefore()
    {
        var file = QualityFile.Read(_folder["none"]).With(Clips, new("a.onnx", "1", 0.5)).With(Clips, new("a.onnx", "2", 0.6));
        Assert.That(file.Of("1"), Is.Empty);
        Assert.That(file.Of("2").Single().F1, Is.EqualTo(0.6));
    }

    [TestCase("{}", "expected robotvision.quality/1 as JSON")]
    [TestCase("F1 0.6", "expected robotvision.quality/1 as JSON")]
    [TestCase("null", "found null")]
    [TestCase("""{"schema":"robotvision.options/1","sets":[]}""", "schema: expected robotvision.quality/1, found 'robotvision.options/1'")]
    [TestCase("""{"schema":"robotvision.quality/1","sets":null}""", "expected robotvision.quality/1 as JSON")]
    [TestCase("""{"schema":"robotvision.quality/1","sets":[null]}""", "sets: expected sets with models, found null")]
    [TestCase("""{"schema":"robotvision.quality/1","sets":[{"data":"a","name":"b","classes":[],"models":[null]}]}""", "found null")]
    [TestCase("""{"schema":"robotvision.quality/1","sets":[],"more":1}""", "expected robotvision.quality/1 as JSON")]
    [TestCase(
        """{"schema":"robotvision.quality/1","sets":[{"data":"a","name":"b","classes":[],"models":[{"file":"c","hash":"d","f1":1.5}]}]}""",
        "f1 of c: expected 0..1")]
    public void Read_WrongContent_SaysWhatIsWrong(string text, string problem)
    {
        var path = _folder.Write("quality.json", text);
        Assert.That(() => QualityFile.Read(path), Throws.TypeOf<InvalidDataException>().With.Message.Contains(problem).And.Message.Contains(path));
    }

    // Else '--model auto' would not choose it. 'evaluate --quality' measures it anew: models/README.md says how.
    [TestCase("grid.onnx")]
    [TestCase("grid.int8.onnx")]
    [TestCase("grid-s.onnx")]
    [TestCase("grid-s.int8.onnx")]
    [TestCase("grid-memory.onnx")]
    [TestCase("grid-memory.int8.onnx")]
    public void Shipped_EveryModelOfTheGrid_HasAFigureOnTheCommonSet(string name)
    {
        var figures = QualityFile.Read(Path.Combine(Shipped, QualityFile.FileName)).Sets.Single();
        Assert.That(figures.Models.Single(model => model.File == name).Hash, Is.EqualTo(VisionModel.HashOf(Path.Combine(Shipped, name))));
    }

    [Test]
    public void OfTraining_ShippedModels_IsTheirMeanOnTheirOwnValidationData()
    {
        var (memory, inInt8) = (OfTraining("grid-memory.onnx")!, OfTraining("grid-memory.int8.onnx")!);
        Assert.That(memory.F1, Is.EqualTo(0.60598).Within(1e-5));
        Assert.That(inInt8.F1, Is.EqualTo(0.60048).Within(1e-5));
        Assert.That(inInt8.Set, Is.EqualTo(memory.Set));
        Assert.That(OfTraining("grid.onnx")!.Set, Is.Not.EqualTo(memory.Set), "trained with other validation data");
    }

    [Test]
    public void OfTraining_FileOfAnotherTraining_IsNotTaken()
    {
        File.Copy(Path.Combine(Shipped, "grid.int8.onnx"), _folder["mine.int8.onnx"]);
        File.Copy(Path.Combine(Shipped, "grid-memory.run.json"), _folder["mine.run.json"]);
        Assert.That(OfTraining(_folder["mine.int8.onnx"]), Is.Null);
        File.Copy(Path.Combine(Shipped, "grid.run.json"), _folder["mine.run.json"], overwrite: true);
        Assert.That(OfTraining(_folder["mine.int8.onnx"]), Is.Not.Null);
        File.WriteAllText(_folder["mine.run.json"], "{");
        Assert.That(OfTraining(_folder["mine.int8.onnx"]), Is.Null);
    }

    static ModelFigure? OfTraining(string name)
    {
        using var model = VisionModel.Load(Path.Combine(Shipped, name), new() { Accelerator = Accelerator.Cpu });
        return QualityFile.OfTraining(model);
    }
}
