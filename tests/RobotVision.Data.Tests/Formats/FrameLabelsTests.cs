using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

public class FrameLabelsTests
{
    const string Good = """
        {"video":"a.mp4","width":640,"height":480,"class":"ball","frames":[
        {"frame":0,"source":0,"balls":null},{"frame":1,"source":1,"balls":[]},{"frame":3,"source":4,"balls":[[10,20,30.5,40],[1,2,3,4]]}]}
        """;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Find_VideoFrames_TellsNullFromEmpty()
    {
        var labels = FrameLabels.Load(_folder.Write("a.json", Good));
        Assert.Multiple(() =>
        {
            Assert.That(labels.Find(0, "a.mp4", 640, 480), Is.Null);
            Assert.That(labels.Find(1, "a.mp4", 640, 480)!.Labels, Is.Empty);
            Assert.That(labels.Find(2, "a.mp4", 640, 480), Is.Null);
            Assert.That(labels.Find(1, "a.mp4", 640, 480)!.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball)));
            Assert.That(labels.Find(3, "a.mp4", 640, 480)!.Labels[0], Is.EqualTo(new Label(ObjectClass.Ball, new Box(10, 20, 30.5f, 40))));
        });
    }

    [TestCase("\"ball\"", "\"\\ud800\"", ":1: class: ")]
    [TestCase("\"a.mp4\"", "\"\\ud800\"", ":1: video: ")]
    [TestCase("\"source\":0,\"balls\":null", "\"balls\":null,\"\\ud800\":0", ":2: frames[0]: ")]
    public void Load_HalfOfASurrogatePair_SaysFileLineAndPlace(string good, string bad, string place)
    {
        var file = _folder.Write("a.json", Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.That(() => FrameLabels.Load(file), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(file + place));
    }

    [Test]
    public void Find_FrameOfOtherSize_IsRefused()
    {
        var labels = FrameLabels.Load(_folder.Write("a.json", Good));
        Assert.That(() => labels.Find(1, "a.mkv", 320, 240),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("a.json:1: ").And.Message.Contains("640x480").And.Message.Contains("a.mkv"));
    }

    [Test]
    public void Find_FrameOfAnotherVideo_IsRefused()
    {
        var labels = FrameLabels.Load(_folder.Write("a.json", Good));
        Assert.That(() => labels.Find(1, "b.mp4", 640, 480),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("a.json:1: ").And.Message.Contains("'a.mp4'").And.Message.Contains("'b.mp4'"));
    }

    [TestCase("\"width\":640", "\"width\":-1", ":1: ", "width")]
    [TestCase("\"height\":480", "\"height\":\"480\"", ":1: ", "height: expected 'height', a number, found the text '480'")]
    [TestCase("\"frame\":3", "\"frame\":\"3\"", ":2: ", "frames[2]: expected 'frame', a number, found the text '3'")]
    [TestCase("\"balls\":[]", "\"balls\":\"none\"", ":2: ", "frames[1]: expected 'balls', a list, found the text 'none'")]
    [TestCase("\"class\":\"ball\"", "\"class\":\"bull\"", ":1: ", "bull")]
    [TestCase("\"a.mp4\"", "7", ":1: ", "video")]
    [TestCase("\"frames\"", "\"framed\"", ":1: ", "frames")]
    [TestCase("\"frame\":3", "\"frame\":1", ":2: ", "frames[2]")]
    [TestCase("\"frame\":3", "\"frame\":3.5", ":2: ", "frames[2]")]
    [TestCase("\"balls\":[]", "\"ball\":[]", ":2: ", "frames[1]")]
    [TestCase("[1,2,3,4]", "[1,2,3]", ":2: ", "frames[2].balls[1]")]
    [TestCase("[1,2,3,4]", "[3,2,1,4]", ":2: ", "frames[2].balls[1]")]
    [TestCase("[1,2,3,4]", "[1,2,3,\"4\"]", ":2: ", "frames[2].balls[1]")]
    [TestCase("[1,2,3,4]", "[1,2,3,1e99]", ":2: ", "frames[2].balls[1]")]
    [TestCase("[1,2,3,4]", "[700,2,800,4]", ":2: ", "frames[2].balls[1]")]
    [TestCase("[1,2,3,4]", "7", ":2: ", "frames[2].balls[1]")]
    [TestCase("\"frame\":3", "\"frame\":3,\"frame\":4", ":2: ", "expected 'frame' once in an object, found it twice")]
    [TestCase("[10,20", "[NaN,20", ":2:103: ", "JSON")]
    public void Load_DamagedJson_SaysFileLineAndPlace(string good, string damaged, string line, string place)
    {
        var file = _folder.Write("a.json", Good.Replace(good, damaged, StringComparison.Ordinal));
        Assert.That(() => FrameLabels.Load(file), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(file + line).And.Message.Contains(place));
    }

    [Test]
    public void Load_SeveralFaults_TellsEach()
    {
        var text = Good.Replace("\"frame\":1", "\"frame\":\"1\"", StringComparison.Ordinal).Replace("30.5", "3050", StringComparison.Ordinal)
            .Replace("[1,2,3,4]", "[1,2,3]", StringComparison.Ordinal);
        Assert.That(() => FrameLabels.Load(_folder.Write("a.json", text)), Throws.TypeOf<InvalidDataException>()
            .With.Message.Contains("frames[1]: ").And.Message.Contains("frames[2].balls[0]: ").And.Message.Contains("frames[2].balls[1]: "));
    }

    [Test]
    public void Load_TruncatedJson_SaysFileAndPlace()
    {
        for (var length = 0; length < Good.TrimEnd().Length; length++)
        {
            var file = _folder.Write("a.json", Good[..length]);
            Assert.That(() => FrameLabels.Load(file), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(file + ":"));
        }
    }

    [Test]
    public void Load_NoFile_SaysWhereItWasExpected() =>
        Assert.That(() => FrameLabels.Load("gone.json"), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("gone.json"));

    [Test]
    public void Find_ImageFolder_GoesByFileName()
    {
        _folder.Write("images/a.jpg", "");
        _folder.Write("images/b.jpg", "");
        _folder.Write("labels/a.txt", "0 0.5 0.5 0.1 0.1\n");
        _folder.Write("data.yaml", "train: images\nnames: [ball]\n");
        var labels = FrameLabels.Load(_folder.Path);
        Assert.Multiple(() =>
        {
            Assert.That(labels.Find(17, "a.jpg", 100, 100)!.Labels, Has.Count.EqualTo(1));
            Assert.That(labels.Find(0, "b.jpg", 100, 100), Is.Null, "not annotated");
            Assert.That(labels.Find(0, "c.jpg", 100, 100), Is.Null, "unknown");
        });
    }

    [Test]
    public void Load_SameNameInTwoSplits_TakesTheSplitBehindThePath()
    {
        foreach (var (split, x) in new[] { ("train", 0.25f), ("val", 0.75f) })
        {
            _folder.Write($"{split}/images/a.jpg", "");
            _folder.Write($"{split}/labels/a.txt", FormattableString.Invariant($"0 {x} 0.5 0.1 0.1\n"));
        }

        var yaml = _folder.Write("data.yaml", "train: train/images\nval: val/images\nnames: [ball]\n");
        Assert.That(() => FrameLabels.Load(yaml), Throws.TypeOf<InvalidDataException>().With.Message.Contains("=SPLIT"));
        Assert.That(FrameLabels.Load($"{yaml}=val").Find(0, "a.jpg", 100, 100)!.Labels.Single().Box.CenterX, Is.EqualTo(75).Within(0.01));
    }

    [TestCase("nimbro_430", 1202)]
    [TestCase("nimbro_431", 675)]
    public void Load_RealSequence_CountsItsAnnotatedFrames(string name, int annotated) =>
        Assert.That(NimbroLabels.Load(SharedData.Find($"nimbro/{name}.json")).Count, Is.EqualTo(annotated));
}
