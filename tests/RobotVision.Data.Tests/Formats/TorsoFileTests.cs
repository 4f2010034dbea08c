using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

public class TorsoFileTests
{
    TemporaryFolder _folder = null!;
    DataYaml _yaml = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _yaml = DataYaml.Load(_folder.Write("data.yaml",
            "format: torso\nnames: [ball, robot, person, obstacle, X-Intersection, field edge]\n"
            + "map: { person: obstacle, X-Intersection: line_x, field edge: none }\n"));
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("false", "false", "ball", "[[10, 20], [30, 40]]", false)]
    [TestCase("true", "false", "ball", "[[10, 20], [30, 40]]", false)]
    [TestCase("false", "true", "ball", "[[10, 20], [30, 40]]", false)]
    [TestCase("true", "true", "ball", "[[10, 20], [30, 40]]", true)]
    [TestCase("true", "false", "X-Intersection", "[[10, 20]]", false)]
    [TestCase("false", "true", "X-Intersection", "[[10, 20]]", true)]
    public void Read_Flags_SayWhatToIgnore(string blurred, string concealed, string type, string vector, bool ignore) =>
        Assert.That(One($"{{type: {type}, in_image: true, blurred: {blurred}, concealed: {concealed}, vector: {vector}}}").Ignore, Is.EqualTo(ignore));

    [TestCase(100, 50, 94, 44, 106, 56, false, TestName = "Read_PointInTheMiddle_GetsNominalBox")]
    [TestCase(4, 50, 0, 46, 8, 54, false, TestName = "Read_PointNearTheEdge_KeepsItsCentre")]
    [TestCase(-1, 50, 0, 48.8f, 1.2f, 51.2f, true, TestName = "Read_PointBeyondTheEdgeByRounding_IsToBeIgnored")]
    [TestCase(200, 100, 198.8f, 98.8f, 200, 100, true, TestName = "Read_PointAtTheEdge_IsToBeIgnored")]
    public void Read_Point(float x, float y, float x1, float y1, float x2, float y2, bool ignore)
    {
        var label = One(FormattableString.Invariant($"{{type: X-Intersection, in_image: true, vector: [[{x}, {y}]]}}"));
        Assert.Multiple(() =>
        {
            Assert.That(label.Ignore, Is.EqualTo(ignore));
            Assert.That(label.Box.X1, Is.EqualTo(x1).Within(1e-3));
            Assert.That(label.Box.Y1, Is.EqualTo(y1).Within(1e-3));
            Assert.That(label.Box.X2, Is.EqualTo(x2).Within(1e-3));
            Assert.That(label.Box.Y2, Is.EqualTo(y2).Within(1e-3));
        });
    }

    [Test]
    public void Read_TypeThatImageSaysNothingOf_IsUnlabelledThere()
    {
        var labels = Image("{type: ball, in_image: false}, {type: X-Intersection, in_image: true, vector: [[10, 20]]}, {type: obstacle, in_image: false}");
        Assert.That(labels.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, ObjectClass.LineX)), "persons are obstacles of ours, and nobody looked for them");
    }

    [Test]
    public void Read_NoAnnotations_LabelsNothing() => Assert.That(Image("").Labelled.Bits, Is.Zero);

    [Test]
    public void Read_TypeThatIsNone_IsLeftOut() => Assert.That(Image("{type: field edge, in_image: true, vector: [[0, 20]]}").Labels, Is.Empty);

    [TestCase("{type: bull, in_image: false}", ":5: type", "'bull'")]
    [TestCase("{type: ball, in_image: true}", ":5: ", "0 points")]
    [TestCase("{type: ball, in_image: false, vector: [[1, 2], [3, 4]]}", ":5: ", "2 points")]
    [TestCase("{type: ball, in_image: true, vector: [[1, 2]]}", ":5: vector", "one point")]
    [TestCase("{type: ball, in_image: true, vector: [[1, 2], [3]]}", ":5:", "expected points [x, y]")]
    [TestCase("{type: ball, in_image: true, vector: [[1, 2], [3, .nan]]}", ":5:", "'.nan'")]
    [TestCase("{type: ball, in_image: true, vector: [[1, 2], [1, 9]]}", ":5: ", "x 1 to 1")]
    [TestCase("{type: ball, in_image: true, vector: [[1, 2], [900, 9]]}", ":5: ", "inside the image")]
    [TestCase("{type: X-Intersection, in_image: true, vector: [[-3, 2]]}", ":5: ", "expected a point inside")]
    [TestCase("{type: ball, in_image: true, vector: [[1, 2], [3, 4]], concealed: true, blurrfd: true}", ":5: ", "expected 'blurred', found 'blurrfd'")]
    [TestCase("{type: X-Intersection, in_image: true, vector: [[1, 2]], conceled: true}", ":5: ", "expected 'concealed', found 'conceled'")]
    [TestCase("{type: !<> ball, in_image: false}", ":5: ", "YAML")]
    [TestCase("{type: ball, in_image: maybe}", ":5:", "in_image: expected true or false, found 'maybe'")]
    [TestCase("{type: ball, type: ball, in_image: false}", ":5:", "expected each field once, found 'type'")]
    [TestCase("{in_image: false}", ":5: annotation", "'type' in it, found none")]
    [TestCase("{type: ball}", ":5: annotation", "'in_image' in it, found none")]
    [TestCase("*other ", ":5:", "an alias")]
    public void Read_WrongAnnotation_SaysFileLineAndField(string annotation, string place, string what) =>
        Assert.That(() => Image(annotation), Throws.TypeOf<InvalidDataException>()
            .With.Message.StartsWith(Path.Combine(_folder.Path, "annotations.yaml") + place).And.Message.Contains(what));

    [TestCase("pictures: {}\n", ":1: the top level", "'images'")]
    [TestCase("images: [a.png]\n", ":1:", "images: expected a map, found a list")]
    [TestCase("images:\n  a.png: {width: 200, annotations: []}\n", ":2: 'a.png'", "'height'")]
    [TestCase("images:\n  a.png: {width: 2e2, height: 100, annotations: []}\n", ":2:", "'2e2'")]
    [TestCase("images:\n  a.png: {width: 9, height: 9, annotations: []}\n  a.png: {width: 9, height: 9, annotations: []}\n", ":3:", "'a.png'")]
    [TestCase("images: {}\n---\nimages: {}\n", ":2:", "one document")]
    [TestCase("", ":1:", "expected a map, found the end")]
    public void Read_WrongFile_SaysFileLineAndField(string text, string place, string what)
    {
        var file = _folder.Write("annotations.yaml", text);
        Assert.That(() => TorsoFile.Read(file, _yaml), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(file + place).And.Message.Contains(what));
    }

    [Test]
    public void Read_SeveralBadAnnotations_TellsEachWithPictureAndNumberAndKeepsTheGoodOnes()
    {
        var problems = new List<string>();
        var images = TorsoFile.Read(_folder.Write("annotations.yaml", """
            images:
              a.png:
                width: 200
                height: 100
                annotations:
                - {type: ball, in_image: true, vector: [[1, 2], [900, 9]]}
                - {type: ball, in_image: maybe, vector: [[1, 2], [90, 9]]}
                - {type: ball, in_image: true, vector: [[1, 2], [90, 9]]}
                - {type: ball, in_image: true, vector: [[1, [2, 3]], [90, 9]]}
                - {type: bull, in_image: false}
              b.png: {width: wide, height: 100, annotations: []}
              c.png: {width: 200, height: 100, annotations: [{type: ball, in_image: true, vector: [[1, 2], [3, 900]]}]}
            """), _yaml, problems);
        foreach (var image in images.Where(image => image.Labels is not null)) image.Labels!(problems);
        Assert.That(images.Select(image => image.Labels is null), Is.EqualTo(new[] { false, true, false }));
        Assert.That(images[0].Labels!([]).Labels, Has.One.Items);
        foreach (var what in new[] { ":6: ", ":7:", ":9:", ":10:", ":11:", ":12: " }) Assert.That(problems, Has.One.Contains("annotations.yaml" + what));
        Assert.That(problems, Has.Count.EqualTo(6).And.One.Contains("Annotation 2 of 'a.png'.").And.One.Contains("Image 'b.png'.")
            .And.One.Contains("Annotation 1 of 'c.png'."));
    }

    [TestCase("images:\n  a.png:\n\twidth: 9\n", ":3: ")]
    [TestCase("a: b\n\nimages:\n  a.png:\n    width: 9\n \theight: 9\n", ":6: ")]
    public void Read_TabAtTheBeginningOfALine_NamesThatLine(string text, string line) =>
        Assert.That(() => TorsoFile.Read(_folder.Write("annotations.yaml", text), _yaml), Throws.TypeOf<InvalidDataException>()
            .With.Message.StartsWith(Path.Combine(_folder.Path, "annotations.yaml") + line).And.Message.Contains("found a tab"));

    [TestCase("/set/train/images/a.png", "/set/train/annotations.yaml")]
    [TestCase("/set/train/a.png", "/set/train/annotations.yaml")]
    public void Place_OfImage_IsWhereTheSetHasIt(string image, string file) => Assert.That(TorsoFile.Place(image), Is.EqualTo(file));

    Label One(string annotation) => Image(annotation).Labels.Single();

    ImageLabels Image(string annotations) =>
        TorsoFile.Read(_folder.Write("annotations.yaml", $"images:\n  a.png:\n    width: 200\n    height: 100\n    annotations: [{annotations}]\n"),
            _yaml)[0].Labels!(null);
}
