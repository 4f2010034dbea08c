using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

public class YoloWriterTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Finish_OtherSplitOfBefore_StaysInTheDataSet()
    {
        Write("train", "a.png");
        Write("val", "b.png");
        var yaml = DataYaml.Load(_folder.Path);
        Assert.That(Names(yaml, "train"), Is.EqualTo(new[] { "a.png" }));
        Assert.That(Names(yaml, "val"), Is.EqualTo(new[] { "b.png" }));
    }

    [Test]
    public void Finish_SameSplitAgain_ReplacesItsListAlone()
    {
        Write("train", "a.png");
        Write("val", "b.png");
        Write("train", "c.png");
        var yaml = DataYaml.Load(_folder.Path);
        Assert.That(Names(yaml, "train"), Is.EqualTo(new[] { "c.png" }));
        Assert.That(Names(yaml, "val"), Is.EqualTo(new[] { "b.png" }));
    }

    [Test]
    public void Finish_ListThatTheDataSetDoesNotName_IsNotTaken()
    {
        _folder.Write("test.txt", "images/z.png\n");
        Write("train", "a.png");
        Write("val", "b.png");
        Assert.That(DataYaml.Load(_folder.Path).Splits.Keys, Is.EquivalentTo(new[] { "train", "val" }));
    }

    [Test]
    public void Add_NameThatAnotherSplitHas_IsRefused()
    {
        Write("train", "a.png");
        Assert.That(() => Write("val", "a.png"), Throws.TypeOf<InvalidDataException>().With.Message.Contains("'a.png'").And.Message.Contains("'train'"));
    }

    [TestCase("a.pgm")]
    [TestCase("a.PGM")]
    public void Add_EndingThatCannotBeWritten_LeavesNoLabels(string name)
    {
        Assert.That(() => Write("train", name), Throws.TypeOf<OptionException>().With.Message.Contains(name).And.Message.Contains(".png"));
        Assert.That(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories), Is.Empty);
    }

    [TestCase("train: train.txt\nnames: [ball]\n")]
    [TestCase("path: elsewhere\n")]
    [TestCase("train: photos\n")]
    [TestCase("map: { ball: robot }\n")]
    [TestCase("unlabelled: [ball]\n")]
    [TestCase("format: voc\n")]
    public void Constructor_DataSetOfAnotherOrigin_IsRefusedAndStays(string fields)
    {
        Write("val", "a.png");
        var names = File.ReadAllText(Path.Combine(_folder.Path, "data.yaml")).Split('\n').Where(line =>
            line.StartsWith("names", StringComparison.Ordinal) || line.StartsWith(' '));
        var text = fields.Contains("names", StringComparison.Ordinal) ? fields : $"{fields}{string.Join('\n', names)}\n";
        var file = _folder.Write("data.yaml", text);
        Assert.That(() => new YoloWriter(_folder.Path, ClassSet.BuiltIn), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(file)
            .And.Message.Contains("another data set"));
        Assert.That(File.ReadAllText(file), Is.EqualTo(text));
    }

    void Write(string split, string name)
    {
        var writer = new YoloWriter(_folder.Path, ClassSet.BuiltIn);
        writer.Add(split, name, new("", new BgrImage(4, 4), [], ClassSet.BuiltIn));
        writer.Finish();
    }

    static IEnumerable<string?> Names(DataYaml yaml, string split) => yaml.Images(split).Select(Path.GetFileName);
}
