using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

public class CocoFileTests
{
    const string Good = """
        { "images": [{"id": 1, "file_name": "day\\a.png", "width": 200, "height": 100},
          {"id": 2, "file_name": "b.png", "width": 200, "height": 100}],
        "categories": [{"id": 0, "name": "things"}, {"id": 3, "name": "ball"}],
        "annotations": [
          {"image_id": 1, "category_id": 3, "bbox": [1, 2, 10.5, 20], "iscrowd": 0},
          {"image_id": 1, "category_id": 3, "bbox": [40, 2, 50, 60], "iscrowd": 1}] }
        """;

    const string Head = """{ "images": [{"id": 1, "file_name": "a.png", "width": 200, "height": 100}],"""
        + """ "categories": [{"id": 3, "name": "ball"}], "annotations": [""";
    const string OneObject = """{"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "iscrowd": 0}""";

    TemporaryFolder _folder = null!;
    DataYaml _yaml = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        _yaml = DataYaml.Load(_folder.Write("data.yaml", "format: coco\nnames: [ball]\n"));
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Read_Annotations_GiveBoxesAndCrowdsToIgnore()
    {
        var images = Read(Good);
        Assert.That(images.Select(image => image.Name), Is.EqualTo(new[] { "day/a.png", "b.png" }));
        Assert.That(images[0].Labels!(null).Labels, Is.EqualTo(new[]
        {
            new Label(ObjectClass.Ball, new(1, 2, 11.5f, 22)), new Label(ObjectClass.Ball, new(40, 2, 90, 62), Ignore: true),
        }));
        Assert.That(images[1].Labels!(null).Labels, Is.Empty);
    }

    [TestCase("[1, 2, 10.5, 20]", "[1, 2, 10.5]", ":5:", "bbox: expected [x, y, width, height] in pixels")]
    [TestCase("[1, 2, 10.5, 20]", "[1, 2, 10.5, 20, 5]", ":5:", "bbox")]
    [TestCase("[1, 2, 10.5, 20]", "[1, \"2\", 10.5, 20]", ":5:49: bbox", "'2'")]
    [TestCase("[1, 2, 10.5, 20]", "[1, 2, 1e99, 20]", ":5:", "'1e99'")]
    [TestCase("[1, 2, 10.5, 20]", "[1, 2, NaN, 20]", ":5:", "JSON")]
    [TestCase("[1, 2, 10.5, 20]", "[1, 2, -10.5, 20]", ":5: ", "inside the image")]
    [TestCase("[1, 2, 10.5, 20]", "[1, 2, 10.5, 0]", ":5: ", "inside the image")]
    [TestCase("[1, 2, 10.5, 20]", "[195, 2, 10.5, 20]", ":5: ", "x 195 to 205.5")]
    [TestCase("[1, 2, 10.5, 20]", "null", ":5:", "bbox")]
    [TestCase("\"iscrowd\": 0", "\"iscrowd\": 2", ":5:", "iscrowd: expected 0 or 1, found '2'")]
    [TestCase("\"iscrowd\": 1", "\"iscrowf\": 1", ":6: ", "expected 'iscrowd', found 'iscrowf'")]
    [TestCase("\"iscrowd\": 1", "\"is_crowd\": 1", ":6: ", "expected 'iscrowd', found 'is_crowd'")]
    [TestCase("\"iscrowd\": 0", "\"bbox\": [1, 2, 3, 4]", ":5:", "bbox: expected it once")]
    [TestCase(", \"bbox\": [1, 2, 10.5, 20]", "", ":5: ", "'bbox' in it, found none")]
    [TestCase("{\"image_id\": 1, \"category_id\": 3, \"bbox\": [40", "{\"image_id\": 7, \"category_id\": 3, \"bbox\": [40", ":6: image_id", "found 7")]
    [TestCase("\"category_id\": 3, \"bbox\": [40", "\"category_id\": 7, \"bbox\": [40", ":6: category_id", "found 7")]
    [TestCase("\"category_id\": 3, \"bbox\": [40", "\"category_id\": 0, \"bbox\": [40", ":6: category_id", "'things'")]
    [TestCase("\"name\": \"ball\"", "\"name\": \"bull\"", ":3: categories", "expected 'ball'")]
    [TestCase("\"id\": 3", "\"id\": 0", ":3: id", "0 again")]
    [TestCase("\"id\": 2", "\"id\": 1", ":2: id", "1 again after line 1")]
    [TestCase("\"b.png\"", "\"day/a.png\"", ":2: ", "'day/a.png' again after line 1")]
    [TestCase("\"b.png\"", "\"\"", ":2:", "file name")]
    [TestCase("\"b.png\"", "\"\\ud800\"", ":2:", "expected a text")]
    [TestCase("\"width\": 200, \"height\": 100}]", "\"width\": 0, \"height\": 100}]", ":2:", "width: expected an integer, 1 to")]
    [TestCase("\"annotations\": [", "\"annotated\": [", ":1: ", "'annotations' in it, found none")]
    [TestCase("\"annotations\": [", "\"images\": [], \"annotations\": [", ":4:", "images: expected it once")]
    [TestCase("\"iscrowd\": 1}] }", "\"iscrowd\": 1}] } {", ":6:", "JSON")]
    [TestCase("\"iscrowd\": 1}] }", "\"iscrowd\": 1}]", ":6:", "cut off")]
    public void Read_WrongField_SaysFileLineAndField(string good, string bad, string place, string what)
    {
        var text = Good.Replace(good, bad, StringComparison.Ordinal);
        Assert.That(text, Is.Not.EqualTo(Good));
        Assert.That(() => Open(text), Throws.TypeOf<InvalidDataException>()
            .With.Message.StartsWith(Path.Combine(_folder.Path, "a.json") + place).And.Message.Contains(what));
    }

    [TestCase("../images/a.png", "images/a.png")]
    [TestCase("./a.png", "a.png")]
    [TestCase("/data/day/images/a.png", "images/a.png")]
    [TestCase("C:\\\\day\\\\images\\\\a.png", "images/a.png")]
    [TestCase("/a.png", "a.png")]
    public void Read_PathOfAnotherFolderOrMachine_KeepsWhatTellsImagesApart(string path, string name) => Assert.That(
        CocoFile.Read(_folder.Write("a.json", Good.Replace("day\\\\a.png", path, StringComparison.Ordinal)), _yaml, null)[0].Name, Is.EqualTo(name));

    [TestCase("true", true)]
    [TestCase("false", false)]
    [TestCase("null", false)]
    [TestCase("1.0", true)]
    public void Read_Flag_MayBeWrittenInManyWays(string flag, bool ignore) => Assert.That(
        CocoFile.Read(_folder.Write("a.json", Good.Replace("\"iscrowd\": 0", $"\"iscrowd\": {flag}", StringComparison.Ordinal)), _yaml, null)[0]
            .Labels!(null).Labels[0].Ignore, Is.EqualTo(ignore));

    [Test]
    public void Read_ManyFaultsOnOneLine_TellsEachWithPictureAndAnnotation()
    {
        const string OneLine = """
            { "images": [{"id": 1, "file_name": "a.png", "width": 200, "height": 100},
            {"id": 2, "file_name": "b.png", "width": 200, "height": 100}], "categories": [{"id": 3, "name": "ball"}], "annotations": [
            {"id": 21, "image_id": 1, "category_id": 3, "bbox": [190, 2, 30, 20]}, {"id": 22, "image_id": 1, "category_id": 3, "bbox": [1, 2, 30, 200]},
            {"id": 23, "image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4]},
            {"bbox": [-9, 2, 5, 20], "image_id": 2, "category_id": 3, "id": 24}, {"bbox": [1, [2], 3, 4], "image_id": 2, "category_id": 3, "id": 25},
            {"id": 26, "image_id": 2, "category_id": 9, "bbox": [1, 2, 3, 4]},
            {"id": 27, "image_id": 7, "category_id": 3, "bbox": [1, 2, 3, 4]}, {"image_id": 2, "category_id": 3}] }
            """;
        var problems = new List<string>();
        var images = CocoFile.Read(_folder.Write("a.json", OneLine.ReplaceLineEndings("")), _yaml, problems);
        foreach (var image in images) image.Labels!(problems);
        foreach (var (annotation, what) in new[]
        {
            ("Annotation 21 of 'a.png'", "x 190 to 220"), ("Annotation 22 of 'a.png'", "y 2 to 202"), ("Annotation 24 of 'b.png'", "x -9 to -4"),
            ("Annotation 25 of 'b.png'", "bbox: expected a number, found a list"),
            ("Annotation 26 of 'b.png'", "category_id"), ("Annotation 27.", "image_id"),
            ("Annotation number 8 of the file of 'b.png'", "expected 'bbox' in it"),
        })
            Assert.That(problems, Has.One.Contains(annotation).And.One.Contains(what));
        Assert.That(problems, Has.Count.EqualTo(7));
        Assert.That(images[0].Labels!([]).Labels, Has.One.Items, "the good annotation stays");
    }

    [TestCase("\"id\": 1, \"file", "\"id\": \"1\", \"file", "id: expected an integer, found the text '1'. Image 'day/a.png'.")]
    [TestCase("\"width\": 200, \"height\": 100},", "\"width\": \"200\", \"height\": 100},",
        "width: expected an integer, 1 to 1048576, found the text '200'. Image 'day/a.png'.")]
    [TestCase("\"name\": \"ball\"", "\"name\": 3", "name: expected a text, found '3'.")]
    [TestCase("\"iscrowd\": 0", "\"iscrowd\": \"0\"",
        "iscrowd: expected 0 or 1, found the text '0'. Annotation number 1 of the file of 'day/a.png'.")]
    [TestCase("\"iscrowd\": 0", "\"iscrowd\": []", "found a list")]
    public void Read_WrongType_SaysWhatItIsAndToldOnceInsteadOfManyTimes(string good, string bad, string what)
    {
        var problems = new List<string>();
        CocoFile.Read(_folder.Write("a.json", Good.Replace(good, bad, StringComparison.Ordinal)), _yaml, problems);
        Assert.That(problems, Has.One.Items.And.One.Contains(what));
    }

    [Test]
    public void Read_FieldsOfOtherTools_AreLeftAlone()
    {
        var text = Good.Replace("\"iscrowd\": 1",
            "\"iscrowd\": 1, \"area\": 9, \"id\": 4, \"score\": 1, \"keypoints\": [], \"attributes\": {\"occluded\": false}", StringComparison.Ordinal);
        Assert.That(Read(text)[0].Labels!(null).Labels, Is.EqualTo(Read(Good)[0].Labels!(null).Labels));
    }

    [TestCase("\"bbox\": [1, 2, 3, 4]", "\"bbox\": [1, 2, 3, 400]")]
    [TestCase("\"iscrowd\": 0", "\"iscrowd\": 2")]
    public void Read_OneObjectALine_ErrorNamesItsLine(string good, string bad)
    {
        foreach (var line in new[] { 2, 200, 401 })
        {
            var lines = new List<string> { Head };
            lines.AddRange(Enumerable.Repeat(OneObject + ",", 399));
            lines.Add(OneObject + "] }");
            lines[line - 1] = lines[line - 1].Replace(good, bad, StringComparison.Ordinal);
            Assert.That(() => Read(string.Join('\n', lines))[0].Labels!(null), Throws.TypeOf<InvalidDataException>()
                .With.Message.StartsWith($"{Path.Combine(_folder.Path, "a.json")}:{line}:"));
        }
    }

    [Test]
    public void Read_ManyObjectsOnOneLine_AreReadAndAnErrorNamesItsPlace()
    {
        // Exported files are one line, however many objects they hold: what looks for the line from its beginning takes minutes here.
        var many = Head + string.Concat(Enumerable.Repeat(OneObject + ", ", 200_000));
        var labels = Read(many + OneObject.Replace("[1, 2, 3, 4]", "[5, 6, 7, 8]", StringComparison.Ordinal) + "] }")[0].Labels!(null).Labels;
        Assert.That(labels, Is.EqualTo(new[] { new Label(ObjectClass.Ball, new(1, 2, 4, 6)), new Label(ObjectClass.Ball, new(5, 6, 12, 14)) }));
        var bad = many + OneObject.Replace("\"iscrowd\": 0", "\"iscrowd\": 2", StringComparison.Ordinal) + "] }";
        var column = bad.LastIndexOf('2') + 1;
        Assert.That(() => Read(bad),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith($"{Path.Combine(_folder.Path, "a.json")}:1:{column}: iscrowd"));
    }

    [Test]
    public void Read_BadBoxOfOneImage_LeavesTheOthers()
    {
        var images = Read(Good.Replace("[40, 2, 50", "[40, 2, 500", StringComparison.Ordinal));
        Assert.That(() => images[0].Labels!(null), Throws.TypeOf<InvalidDataException>());
        Assert.That(images[1].Labels!(null).Labels, Is.Empty);
    }

    [Test]
    public void Find_SameNameInTwoFiles_IsRefusedUnlessFoldersTellThemApart()
    {
        foreach (var (file, name) in new[] { ("1.json", "a.png"), ("2.json", "a.png"), ("3.json", "day/a.png"), ("4.json", "night/a.png") })
            _folder.Write(file, Good.Replace("day\\\\a.png", name, StringComparison.Ordinal));
        var image = _folder.Write("night/a.png", "");
        Assert.That(Files("3.json", "4.json").IsAnnotated(image), Is.True);
        Assert.That(Files("3.json", "4.json").Place(image), Does.EndWith("4.json"));
        Assert.That(() => Files("1.json", "2.json").IsAnnotated(image), Throws.TypeOf<InvalidDataException>()
            .With.Message.Contains("1.json:1").And.Message.Contains("2.json:1"));
        Assert.That(() => Files("5.json"), Throws.TypeOf<InvalidDataException>().With.Message.Contains("5.json").And.Message.Contains("no such file"));

        ILabelReader Files(params string[] files) => ILabelReader.Open(
            DataYaml.Load(_folder.Write("data.yaml", $"format: coco\nnames: [ball]\nannotations: [{string.Join(", ", files)}]\n")), [image]);
    }

    IReadOnlyList<AnnotatedImage> Read(string text) => CocoFile.Read(_folder.Write("a.json", text), _yaml);

    /// <summary>Goes the whole way, with all images.</summary>
    void Open(string text)
    {
        _folder.Write("a.json", text);
        string[] images = [_folder.Write("day/a.png", ""), _folder.Write("b.png", "")];
        var labels = ILabelReader.Open(DataYaml.Load(_folder.Write("data.yaml", "format: coco\nnames: [ball]\nannotations: a.json\n")), images);
        foreach (var image in images) labels.Read(image, 200, 100);
    }
}
