using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

public class VocFileTests
{
    const string Ball =
        "<object><name>ball</name><difficult>0</difficult><bndbox><xmin>1</xmin><ymin>11</ymin><xmax>20.5</xmax><ymax>30</ymax></bndbox></object>";
    const string Good = "<annotation>\n<size><width>200</width><height>100</height></size>\n" + Ball + "\n</annotation>\n";

    TemporaryFolder _folder = null!;
    DataYaml _yaml = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _yaml = DataYaml.Load(_folder.Write("data.yaml", "format: voc\nnames: [ball, robot]\n"));
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Read_PixelsFromOne_GiveBoxThatHoldsThem() =>
        Assert.That(Read(Good), Is.EqualTo(new[] { new Label(ObjectClass.Ball, new(0, 10, 20.5f, 30)) }));

    [Test]
    public void Read_EdgeAtZero_IsCutOff() =>
        Assert.That(Read(Good.Replace("<xmin>1<", "<xmin>0<", StringComparison.Ordinal))[0].Box.X1, Is.Zero);

    [Test]
    public void Read_Difficult_IsToBeIgnored() =>
        Assert.That(Read(Good.Replace("<difficult>0", "<difficult>1", StringComparison.Ordinal))[0].Ignore, Is.True);

    [Test]
    public void Read_NoWordOfDifficulty_Counts() =>
        Assert.That(Read(Good.Replace("<difficult>0</difficult>", "", StringComparison.Ordinal))[0].Ignore, Is.False);

    [TestCase("<width>200", "<width>100", ":2:2: 'size'", "found 100x100")]
    [TestCase("<size><width>200</width><height>100</height></size>", "", ":1:2: 'annotation'", "'size' in it, found none")]
    [TestCase("<name>ball</name>", "<name>bull</name>", ":3: name", "ball, robot")]
    [TestCase("<name>ball</name>", "<name>ball</name><name>robot</name>", ":3:", "several")]
    [TestCase("<difficult>0", "<difficult>maybe", ":3:", "'maybe'")]
    [TestCase("difficult>", "dificult>", ":3: ", "expected 'difficult', found 'dificult'")]
    [TestCase("object>", "objekt>", ":3: ", "expected 'object', found 'objekt'")]
    [TestCase("<xmax>20.5", "<xmax>NaN", ":3:", "'xmax': expected a number, found 'NaN'")]
    [TestCase("<xmax>20.5", "<xmax>20,5", ":3:", "'20,5'")]
    [TestCase("<xmax>20.5", "<xmax>0", ":3: ", "x 0 to 0")]
    [TestCase("<ymax>30", "<ymax>230", ":3: ", "inside the image of 200x100")]
    [TestCase("<xmin>1</xmin>", "", ":3:", "'xmin' in it, found none")]
    [TestCase("annotation>", "annotations>", ":1:2: 'annotations'", "expected 'annotation'")]
    [TestCase("</object>", "", ":4: ", "XML")]
    [TestCase("<annotation>\n", "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;\">]>\n<annotation>&c;", ":1: ", "document type")]
    [TestCase("<annotation>\n", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">\n<annotation>\n", ":1: ", "document type")]
    public void Read_WrongElement_SaysFileLineAndElement(string good, string bad, string place, string what) =>
        Assert.That(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)), Throws.TypeOf<InvalidDataException>()
            .With.Message.StartsWith(Path.Combine(_folder.Path, "a.xml") + place).And.Message.Contains(what));

    [Test]
    public void Read_SeveralBadObjects_TellsEachByItsNumberAndKeepsTheGoodOnes()
    {
        var problems = new List<string>();
        var objects = Ball.Replace("20.5", "900", StringComparison.Ordinal) + Ball + Ball.Replace("ball", "bull", StringComparison.Ordinal)
            + Ball.Replace("object>", "objekt>", StringComparison.Ordinal) + Ball.Replace("<ymin>11", "<ymin>x", StringComparison.Ordinal);
        var labels = VocFile.Read(_folder.Write("a.xml", Good.Replace(Ball, objects, StringComparison.Ordinal)), _yaml, 200, 100, problems);
        Assert.That(labels.Labels, Has.One.Items);
        Assert.That(problems, Has.Count.EqualTo(4).And.One.Contains("x 0 to 900, y 10 to 30. Object 1.").And.One.Contains("Object 3.")
            .And.One.Contains("Object 4.").And.One.Contains("Object 5."));
    }

    [TestCase("<!DOCTYPE annotation SYSTEM \"x.dtd\">")]
    [TestCase("<!doctype annotation>")]
    public void Read_DocumentType_NamesItsLineAndNoSettingOfOurs(string declaration) => Assert.That(
        () => Read("<?xml version=\"1.0\"?>\n\n" + declaration + "\n" + Good), Throws.TypeOf<InvalidDataException>()
            .With.Message.StartsWith(Path.Combine(_folder.Path, "a.xml") + ":3: ").And.Message.Not.Contains("Settings").And.Message.Not.Contains("Dtd"));

    [Test]
    public void Read_DeepNesting_IsRefusedAndDoesNotExhaustTheStack()
    {
        var nest = string.Concat(Enumerable.Repeat("<a>", 500_000)) + string.Concat(Enumerable.Repeat("</a>", 500_000));
        Assert.That(() => Read(Good.Replace("<name>ball", $"<name>{nest}ball", StringComparison.Ordinal)), Throws.TypeOf<InvalidDataException>()
            .With.Message.StartsWith(Path.Combine(_folder.Path, "a.xml") + ":3: ").And.Message.Contains("16 levels"));
    }

    [TestCase("/set/JPEGImages/day/a.jpg", "/set/Annotations/day/a.xml")]
    [TestCase("/set/images/a.jpg", "/set/annotations/a.xml")]
    [TestCase("/set/day/a.jpg", "/set/day/a.xml")]
    public void Place_OfImage_IsWhereToolsWrite(string image, string file) => Assert.That(VocFile.Place(image), Is.EqualTo(file));

    IReadOnlyList<Label> Read(string text) => VocFile.Read(_folder.Write("a.xml", text), _yaml, 200, 100).Labels;
}
