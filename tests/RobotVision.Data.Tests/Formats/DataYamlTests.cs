using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

public class DataYamlTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("one", "expected one of the splits train, val, test, which alone are read, found 'one'")]
    [TestCase("test", "add 'test: LIST_OR_FOLDER'")]
    public void Images_OfASplitThatIsNotThere_SaysWhatIsRead(string split, string words)
    {
        var yaml = DataYaml.Load(_folder.Write("data.yaml", "one: one.txt\nval: val.txt\nnames: [ball]\n"));
        Assert.That(() => yaml.Images(split), Throws.TypeOf<InvalidDataException>().With.Message.Contains(words));
    }

    [Test]
    public void Load_NamesAsMapWithMapping_MapsEachNumber()
    {
        var yaml = Load("names: {0: ball, 2: person, 3: parking, 4: cone}\nmap: {person: obstacle, parking: ignore, cone: ignore_robot}\n");
        Assert.Multiple(() =>
        {
            Assert.That(yaml.Targets[0], Is.EqualTo(new LabelTarget(ClassSet.Of(ObjectClass.Ball), false)));
            Assert.That(yaml.Targets[2], Is.EqualTo(new LabelTarget(ClassSet.Of(ObjectClass.Obstacle), false)));
            Assert.That(yaml.Targets[3], Is.EqualTo(new LabelTarget(
                ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot, ObjectClass.Goalpost, ObjectClass.Obstacle), true)));
            Assert.That(yaml.Targets[4], Is.EqualTo(new LabelTarget(ClassSet.Of(ObjectClass.Robot), true)));
            Assert.That(yaml.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, ObjectClass.Obstacle)));
        });
    }

    [Test]
    public void Load_NestedWithoutEnd_IsRefused()
    {
        var file = _folder.Write("data.yaml", "names: " + new string('[', 200_000));
        Assert.That(() => DataYaml.Load(file), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(file + ":1: ").And.Message.Contains("nesting"));
    }

    [Test]
    public void Load_OwnClassThatIsNone_IsLeftOut()
    {
        var yaml = Load("names: [ball, edge]\nmap: {edge: none}\n");
        Assert.That(yaml.Targets[1], Is.EqualTo(new LabelTarget(default, false)));
        Assert.That(yaml.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball)));
    }

    [Test]
    public void Load_AnnotationsOfManyImages_ArePlacesUnderPath() =>
        Assert.That(Load("path: set\nformat: coco\nnames: [ball]\nannotations: [a.json, b/c.json]\n").Annotations,
            Is.EqualTo(new[] { Path.Combine(_folder.Path, "set", "a.json"), Path.Combine(_folder.Path, "set", "b", "c.json") }));

    [Test]
    public void Load_FieldsOfOtherTools_AreLeftAlone()
    {
        var yaml = Load("""
            path: .
            train: images/train
            val: images/val
            test:
            nc: 1
            names: [ball]
            map: { ball: robot }
            download: https://example.org/set.zip
            url: https://example.org
            task: detect
            kpt_shape: [17, 3]
            flip_idx: [0, 2, 1]
            channels: 3
            roboflow: { workspace: w, project: p, version: 1, license: MIT, url: u }
            author: A
            date: 2026
            description: balls
            version: 1
            license: MIT
            stride: 32
            imgsz: [640, 640]
            args: { batch: 1 }
            """);
        Assert.That(yaml.Splits.Keys, Is.EqualTo(new[] { "train", "val" }));
        Assert.That(yaml.Targets[0].Classes, Is.EqualTo(ClassSet.Of(ObjectClass.Robot)));
    }

    [Test]
    public void Load_UnlabelledClass_IsTakenOutOfLabelled() =>
        Assert.That(Load("names: [ball, robot]\nunlabelled: [robot, line_x]\n").Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball)));

    [Test]
    public void Names_OfOursInOtherLetters_NeedNoMap() =>
        Assert.That(
            Load("names: [Ball, Penalty Mark, ROBOT]\n").Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, ObjectClass.PenaltyMark, ObjectClass.Robot)));

    [Test]
    public void Images_ListAndFolderUnderPath_AreFoundInOrder()
    {
        foreach (var name in new[] { "set/images/b.jpg", "set/images/a.png", "set/more/c.jpg", "set/more/.d.partial.jpg",
            "set/more/.ipynb_checkpoints/c.jpg", "set/more/._c.jpg", "set/more/.DS_Store", "set/more/Thumbs.db",
            "set/more/notes.txt" }) _folder.Write(name, "");
        _folder.Write("set/lists/train.txt", "../images/b.jpg\n\n../images/a.png\n../images/._a.png\n../more/.ipynb_checkpoints/c.jpg\n");
        var yaml = Load("path: set\ntrain: [lists/train.txt, more]\nnames: [ball]\n");
        Assert.That(string.Join(' ', yaml.Images("train").Select(Path.GetFileName)), Is.EqualTo("b.jpg a.png c.jpg"));
    }

    [TestCase("names: [ball]\nnc: 3\n", ":2: nc", "expected 1, as many as 'names' has (ball), found 3")]
    [TestCase("nc: 1\nnames: [ball, robot]\n", ":1: nc", "expected 2")]
    [TestCase("nc: two\nnames: [ball, robot]\n", ":1: nc", "an integer, found 'two'")]
    [TestCase("nc: \"1.0\"\nnames: [ball]\n", ":1: nc", "an integer, found the text '1.0'")]
    [TestCase("nc: [1]\nnames: [ball]\n", ":1: nc", "found a nested list")]
    [TestCase("names:\n\t- ball\n", ":2: ", "found a tab")]
    [TestCase("train: x\nnames:\n  - ball\n\t- robot\n", ":4: ", "found a tab")]
    [TestCase("names: [ball]\nmap:\n  ball: robot\n \tcow: ball\n", ":4: ", "found a tab")]
    [TestCase("names: [ball\ntrain: x\nval: y\n", ":", "is every bracket and every quote closed?")]
    [TestCase("names: [ball, cow]\n", ":1: names", "map: { cow: X }")]
    [TestCase("path: .\nnames: [ball]\nmap: {boll: ball}\n", ":3: map", "'boll'")]
    [TestCase("path: .\nnames: [cow]\nmap:\n  cow: horse\n", ":4: map", "'horse'")]
    [TestCase("names: {a: ball}\n", ":1: names", "'a'")]
    [TestCase("names: {-1: ball}\n", ":1: names", "'-1'")]
    [TestCase("names: {0: ball, 00: robot}\n", ":1: names", "0 again")]
    [TestCase("names: [[ball]]\n", ":1: names", "nested")]
    [TestCase("names: ball\n", ":1: names", "map")]
    [TestCase("names: []\n", ":1: names", "none")]
    [TestCase("path: .\n", ":1: names", "no such field")]
    [TestCase("names: [ball]\nunlabelled: [balls]\n", ":2: unlabelled", "'balls'")]
    [TestCase("names: [ball]\ntrain: {a: b}\n", ":2: train", "nested")]
    [TestCase("names: [ball]\nnames: [ball]\n", ":2", "YAML")]
    [TestCase("names: [ball\n", ":", "YAML")]
    [TestCase("names: [ball]\nformat: vocc\n", ":2: format", "yolo, voc, coco, torso")]
    [TestCase("names: [ball]\nannotations: a.json\n", ":2: annotations", "another format")]
    [TestCase("names: [ball]\nunlabeled: [robot]\n", ":2: the top level", "'unlabelled'")]
    [TestCase("names: [ball]\ntrian: images\n", ":2: the top level", "expected 'train', found 'trian'")]
    [TestCase("names: [ball]\nTest: images\n", ":2: the top level", "expected 'test', found 'Test'")]
    [TestCase("names: [ball]\ntrain: a\nvla: b\n", ":3: the top level", "expected 'val', found 'vla'")]
    [TestCase("names: [ball]\ntrain: a\nvalid: b\n", ":3: the top level", "expected 'val', found 'valid'")]
    [TestCase("names: [ball]\ntrain: a\nvalidation: b\n", ":3: the top level", "expected 'val', found 'validation'")]
    [TestCase("names: [ball]\nmaps: { ball: none }\n", ":2: the top level", "expected 'map', found 'maps'")]
    [TestCase("names: [ball]\nunlabelled: !<> [robot]\n", ":2: ", "YAML")]
    [TestCase("names: &a [ball]\nmap: *a\n", ":2: ", "alias")]
    [TestCase("names: [ball]\nmap: { ball: none, balls: none }\n", ":2: map", "'balls'")]
    [TestCase("\u0001\u0002\u0000", ":1", "")]
    [TestCase("", ":1", "none")]
    [TestCase("just a word", ":1", "none")]
    [TestCase("--- \nnames: [ball]\n--- \nnames: [ball]\n", ":1", "none")]
    public void Load_WrongField_SaysFileLineAndField(string text, string place, string found)
    {
        var file = _folder.Write("data.yaml", text);
        Assert.That(() => DataYaml.Load(file), Throws.TypeOf<InvalidDataException>()
            .With.Message.StartsWith(file + place).And.Message.Contains(found));
    }

    [TestCase("names: {0: ball, 7: robot}\nnc: 8\n")]
    [TestCase("names: {0: ball, 7: robot}\nnc: 2\n")]
    [TestCase("names: [ball]\nnc: \"1\"\n")]
    public void Load_NumberOfClassesThatFits_IsRead(string text) => Assert.That(Load(text).Names, Is.Not.Empty);

    [TestCase("", "split 'test'", "train")]
    [TestCase("test: gone\n", "test", "gone")]
    [TestCase("test: empty\n", "test", "none")]
    public void Images_PlaceThatIsNotThere_SaysWhich(string line, string place, string found)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        var yaml = Load("names: [ball]\ntrain: empty\n" + line);
        Assert.That(() => yaml.Images("test"), Throws.TypeOf<InvalidDataException>().With.Message.Contains(place).And.Message.Contains(found));
    }

    [TestCase("gone.jpg\n")]
    [TestCase("a\u0000.jpg\n")]
    [TestCase("\u0001\u0002\n")]
    public void Images_ListWithWrongEntry_SaysListAndLine(string entry)
    {
        _folder.Write("there.jpg", "");
        var list = _folder.Write("list.txt", "there.jpg\n" + entry);
        var yaml = Load("names: [ball]\ntrain: list.txt\n");
        Assert.That(() => yaml.Images("train"), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(list + ":2: "));
    }

    [Test]
    public void Load_NoFile_SaysWhereItWasExpected() =>
        Assert.That(() => DataYaml.Load(_folder.Path), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("data.yaml"));

    [TestCase("msl", "train", 640)]
    [TestCase("msl", "val", 754)]
    [TestCase("ssl", "train", 651)]
    [TestCase("ssl", "test", 280)]
    [TestCase("nimbro_fields", "test", 165)]
    public void Images_RealSetBesideTheRepository_AreAllThere(string set, string split, int count)
    {
        var yaml = DataYaml.Load(Path.Combine(Repository.Root, "models", "data", set + ".yaml"));
        if (!Directory.Exists(yaml.Folder)) Assert.Ignore($"Real images: expected '{yaml.Folder}', found nothing.");
        var images = yaml.Images(split);
        Assert.That(images, Has.Count.EqualTo(count));
        Assert.That(images.Sum(image => YoloLabelFile.Read(YoloLabelFile.Place(image), yaml, 640, 480).Labels.Count), Is.GreaterThan(count / 2));
    }

    DataYaml Load(string text) => DataYaml.Load(_folder.Write("data.yaml", text));
}
