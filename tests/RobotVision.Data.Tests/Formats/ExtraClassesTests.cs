using RobotVision.Data.Datasets;
using RobotVision.Data.Exchange;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

/// <summary>Classes that a data set has besides the eight.</summary>
public class ExtraClassesTests
{
    const ObjectClass Cone = (ObjectClass)8, Charger = (ObjectClass)9;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    DataYaml Load(string text) => DataYaml.Load(_folder.Write("data.yaml", text));

    [Test]
    public void Load_ExtraClasses_AreMappedLikeOurs()
    {
        var yaml = Load("extra: [cone, charger]\nnames: [ball, cone, Ladestation, pylon, parked]\n"
            + "map: { Ladestation: charger, pylon: ignore_cone, parked: ignore }\nunlabelled: [charger]\n");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(yaml.Classes.Extra, Is.EqualTo(new[] { "cone", "charger" }));
            Assert.That(yaml.Targets[1], Is.EqualTo(new LabelTarget(ClassSet.Of(Cone), false)));
            Assert.That(yaml.Targets[2], Is.EqualTo(new LabelTarget(ClassSet.Of(Charger), false)));
            Assert.That(yaml.Targets[3], Is.EqualTo(new LabelTarget(ClassSet.Of(Cone), true)));
            Assert.That(yaml.Targets[4].Classes.NamesOf(yaml.Classes), Is.EqualTo(new[] { "ball", "robot", "goalpost", "obstacle", "cone", "charger" }));
            Assert.That(yaml.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, Cone)));
        }
    }

    [TestCase("names: [ball]\nextra: [ball]\n", ":2: extra", "besides the built-in ball")]
    [TestCase("names: [ball]\nextra:\n  - cone\n  - cone\n", ":3: extra", "'cone' again")]
    [TestCase("names: [ball]\nextra: [Traffic Cone]\n", ":2: extra", "'traffic_cone', found 'Traffic Cone'")]
    [TestCase("names: [ball]\nextra: [\"\"]\n", ":2: extra", "found nothing")]
    [TestCase("names: [ball]\nextra: { a: b }\n", ":2: extra", "nested map")]
    [TestCase("names: [ball]\nextras: [cone]\n", ":2: the top level", "expected 'extra'")]
    [TestCase("names: [ball, cone]\n", ":1: names", "or name it in 'extra'")]
    [TestCase("names: [ball, cone]\nextra: [pylon]\n", ":1: names", "penalty_mark, pylon, ignore")]
    public void Load_WrongExtra_NamesFileLineAndWhatToWrite(string text, string place, string problem) =>
        Assert.That(() => Load(text), Throws.TypeOf<InvalidDataException>().With.Message.Contains($"data.yaml{place}").And.Message.Contains(problem));

    [Test]
    public void Load_TooManyExtraClasses_SaysHowManyThereMayBe() =>
        Assert.That(() => Load($"names: [ball]\nextra: [{string.Join(", ", Enumerable.Range(0, 25).Select(i => $"c{i}"))}]\n"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("extra: expected at most 24 names, found 25"));

    [Test]
    public void Load_CocoAndVocNames_AreTheExtraClass()
    {
        WritePicture("a.png");
        _folder.Write("_annotations.coco.json", """
            {"images":[{"id":1,"file_name":"a.png","width":40,"height":20}],"categories":[{"id":7,"name":"cone"}],
            "annotations":[{"image_id":1,"category_id":7,"bbox":[1,2,10,12]}]}
            """);
        _folder.Write("a.xml", """
            <annotation><size><width>40</width><height>20</height></size><object><name>cone</name>
            <bndbox><xmin>2</xmin><ymin>3</ymin><xmax>11</xmax><ymax>14</ymax></bndbox></object></annotation>
            """);
        foreach (var format in new[] { "coco", "voc" })
        {
            var set = new ImageDataset(Load($"train: .\nformat: {format}\nextra: [cone]\nnames: [cone]\n"), "train");
            Assert.That(set.Load(0).Labels, Is.EqualTo(new[] { new Label(Cone, new(1, 2, 11, 14)) }), format);
        }
    }

    [Test]
    public void Writer_LabelsOfExtraClasses_AreReadBack()
    {
        var classes = ClassNames.With(["cone", "charger"]);
        Label[] labels = [new(ObjectClass.Robot, new(0, 0, 20, 10), Ignore: true), new(Charger, new(4, 2, 8, 6)), new(Cone, new(10, 10, 20, 20), Ignore: true)];
        var writer = new YoloWriter(_folder.Path, ClassSet.Of(ObjectClass.Robot, Cone, Charger), classes);
        writer.Add("train", "a.png", new("", new BgrImage(40, 20), labels, ClassSet.Of(ObjectClass.Robot, Cone, Charger)));
        writer.Finish();

        Assert.That(File.ReadLines(_folder["labels/a.txt"]).Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "9", "18", "17" }));
        var set = new ImageDataset(DataYaml.Load(_folder.Path), "train");
        Assert.That(set.Classes, Is.EqualTo(classes));
        Assert.That(set.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Robot, Cone, Charger)));
        Assert.That(set.Load(0).Labels, Is.EqualTo(labels));
        Assert.That(() => new YoloWriter(_folder.Path, ClassSet.Of(ObjectClass.Robot, Cone), ClassNames.With(["cone"])), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Renumbered_DataSetsOfDifferentExtraClasses_AgreeByName()
    {
        var first = new ImageDataset(DataYaml.Load(DrawnCones.Write(_folder, "a")), "train");
        var second = new ImageDataset(DataYaml.Load(DrawnCones.Write(_folder, "b", fields: "extra: [charger, cone]\n")), "train");
        var classes = first.Classes.Union(second.Classes);
        Assert.That(classes.Extra, Is.EqualTo(new[] { "cone", "charger" }));

        Assert.That(second.Load(0).Labels[1].Class, Is.EqualTo(Charger), "its own number of the cone");
        var joined = RenumberedDataset.Of(second, classes);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(joined.Load(0).Labels.Select(label => label.Class), Is.EqualTo(new[] { ObjectClass.Ball, Cone }));
            Assert.That(joined.Load(0).Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, Cone)), "nobody looked for chargers");
            Assert.That(joined.Fingerprint(), Is.EqualTo(second.Fingerprint()));
            Assert.That(RenumberedDataset.Of(first, first.Classes), Is.SameAs(first));
        }
    }

    [TestCase("[cone]", "[pylon]")]
    [TestCase("[cone, charger]", "[charger, cone]")]
    public void Meaning_OtherExtraClasses_IsAnother(string one, string other)
    {
        string Meaning(string extra) => new ImageDataset(
            DataYaml.Load(DrawnCones.Write(_folder, "a", "ball, thing", $"extra: {extra}\nmap: {{ thing: {extra[1..^1].Split(',')[0]} }}\n")), "train").Meaning;
        Assert.That(Meaning(one), Is.Not.EqualTo(Meaning(other)));
    }

    [Test]
    public void Exchange_ExtraClass_IsExportedAndImportedByName([ValueSource(typeof(ExchangeFormats), nameof(ExchangeFormats.Written))] ExchangeFormat format)
    {
        var original = new ImageDataset(DataYaml.Load(DrawnCones.Write(_folder)), "train");
        DatasetExport.Run(original, format, _folder["sent"]);
        var classes = ClassNames.With(["cone"]);
        var images = ExchangeFormats.Read(_folder["sent"], format, _ => { });
        var mapping = new ClassMapping(images, new Dictionary<string, string>(), classes);
        Assert.That(DatasetImport.Run(images, _folder["sent"], mapping, _folder["back"]).Problems, Is.Empty);
        var back = new ImageDataset(DataYaml.Load(_folder["back"]), "train");
        Assert.That(back.Classes, Is.EqualTo(classes));
        Assert.That(back.Load(0).Labels.Select(label => label.Class).Order(), Is.EqualTo(new[] { ObjectClass.Ball, Cone }));
        Assert.That(() => new ClassMapping(images, new Dictionary<string, string>()), Throws.TypeOf<OptionException>().With.Message.Contains("--extra"));
    }

    void WritePicture(string name) => ImageFile.Write(_folder[name], new BgrImage(40, 20).View);
}
