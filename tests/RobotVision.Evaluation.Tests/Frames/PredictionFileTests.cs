using System.Text.Json;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Frames;

public class PredictionFileTests
{
    string _path = "";

    [SetUp]
    public void MakeFolder() => _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "predictions.json");

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void Read_WrittenFile_IsEqual()
    {
        var set = Example();
        PredictionFile.Write(_path, set);
        var read = PredictionFile.Read(_path);
        Assert.That((read.Model, read.Data, read.CloseUps), Is.EqualTo((set.Model, set.Data, set.CloseUps)));
        Assert.That(read.Thresholds, Is.EqualTo(set.Thresholds));
        for (var i = 0; i < 2; i++)
        {
            Assert.That(read.Frames[i] with { Labels = [], Detections = [] }, Is.EqualTo(set.Frames[i] with { Labels = [], Detections = [] }));
            Assert.That(read.Frames[i].Labels, Is.EqualTo(set.Frames[i].Labels));
            Assert.That(read.Frames[i].Detections, Is.EqualTo(set.Frames[i].Detections));
        }
    }

    [Test]
    public void Read_ExtraClass_IsTheSameByName()
    {
        var classes = ClassNames.With(["cone"]);
        var frame = TestFrames.Of(0, [new((ObjectClass)8, new(1, 2, 30, 40))], [new((ObjectClass)8, 0.5f, new(1, 2, 30, 40))], ClassSet.Of((ObjectClass)8));
        var set = new PredictionSet("m.onnx", "d", 0, [.. TestFrames.Half, 0.3f], [frame with { Classes = classes }]) { Classes = classes };
        PredictionFile.Write(_path, set);
        var read = PredictionFile.Read(_path);
        Assert.That((read.Classes, read.Frames[0].Labelled), Is.EqualTo((classes, ClassSet.Of((ObjectClass)8))));
        Assert.That(read.Frames[0].Detections[0].Class, Is.EqualTo((ObjectClass)8));
        File.WriteAllText(_path, File.ReadAllText(_path).Replace("\"cone\"}", "\"Cone\"}", StringComparison.Ordinal));
        Assert.That(() => PredictionFile.Read(_path), Throws.TypeOf<InvalidDataException>().With.Message.Contains("penalty_mark, Cone"));
    }

    [Test]
    public void Read_ClassThatIsOff_IsStillOff()
    {
        var set = Example() with { Thresholds = [Thresholds.Off, .. Enumerable.Repeat(0.5f, 7)] };
        PredictionFile.Write(_path, set);
        Assert.That(PredictionFile.Read(_path).Thresholds, Is.EqualTo(set.Thresholds));
    }

    [Test]
    public void Write_Predictions_AreCocoResults()
    {
        PredictionFile.Write(_path, Example());
        using var json = JsonDocument.Parse(File.ReadAllText(_path));
        var prediction = json.RootElement.GetProperty("predictions")[0];
        Assert.That(prediction.GetRawText(), Is.EqualTo("""{"image_id":1,"category_id":0,"bbox":[10,20,30,40],"score":0.75}"""));
        Assert.That(json.RootElement.GetProperty("annotations")[1].GetProperty("iscrowd").GetInt32(), Is.EqualTo(1));
    }

    [TestCase("this is no JSON", "expected a predictions.json")]
    [TestCase("{}", "expected a predictions.json")]
    [TestCase("null", "expected a predictions.json")]
    [TestCase("""[{"image_id":1}]""", "expected a predictions.json")]
    public void Read_AnotherFile_Throws(string text, string expected) => AssertThrows(text, expected);

    [TestCase("robotvision.predictions/1", "robotvision.predictions/9", "expected schema")]
    [TestCase("\"category_id\":0", "\"category_id\":8", "a category of 0..7")]
    [TestCase("\"image_id\":1,\"category_id\":0,\"bbox\":[10,20,30,40]", "\"image_id\":3,\"category_id\":0,\"bbox\":[10,20,30,40]", "an image of 1..2")]
    [TestCase("[10,20,30,40]", "[10,20,30]", "a box of 4 numbers")]
    [TestCase("\"height\":480", "\"height\":0", "positive size")]
    [TestCase("\"score\":0.75", "\"score\":7", "scores of 0..1, found 7")]
    [TestCase("\"score\":0.75", "\"score\":1e400", "scores of 0..1")]
    [TestCase("[10,20,30,40]", "[10,20,-30,40]", "found 10, 20, -30, 40")]
    [TestCase("[10,20,30,40]", "[1e400,20,30,40]", "expected boxes of x, y, width and height")]
    [TestCase("\"thresholds\":[0.1", "\"thresholds\":[-3", "thresholds of 0..1, found -3")]
    [TestCase("\"height\":480", "\"height\":\"480\"", "images[0].height: expected a number, found the text '480'")]
    [TestCase("\"bbox\":[10,20,30,40]", "\"bbox\":[10,\"20\",30,40]", "bbox[1]: expected a number, found the text '20'")]
    [TestCase("\"height\":480", "\"height\":480.5", "images[0].height: expected an integer, found '480.5'")]
    [TestCase("\"model\":\"m.onnx\"", "\"model\":[]", "model: expected a text, found a list")]
    [TestCase("\"model\":\"m.onnx\"", "\"model\":null", "model: expected a value, found 'null'")]
    [TestCase("\"images\":[", "\"images\":7,\"x\":[", "images: expected a list, found '7'")]
    [TestCase("\"model\":", "\"modell\":", "expected 'model' in it, found none")]
    [TestCase("\"images\":[", "\"images\":[null,", "found null")]
    [TestCase("\"height\":480", "\"height\":480,\"height\":480", "line 1: expected 'height' once in an object, found it twice")]
    [TestCase("\"model\":", "\"model\":\"\",\"model\":", "expected 'model' once")]
    [TestCase("\"annotations\":[", "\"annotations\":[null,", "found null")]
    [TestCase("\"predictions\":[", "\"predictions\":[null,", "found null")]
    [TestCase("\"m.onnx\"", "\"\\ud800\"", "expected a predictions.json")]
    [TestCase("\"robot\"]", "\"dog\"]", "found 'dog'")]
    public void Read_DamagedFile_ThrowsWithTheProblem(string good, string bad, string expected)
    {
        PredictionFile.Write(_path, Example());
        var text = File.ReadAllText(_path);
        Assert.That(text, Does.Contain(good));
        AssertThrows(text.Replace(good, bad, StringComparison.Ordinal), expected);
    }

    [Test]
    public void Read_MissingFile_NamesIt() =>
        Assert.That(() => PredictionFile.Read(_path), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("predictions.json"));

    [TestCase("/a/b/1.png", "/a/b/2.png", "1.png")]
    [TestCase("/a/b/1.png", "/a/c/1.png", "b/1.png")]
    [TestCase("/a/b/1.png", "/c/1.png", "a/b/1.png")]
    [TestCase("synthetic-1", "synthetic-2", "synthetic-1")]
    public void Of_NamesWithFolders_RemovesTheSharedFolder(string first, string second, string expected)
    {
        FrameResult[] frames = [TestFrames.Of(0, [], []) with { Name = first }, TestFrames.Of(1, [], []) with { Name = second }];
        var set = PredictionSet.Of("/models/m.onnx", "/data/d.yaml (val)", 0, TestFrames.Half, frames);
        Assert.That((set.Model, set.Data, set.Frames[0].Name), Is.EqualTo(("m.onnx", "d.yaml (val)", expected)));
    }

    void AssertThrows(string text, string expected)
    {
        File.WriteAllText(_path, text);
        Assert.That(
            () => PredictionFile.Read(_path),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains(expected).And.Message.Contains("predictions.json"));
    }

    static PredictionSet Example() => new("m.onnx", "d.yaml (val)", 6, [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f],
    [
        TestFrames.Of(
            0, [new(ObjectClass.Ball, new(1, 2, 3, 4)), new(ObjectClass.Robot, new(5, 6, 70, 80), Ignore: true)],
            [new(ObjectClass.Ball, 0.75f, new(10, 20, 40, 60))], ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot)),
        TestFrames.Of(1, [], []) with { Feet = ClassSet.Of(ObjectClass.Goalpost) },
    ]);
}
