using RobotVision.Data.Datasets;
using RobotVision.Data.Exchange;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Exchange;

/// <summary>Which image file the labels of other tools are about, and what becomes of them.</summary>
public class DatasetImportTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Run_OneFileOfLabelsAClass_JoinsTheObjectsOfAnImage()
    {
        Picture("raw/images/1.png");
        Coco("raw/ball/a.json", "1.png", """{"image_id":1,"category_id":1,"bbox":[10,20,30,40]}""");
        Coco("raw/robot/a.json", "1.png", """{"image_id":1,"category_id":2,"bbox":[50,20,30,40]}""");
        var result = Import();
        Assert.That(result.Problems, Is.Empty);
        Assert.That(result.Notes.Single(), Does.Contain("1 image got the objects of all"));
        Assert.That(Labels().Select(label => label.Class), Is.EqualTo(new[] { ObjectClass.Ball, ObjectClass.Robot }));
        Assert.That(File.ReadAllLines(_folder["set/train.txt"]), Has.Length.EqualTo(1));
    }

    /// <summary>The labels of an image that is not there are not those of another one that has its name.</summary>
    [Test]
    public void Run_ImageOfTheSameNameInAnotherFolder_GetsNoLabelsOfTheMissingOne()
    {
        Picture("raw/a/1.png");
        Coco("raw/labels.json", ["a/1.png", "b/1.png"],
            """{"image_id":1,"category_id":1,"bbox":[10,20,30,40]}, {"image_id":2,"category_id":2,"bbox":[50,20,30,40]}""");
        Assert.That(Import().Problems.Single(), Does.Contain("'b/1.png'").And.Contain("left out"));
        Assert.That(Labels().Single().Class, Is.EqualTo(ObjectClass.Ball));
    }

    [Test]
    public void Run_TwoNamesThatAreEquallyLikely_LeavesBothOut()
    {
        Picture("raw/1.png");
        Picture("raw/2.png");
        Coco("raw/labels.json", ["a/1.png", "b/1.png", "2.png"], """{"image_id":1,"category_id":1,"bbox":[10,20,30,40]}""");
        Assert.That(Import().Problems, Has.Count.EqualTo(2));
        Assert.That(File.ReadAllLines(_folder["set/train.txt"]), Is.EqualTo(new[] { "images/2.png" }));
    }

    [Test]
    public void Run_NamesThatDifferInTheirEnding_HaveLabelsOfTheirOwn()
    {
        Picture("raw/1.png");
        Picture("raw/1.jpg");
        Coco("raw/labels.json", ["1.png", "1.jpg"], """
            {"image_id":1,"category_id":1,"bbox":[10,20,30,40]}, {"image_id":2,"category_id":2,"bbox":[50,20,30,40]}
            """);
        Assert.That(Import().Problems, Is.Empty);
        Assert.That(new[] { 0, 1 }.Select(i => Labels(i).Single().Class), Is.EquivalentTo(new[] { ObjectClass.Ball, ObjectClass.Robot }));
    }

    /// <summary>A crowd of a class with another name, as COCO's persons are.</summary>
    [Test]
    public void Run_CrowdOfAMappedClass_IsToBeIgnored()
    {
        Picture("raw/1.png");
        Coco("raw/labels.json", "1.png", """
            {"image_id":1,"category_id":3,"bbox":[10,20,30,40],"iscrowd":1},{"image_id":1,"category_id":3,"bbox":[60,20,30,40]}
            """);
        Import(new() { ["person"] = "obstacle" });
        Assert.That(Labels().Select(label => (label.Class, label.Ignore)), Is.EqualTo(new[] { (ObjectClass.Obstacle, true), (ObjectClass.Obstacle, false) }));
    }

    /// <summary>A false robot counts where robots were looked for, though there is none.</summary>
    [Test]
    public void Run_ClassWithoutObjects_StaysLabelled()
    {
        Picture("raw/1.png");
        Coco("raw/labels.json", "1.png", """{"image_id":1,"category_id":1,"bbox":[10,20,30,40]}""");
        Import();
        Assert.That(DataYaml.Load(_folder["set"]).Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot)));
    }

    [TestCase("train2017/1.png", "train")]
    [TestCase("Val2017/1.png", "val")]
    [TestCase("export/valid/images/1.png", "val")]
    [TestCase("Validation/1.png", "val")]
    [TestCase("Test/1.png", "test")]
    [TestCase("contest/1.png", "train")]
    [TestCase("test.png", "train")]
    public void Run_FolderCalledAsASplit_BecomesIt(string image, string split)
    {
        Picture($"raw/{image}");
        Coco("raw/labels.json", image, "");
        Assert.That(Import().Splits, Is.EqualTo(new Dictionary<string, int> { [split] = 1 }));
    }

    [Test]
    public void Run_SubsetOfCvat_BecomesTheSplit()
    {
        Picture("raw/1.png");
        _folder.Write("raw/a.xml", """
            <annotations><image name="1.png" width="200" height="100" subset="Test"><box label="ball" xtl="1" ytl="2" xbr="30" ybr="40"/></image></annotations>
            """);
        Assert.That(Import().Splits.Keys, Is.EqualTo(new[] { "test" }));
    }

    [Test]
    public void Run_UnreadableImageAndUnusableOne_AreLeftOutAndTheOthersGoOn()
    {
        Picture("raw/good.png");
        Picture("raw/cube.png");
        Picture("raw/torn.jpg");
        File.WriteAllBytes(_folder["raw/torn.jpg"], File.ReadAllBytes(_folder["raw/torn.jpg"])[..^300]);
        _folder.Write("raw/empty.png", "");
        _folder.Write("raw/a.xml", string.Concat(new[] { "good.png", "cube.png", "torn.jpg", "empty.png" }.Select(name => $"""
            <image name="{name}" width="200" height="100"><box label="ball" xtl="1" ytl="2" xbr="30" ybr="40"/>
            {(name == "cube.png" ? "<cuboid label='robot'/>" : "")}</image>
            """).Prepend("<annotations>").Append("</annotations>")));
        var problems = Import().Problems;
        Assert.That(problems, Has.Count.EqualTo(3));
        Assert.That(problems, Has.Some.Contains("cuboid").And.Some.Contains("torn.jpg").And.Some.Contains("empty.png"));
        Assert.That(Directory.GetFiles(_folder["set/images"]).Select(Path.GetFileName), Is.EqualTo(new[] { "good.png" }));
    }

    [Test]
    public void Run_NoImageThatCanBeUsed_LeavesNothingSoThatTheNextTryIsFree()
    {
        Picture("raw/1.png");
        _folder.Write("raw/a.xml", """
            <annotations><image name="1.png" width="100" height="200"><box label="ball" xtl="1" ytl="2" xbr="3" ybr="4"/></image></annotations>
            """);
        Assert.That(() => Import(), Throws.TypeOf<InvalidDataException>().With.Message.Contains("100x200").And.Message.Contains("200x100"));
        Assert.That(Directory.Exists(_folder["set"]), Is.False);
    }

    [Test]
    public void Run_BoxesAtTheEdge_AreCutOffWhereTheirMiddleIsInside()
    {
        Picture("raw/1.png");
        Coco("raw/labels.json", "1.png", """{"image_id":1,"category_id":1,"bbox":[150,20,80,40]},{"image_id":1,"category_id":1,"bbox":[190,20,300,40]}""");
        var result = Import();
        Assert.That(result.Problems.Single(), Does.Contain("x 190 to 490"));
        Assert.That(result.Notes.Single(), Does.Contain("1 box cut off"));
        Assert.That(Labels().Single().Box.X2, Is.EqualTo(200));
    }

    [Test]
    public void Run_NeitherObjectsNorClasses_IsRefused()
    {
        Picture("raw/1.png");
        _folder.Write("raw/a.xml", "<annotations><image name='1.png' width='200' height='100'/></annotations>");
        Assert.That(() => Import(), Throws.TypeOf<OptionException>().With.Message.Contains("1 images with neither"));
    }

    [Test]
    public void Run_LabelmeInTwoFoldersWithTheSameNames_TakesThePictureBesideEach()
    {
        foreach (var (folder, x) in new[] { ("a", 10), ("b", 60) })
        {
            Picture($"raw/{folder}/1.png");
            _folder.Write($"raw/{folder}/1.json", $$"""
                {"version":"5","shapes":[{"label":"ball","points":[[{{x}},20],[{{x + 30}},60]],"shape_type":"rectangle"}],"imagePath":"1.png","imageData":null,
                "imageHeight":null,"imageWidth":null}
                """);
        }

        Assert.That(Import().Problems, Is.Empty);
        Assert.That(new[] { 0, 1 }.Select(i => Labels(i).Single().Box.X1), Is.EqualTo(new[] { 10f, 60f }).Within(0.01));
    }

    DatasetImportResult Import(Dictionary<string, string>? map = null)
    {
        var images = ExchangeFormats.Read(_folder["raw"], null, _ => { });
        return DatasetImport.Run(images, _folder["raw"], new(images, map ?? []), _folder["set"]);
    }

    IReadOnlyList<Label> Labels(int image = 0) => new ImageDataset(DataYaml.Load(_folder["set"]), "train").Load(image).Labels;

    void Coco(string file, string image, string annotations) => Coco(file, [image], annotations);

    void Coco(string file, string[] images, string annotations) => _folder.Write(file, $$"""
        {"categories":[{"id":1,"name":"Ball"},{"id":2,"name":"robot"},{"id":3,"name":"person"}],
        "images":[{{string.Join(',', images.Select((image, i) => $$"""{"id":{{i + 1}},"file_name":"{{image}}","width":200,"height":100}"""))}}],
        "annotations":[{{annotations}}]}
        """);

    void Picture(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        ImageFile.Write(_folder[name], new BgrImage(200, 100).View);
    }
}
