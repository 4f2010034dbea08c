using RobotVision.Detection;
using RobotVision.Training.Datasets;

namespace RobotVision.Training.Tests.Datasets;

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
        var labels = Read("1 0.5 0.25 0.2 0.1\n\n  0\t0.95 0.5 0.104 0.5\r\n");
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

    [Test]
    public void Read_ClassToIgnore_GivesAreaForEachLabelledClassWithBox() =>
        Assert.That(Read("2 0.5 0.5 0.2 0.2\n").Select(label => (label.Class, label.Ignore)),
            Is.EqualTo(new[] { (ObjectClass.Ball, true), (ObjectClass.Robot, true) }));

    [Test]
    public void Read_UnlabelledClass_GivesNothing() => Assert.That(Read("3 0.5 0.5 0.2 0.2\n"), Is.Empty);

    [Test]
    public void Read_LineTwice_GivesOneObject() => Assert.That(Read("0 0.5 0.5 0.2 0.2\n0 0.5 0.5 0.2 0.2\n"), Has.Count.EqualTo(1));

    [TestCase("0 0.5 0.5 0.1", "5 fields")]
    [TestCase("0 0.5 0.5 0.1 0.1 0.9", "5 fields")]
    [TestCase("9 0.5 0.5 0.1 0.1", "class")]
    [TestCase("-1 0.5 0.5 0.1 0.1", "class")]
    [TestCase("0.0 0.5 0.5 0.1 0.1", "class")]
    [TestCase("ball 0.5 0.5 0.1 0.1", "class")]
    [TestCase("0 NaN 0.5 0.1 0.1", "x:")]
    [TestCase("0 0.5 1.2 0.1 0.1", "y:")]
    [TestCase("0 0.5 0.5 Infinity 0.1", "w:")]
    [TestCase("0 0.5 0.5 0.1 -0.1", "h:")]
    [TestCase("0 0.5 0.5 0,1 0.1", "w:")]
    [TestCase("0 0.5 0.5 0 0.1", "w:")]
    [TestCase("0 0.5 0.5 1e-30 0.1", "inside")]
    [TestCase("0 0.95 0.5 0.2 0.1", "inside")]
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
        Assert.That(() => YoloLabelFile.Read(file, _yaml, 200, 100), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(file + ":2: ").And.Message.Contains("0xFC"));
    }

    IReadOnlyList<Label> Read(string text) => YoloLabelFile.Read(_folder.Write("a.txt", text), _yaml, 200, 100).Labels;
}
