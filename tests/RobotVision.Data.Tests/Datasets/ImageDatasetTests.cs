using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Datasets;

public class ImageDatasetTests
{
    static readonly ClassSet Labelled = ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot, ObjectClass.LineX);

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Load_WrittenByYoloWriter_IsEqual()
    {
        var image = new BgrImage(40, 30);
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)(i * 7);
        Label[] labels =
        [
            new(ObjectClass.Ball, new(3, 4, 13.5f, 20)), new(ObjectClass.Robot, new(0, 0, 40, 30)),
            new(ObjectClass.LineX, new(10, 10, 12, 12)), new(ObjectClass.Ball, new(20, 20, 22, 23), Ignore: true),
        ];
        var writer = new YoloWriter(_folder.Path, Labelled);
        writer.Add("train", "b.png", new("", image, labels, Labelled));
        writer.Add("train", "a.png", new("", image, [], Labelled));
        writer.Add("val", "c.png", new("", image, [new(ObjectClass.Ball, new(-10, 5, 5, 35)), new(ObjectClass.Ball, new(50, 5, 55, 9))], Labelled));
        writer.Finish();

        var yaml = DataYaml.Load(_folder.Path);
        var train = new ImageDataset(yaml, "train");
        var read = train.Load(1);
        Assert.That(train.Count, Is.EqualTo(2));
        Assert.That(train.Load(0).Labels, Is.Empty);
        Assert.That(read.Labels, Has.Count.EqualTo(4));
        Assert.Multiple(() =>
        {
            Assert.That(read.Image.Pixels, Is.EqualTo(image.Pixels));
            Assert.That(read.Labelled, Is.EqualTo(Labelled));
            for (var i = 0; i < 4; i++)
            {
                Assert.That((read.Labels[i].Class, read.Labels[i].Ignore), Is.EqualTo((labels[i].Class, labels[i].Ignore)));
                Assert.That(read.Labels[i].Box.X1, Is.EqualTo(labels[i].Box.X1).Within(1e-3));
                Assert.That(read.Labels[i].Box.Y1, Is.EqualTo(labels[i].Box.Y1).Within(1e-3));
                Assert.That(read.Labels[i].Box.X2, Is.EqualTo(labels[i].Box.X2).Within(1e-3));
                Assert.That(read.Labels[i].Box.Y2, Is.EqualTo(labels[i].Box.Y2).Within(1e-3));
            }

            var cut = new ImageDataset(yaml, "val").Load(0).Labels;
            Assert.That(cut, Has.Count.EqualTo(1));
            Assert.That(cut[0].Box.X2, Is.EqualTo(5).Within(1e-3));
            Assert.That(cut[0].Box.Height, Is.EqualTo(25).Within(1e-3));
        });
    }

    [Test]
    public void Add_WrongName_Throws()
    {
        var writer = new YoloWriter(_folder.Path, Labelled);
        var image = new LabelledImage("", new BgrImage(4, 4), [], Labelled);
        Assert.That(() => writer.Add("train", "../a.png", image), Throws.ArgumentException.With.Message.Contains("../a.png"));
        Assert.That(() => writer.Add("train", "a.txt", image), Throws.ArgumentException);
        Assert.That(() => writer.Add("training", "a.png", image), Throws.ArgumentException.With.Message.Contains("train, val or test"));
    }

    [Test]
    public void Load_DamagedImage_NamesTheFile()
    {
        var file = _folder.Write("images/a.jpg", "not a picture");
        _folder.Write("labels/a.txt", "");
        _folder.Write("data.yaml", "train: images\nnames: [ball]\n");
        Assert.That(() => new ImageDataset(DataYaml.Load(_folder.Path), "train").Load(0), Throws.TypeOf<InvalidDataException>().With.Message.Contains(file));
    }

    [Test]
    public void Constructor_ImageWithoutLabelFile_Throws()
    {
        _folder.Write("images/a.jpg", "");
        _folder.Write("images/b.jpg", "");
        _folder.Write("labels/a.txt", "");
        var yaml = _folder.Write("data.yaml", "train: images\nnames: [ball]\n");
        Assert.That(() => new ImageDataset(DataYaml.Load(_folder.Path), "train"), Throws.TypeOf<InvalidDataException>()
            .With.Message.StartsWith(yaml).And.Message.Contains("1 of 2").And.Message.Contains(Path.Combine("labels", "b.txt")));
    }

    [Test]
    public void Load_RealFrame_HasItsLabels()
    {
        var yaml = DataYaml.Load(Path.Combine(Repository.Root, "models", "data", "msl.yaml"));
        if (!Directory.Exists(yaml.Folder)) Assert.Ignore($"Real images: expected '{yaml.Folder}', found nothing.");
        var image = new ImageDataset(yaml, "val").Load(0);
        Assert.Multiple(() =>
        {
            Assert.That((image.Image.Width, image.Image.Height), Is.EqualTo((608, 800)));
            Assert.That(image.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot, ObjectClass.Goalpost, ObjectClass.Obstacle)));
            Assert.That(image.Labels, Is.Not.Empty);
        });
    }
}
