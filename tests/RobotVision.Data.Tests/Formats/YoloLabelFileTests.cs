using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

public class YoloLabelFileTests
{
    TemporaryFolder _folder = null!;
    DataYaml _yaml = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _yaml = DataYaml.Load(_folder.Write("data.yaml",
            "names: [ball, robot, parking, goalpost]\nmap: {parking: ignore}\nunlabelled: [goalpost]\n"));
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Read_Lines_GiveBoxesInPixels()
    {
        var labels = Read("1.0 0.5 0.25 0.2 0.1\n\n  0\t0.95 0.5 0.104 0.5\r\n");
        Assert.That(labels, Has.Count.EqualTo(2));
        Assert.Multiple(() =>
        {
            Assert.That(labels[0].Class, Is.EqualTo(ObjectClass.Robot));
            Assert.That(labels[0].Box.X1, Is.EqualTo(80).Within(1e-3));
            Assert.That(labels[0].Box.Y1, Is.EqualTo(20).Within(1e-3));
            Assert.That(labels[0].Box.X2, Is.EqualTo(120).Within(1e-3));
            Assert.That(labels[0].Box.Y2, Is.EqualTo(30).Within(1e-3));
            Assert.That(labels[1].Box.X2, Is.EqualTo(200), "cut off at the edge");
        });
    }

    [TestCase("0 0.304 0.500281 0.608 1.0004374", 0, 0.00623f, 121.6f, 100)]
    [TestCase("0 0.5 0.5 1.02 1.02", 0, 0, 200, 100)]
    [TestCase("0 -0.005 0.5 0.01 0.2", 0, 0, 0, 0)]
    [TestCase("0 0 0.5 0.02 0.2", 0, 40, 2, 60)]
    [TestCase("0 1.005 0.5 0.01 0.2", 0, 0, 0, 0)]
    [TestCase("0 0.51 0.5 1 0.2", 2, 40, 200, 60)]
    [TestCase("0 0.95 0.5 0.2 0.2", 170, 40, 200, 60)]
    public void Read_EdgesOutside_AreCutOff(string line, float x1, float y1, float x2, float y2)
    {
        if (x2 == 0)
        {
            Assert.That(() => Read(line), Throws.TypeOf<InvalidDataException>().With.Message.Contains("inside"), "nothing of it is in the image");
            return;
        }

        var box = Read(line).Single().Box;
        Assert.That(new[] { box.X1, box.Y1, box.X2, box.Y2 }, Is.EqualTo(new[] { x1, y1, x2, y2 }).Within(1e-3));
    }

    [TestCase("0 0.1 0.2 0.3 0.1 0.2 0.4", 20, 10, 60, 40, "polygons", TestName = "Read_Polygon_TakesTheBoxAroundIt")]
    [TestCase("0 0.1 0.2 0.3 0.1 0.2 0.4 0.15 0.3 0.12 0.25", 20, 10, 60, 40, "polygons", TestName = "Read_PolygonOfFivePoints_TakesTheBoxAroundIt")]
    [TestCase("0 0.5 0.5 0.9 0.5 1 0.8 1 1 0.5 1", 100, 50, 200, 100, "polygons", TestName = "Read_PolygonInACornerOfTheImage_IsNoPose")]
    [TestCase("0 0.2 0.1 0.3 0.2 0.2 0.3 0.1 0.2", 20, 10, 60, 30, "oriented", TestName = "Read_OrientedBox_TakesTheBoxAroundIt")]
    public void Read_Outline(string line, float x1, float y1, float x2, float y2, string word)
    {
        var told = new List<string>();
        var yaml = DataYaml.Load(Path.Combine(_folder.Path, "data.yaml"), new(told.Add));
        var file = _folder.Write("a.txt", line + "\n" + line.Replace("0.5", "0.51", StringComparison.Ordinal) + "\n0 0.5 0.5 0.1 0.1\n");
        var box = YoloLabelFile.Read(file, yaml, 200, 100).Labels[0].Box;
        YoloLabelFile.Read(file, yaml, 200, 100);
        Assert.That(new[] { box.X1, box.Y1, box.X2, box.Y2 }, Is.EqualTo(new[] { x1, y1, x2, y2 }).Within(1e-3));
        Assert.That(told, Has.One.Items.And.One.Contains(word), "once a set");
    }

    [TestCase("0 0.5 0.5 0.1 0.1 0.87", "confidence")]
    [TestCase("0 0.2 0.1 0.3 0.2 0.2 0.3 0.1 0.2 0.9", "an oriented box and its confidence")]
    [TestCase("0 0.5 0.5 0.1 0.1 0.45 0.45 2.000000 0.5 0.5 1.000000", "key points")]
    [TestCase("0 0.5 0.5 0.1 0.1 0.45 0.45 1", "key points")]
    [TestCase("0 0.5 0.5 0.1 0.1 0.45 0.45 1 0 0 0 0.5 0.5 1 0.52 0.5 1", "key points")]
    [TestCase("0 0.5 0.5 0.1 0.1 0.4 0.4 0.5 0.5", "key points", "[2, 2]")]
    [TestCase("0 0.5 0.5 0.1 0.1 0.4 0.4 0 0.5 0.5 1", "key points", "[2, 3]")]
    [TestCase("0 0.5 0.5 0.1 0.1 0.4 0.4 0.3", "found 8 fields: '0 0.5")]
    [TestCase("car 0 0 1.5 100 200 150 250 1 2 3 4 5 6 7", "'car 0 0 1.5")]
    public void Read_LineThatIsNoBoxAndNoOutline_IsNamedForWhatItIs(string line, string what, string? shape = null)
    {
        var yaml = shape is null ? _yaml : DataYaml.Load(_folder.Write("pose.yaml", $"names: [ball]\nkpt_shape: {shape}\n"));
        Assert.That(() => YoloLabelFile.Read(_folder.Write("a.txt", line), yaml, 200, 100),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("expected 5 fields").And.Message.Contains(what));
    }

    [Test]
    public void Read_ClassToIgnore_GivesAreaForEachLabelledClassWithBox() =>
        Assert.That(Read("2 0.5 0.5 0.2 0.2\n").Select(label => (label.Class, label.Ignore)),
            Is.EqualTo(new[] { (ObjectClass.Ball, true), (ObjectClass.Robot, true) }));

    [Test]
    public void Read_UnlabelledClass_GivesNothing() => Assert.That(Read("3 0.5 0.5 0.2 0.2\n"), Is.Empty);

    [Test]
    public void Read_LineTwice_GivesOneObject() => Assert.That(Read("0 0.5 0.5 0.2 0.2\n0 0.5 0.5 0.2 0.2\n"), Has.Count.EqualTo(1));

    [Test]
    public void Read_BoxesThatReachOut_AreToldOnce()
    {
        var told = new List<string>();
        _yaml = DataYaml.Load(_folder.Write("data.yaml", "names: [ball]\n"), new(told.Add));
        Read("0 0.999 0.5 0.01 0.2\n0 0.995 0.5 0.02 0.2");
        Assert.That(told, Is.Empty, "rounding");
        Read("0 0.95 0.5 0.2 0.2\n0 0.05 0.5 0.2 0.2");
        Assert.That(told, Has.One.Items.And.One.Contains("a.txt:1: the box reaches beyond the image"));
    }

    [TestCase("0 0.5 0.5 0.1", "5 fields")]
    [TestCase("0 0.5 0.5 0.1 0.1 0.9", "5 fields")]
    [TestCase("9 0.5 0.5 0.1 0.1", "class")]
    [TestCase("-1 0.5 0.5 0.1 0.1", "class")]
    [TestCase("0.5 0.5 0.5 0.1 0.1", "class")]
    [TestCase("ball 0.5 0.5 0.1 0.1", "class")]
    [TestCase("0 NaN 0.5 0.1 0.1", "x:")]
    [TestCase("0 0.5 1.2 0.1 0.1", "y:")]
    [TestCase("0 0.5 0.5 Infinity 0.1", "w:")]
    [TestCase("0 0.5 0.5 0.1 -0.1", "h:")]
    [TestCase("0 0.5 0.5 0,1 0.1", "w:")]
    [TestCase("0 0.5 0.5 0 0.1", "w:")]
    [TestCase("0 0.5 0.5 1e-30 0.1", "inside")]
    [TestCase("0 1.01 0.5 0.2 0.1", "inside")]
    [TestCase("0 320 240 20 20", "x:")]
    [TestCase("\u0001\u0002\uFFFD", "5 fields")]
    [TestCase("\u0000\u0001\u0002\uFFFD", "zero byte")]
    [TestCase("0 0.5 0.5 0.25 0.2\u0000", "zero byte")]
    public void Read_WrongLine_SaysFileAndLine(string line, string what)
    {
        var file = _folder.Write("a.txt", "0 0.5 0.5 0.1 0.1\n" + line);
        Assert.That(() => YoloLabelFile.Read(file, _yaml, 200, 100),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(file + ":2: ").And.Message.Contains(what));
    }

    [Test]
    public void Read_OtherEncoding_SaysFileLineAndByte()
    {
        var file = _folder.Write("a.txt", [.. "0 0.5 0.5 0.1 0.1\n0 0.5 0.5 0.1 0.1 "u8, 0xFC]);
        Assert.That(() => YoloLabelFile.Read(file, _yaml, 200, 100), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(file + ":2: ")
            .And.Message.Contains("0xFC"));
    }

    IReadOnlyList<Label> Read(string text) => YoloLabelFile.Read(_folder.Write("a.txt", text), _yaml, 200, 100).Labels;
}
