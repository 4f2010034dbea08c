using RobotVision.Data.Datasets;
using RobotVision.Data.Exchange;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Exchange;

public class DatasetExchangeTests
{
    const int Width = 200;
    const int Height = 100;

    TemporaryFolder _folder = null!;
    List<string> _notes = null!;

    [SetUp]
    public void SetUp() => (_folder, _notes) = (new TemporaryFolder(), []);

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Export_EachTool_IsImportedAsTheSameLabels([ValueSource(typeof(ExchangeFormats), nameof(ExchangeFormats.Written))] ExchangeFormat format)
    {
        WrittenScenes.Write(_folder, DatasetFormat.Yolo);
        var original = new ImageDataset(DataYaml.Load(_folder["data.yaml"]), "train");
        DatasetExport.Run(original, format, _folder["sent"]);

        var problems = Import(_folder["sent"], "back", format);

        Assert.That(problems, Is.Empty);
        var back = new ImageDataset(DataYaml.Load(_folder["back/data.yaml"]), "train");
        Assert.That(back.Count, Is.EqualTo(original.Count));
        for (var i = 0; i < back.Count; i++)
        {
            var (expected, found) = (Sorted(original.Load(i)), Sorted(back.Load(i)));
            Assert.That(found.Select(label => (label.Class, label.Ignore)), Is.EqualTo(expected.Select(label => (label.Class, label.Ignore))));
            foreach (var (a, b) in expected.Zip(found))
            {
                Assert.That((b.Box.CenterX, b.Box.CenterY), Is.EqualTo((a.Box.CenterX, a.Box.CenterY)).Within(0.02), $"{b}");
                if (!b.Class.IsPoint() || b.Ignore) Assert.That((b.Box.Width, b.Box.Height), Is.EqualTo((a.Box.Width, a.Box.Height)).Within(0.02), $"{b}");
            }
        }
    }

    /// <summary>A list with a line twice, and names that differ in their ending alone, for which labelme and VOC have one file of labels.</summary>
    [Test]
    public void Export_SameImageTwiceAndNamesThatDifferInTheirEnding_GivesEachImageOnceWithItsLabels(
        [ValueSource(typeof(ExchangeFormats), nameof(ExchangeFormats.Written))] ExchangeFormat format)
    {
        Picture("images/1.png");
        Picture("more/images/1.jpg");
        _folder.Write("labels/1.txt", "0 0.5 0.5 0.1 0.2\n");
        _folder.Write("more/labels/1.txt", "1 0.5 0.5 0.3 0.2\n");
        _folder.Write("list.txt", "images/1.png\nmore/images/1.jpg\nimages/1.png\n");
        _folder.Write("data.yaml", "train: list.txt\nnames: [ball, robot]\n");
        DatasetExport.Run(new(DataYaml.Load(_folder["data.yaml"]), "train"), format, _folder["sent"]);
        Assert.That(Import(_folder["sent"], "back", format), Is.Empty);
        var back = new ImageDataset(DataYaml.Load(_folder["back/data.yaml"]), "train");
        Assert.That(
            Enumerable.Range(0, back.Count).Select(i => back.Load(i).Labels.Single().Class), Is.EquivalentTo(new[] { ObjectClass.Ball, ObjectClass.Robot }));
    }

    [Test]
    public void Import_UnknownClasses_ListsThemWithTheirNumbers()
    {
        WriteLabelme("a", """{"label":"human","points":[[1,2],[30,40]],"shape_type":"rectangle"}""");
        Assert.That(() => Import(_folder["raw"], "set"), Throws.TypeOf<OptionException>().With.Message.Contains("'human' (1 objects)"));
        Assert.That(Directory.Exists(_folder["set"]), Is.False);
    }

    [TestCase("obstacle", 1)]
    [TestCase("none", 0)]
    public void Import_MappedClass_BecomesWhatTheMapSays(string target, int labels)
    {
        WriteLabelme("a", """{"label":"human: big","points":[[1,2],[30,40]],"shape_type":"rectangle"}""");
        Assert.That(Import(_folder["raw"], "set", map: new() { ["human: big"] = target }), Is.Empty);
        Assert.That(Labels("set"), Has.Count.EqualTo(labels));
    }

    [Test]
    public void Import_NameInOtherLetters_IsOurs()
    {
        WriteLabelme("a", """{"label":"Penalty Mark","points":[[50,40]],"shape_type":"point"}""");
        Import(_folder["raw"], "set");
        Assert.That(Labels("set").Single().Class, Is.EqualTo(ObjectClass.PenaltyMark));
    }

    [Test]
    public void Import_PointOfABall_IsLeftOutWithAReason()
    {
        WriteLabelme("a", """{"label":"ball","points":[[50,40]],"shape_type":"point"}""");
        Assert.That(Import(_folder["raw"], "set").Single(), Does.Contain("a point, which has no size"));
        Assert.That(Labels("set"), Is.Empty);
    }

    [Test]
    public void Import_PointAtTheEdge_IsToBeIgnored()
    {
        WriteLabelme("a", """{"label":"line_t","points":[[0.5,40]],"shape_type":"point"}""");
        Import(_folder["raw"], "set");
        Assert.That(Labels("set").Single(), Has.Property(nameof(Label.Ignore)).True.And.Property(nameof(Label.Class)).EqualTo(ObjectClass.LineT));
    }

    [Test]
    public void Import_ImageOfAnotherSize_IsLeftOutWithBothSizes()
    {
        WriteLabelme("a", Ball, width: Height, height: Width);
        WriteLabelme("b", Ball);
        Assert.That(Import(_folder["raw"], "set").Single(), Does.Contain("100x200").And.Contain("200x100"));
        Assert.That(File.ReadAllLines(_folder["set/train.txt"]), Is.EqualTo(new[] { "images/b.png" }));
    }

    [Test]
    public void Import_NoImageThere_SaysWhereItLooked()
    {
        WriteLabelme("a", Ball);
        File.Delete(_folder["raw/a.png"]);
        Assert.That(() => Import(_folder["raw"], "set"), Throws.TypeOf<OptionException>().With.Message.Contains("a.png").And.Message.Contains("--images"));
    }

    [Test]
    public void Import_FolderWithFiles_IsRefused()
    {
        WriteLabelme("a", Ball);
        _folder.Write("set/mine.txt", "precious");
        Assert.That(() => Import(_folder["raw"], "set"), Throws.TypeOf<OptionException>().With.Message.Contains("empty"));
        Assert.That(File.ReadAllText(_folder["set/mine.txt"]), Is.EqualTo("precious"));
    }

    [Test]
    public void Import_RoboflowCoco_KeepsItsSplitsAndNamesThatOccurTwice()
    {
        foreach (var split in new[] { "train", "valid" })
        {
            Picture($"raw/{split}/same.jpg");
            _folder.Write($"raw/{split}/_annotations.coco.json", $$"""
                {"info":{},"categories":[{"id":0,"name":"objects"},{"id":1,"name":"Ball"}],"images":[{"id":0,"file_name":"same.jpg","width":200,"height":100}],
                "annotations":[{"id":0,"image_id":0,"category_id":1,"bbox":[{{(split == "train" ? 10 : 60)}},20,30,40],"area":1200,
                "segmentation":[],"iscrowd":0}]}
                """);
        }

        Assert.That(Import(_folder["raw"], "set"), Is.Empty);
        Assert.That(Labels("set").Single().Box.X1, Is.EqualTo(10).Within(0.01));
        Assert.That(Labels("set", "val").Single().Box.X1, Is.EqualTo(60).Within(0.01));
    }

    const string Ball = """{"label":"ball","points":[[1,2],[30,40]],"shape_type":"rectangle"}""";

    IReadOnlyList<string> Import(string labels, string output, ExchangeFormat? format = null, Dictionary<string, string>? map = null)
    {
        var images = ExchangeFormats.Read(labels, format, _notes.Add);
        return DatasetImport.Run(images, labels, new(images, map ?? []), _folder[output]).Problems;
    }

    IReadOnlyList<Label> Labels(string set, string split = "train") => new ImageDataset(DataYaml.Load(_folder[set]), split).Load(0).Labels;

    void WriteLabelme(string name, string shapes, int width = Width, int height = Height)
    {
        Picture($"raw/{name}.png");
        _folder.Write($"raw/{name}.json", $$"""
            {"version":"5.4.1","flags":{},"shapes":[{{shapes}}],"imagePath":"{{name}}.png","imageData":null,
            "imageHeight":{{height}},"imageWidth":{{width}}}
            """);
    }

    void Picture(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        ImageFile.Write(_folder[name], new BgrImage(Width, Height).View);
    }

    static List<Label> Sorted(LabelledImage image) => [.. image.Labels.OrderBy(label => label.Class).ThenBy(label => label.Box.X1)];
}
