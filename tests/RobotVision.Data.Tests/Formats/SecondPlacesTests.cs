using RobotVision.Data.Formats;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

public class SecondPlacesTests
{
    readonly List<string> _told = [];
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp()
    {
        _told.Clear();
        _folder = new TemporaryFolder();
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("set/train/images/a.jpg", "train: ../train/images\n", TestName = "Images_RoboflowsFolderBesideTheYaml_AreFound")]
    [TestCase("set/train/images/a.jpg", "train: ..\\train\\images\n", TestName = "Images_RoboflowsFolderOnWindows_AreFound")]
    [TestCase("set/images/train/a.jpg", "path: ../datasets/x\ntrain: images/train\n", TestName = "Images_UltralyticsFolderThatIsTheYamls_AreFound")]
    [TestCase("set/x/images/train/a.jpg", "path: ../datasets/x\ntrain: images/train\n", TestName = "Images_UltralyticsFolderBesideTheYaml_AreFound")]
    [TestCase("set/datasets/x/images/train/a.jpg", "path: x\ntrain: images/train\n", TestName = "Images_UltralyticsFolderInDatasets_AreFound")]
    [TestCase("set/images/train/a.jpg", "path: /content/datasets/x\ntrain: images/train\n", TestName = "Images_FolderOfAnotherMachine_AreFound")]
    [TestCase("set/images/train/a.jpg", "path: C:\\data\\x\ntrain: images\\train\n", TestName = "Images_FolderOnWindows_AreFound")]
    [TestCase("set/train/images/a.jpg", "train: /content/drive/set/train/images\n", TestName = "Images_FullPathOfAnotherMachine_AreFound")]
    [TestCase("set/train/images/a.jpg", "train: ../../train/images\n", TestName = "Images_FolderTwoAbove_AreFound")]
    public void Images_OfAFolder(string image, string fields)
    {
        var path = _folder.Write(image, "");
        var yaml = Load(fields);
        Assert.That(yaml.Images("train"), Is.EqualTo(new[] { path }));
        Assert.That(yaml.Images("train"), Is.EqualTo(new[] { path }));
        Assert.That(_told, Has.One.Items.And.One.Contains(Path.GetDirectoryName(path)!).And.One.Contains("train"), "said once which was taken");
    }

    [TestCase("data/obj_train_data/a.jpg", "data/obj_train_data/b.jpg", TestName = "Images_CvatsList_AreFound")]
    [TestCase("obj_train_data\\a.jpg", "obj_train_data\\b.jpg", TestName = "Images_ListWrittenOnWindows_AreFound")]
    [TestCase("D:\\export\\obj_train_data\\a.jpg", "D:\\export\\obj_train_data\\b.jpg", TestName = "Images_ListWithDrives_AreFound")]
    [TestCase("/home/joe/obj_train_data/a.jpg", "/home/joe/obj_train_data/b.jpg", TestName = "Images_ListOfAnotherMachine_AreFound")]
    [TestCase("set/obj_train_data/a.jpg", "set/obj_train_data/b.jpg", TestName = "Images_ListFromTheFolderAbove_AreFound")]
    [TestCase("../obj_train_data/a.jpg", "../obj_train_data/b.jpg", TestName = "Images_ListFromAFolderBelow_AreFound")]
    public void Images_OfAList(string first, string second)
    {
        string[] images = [_folder.Write("set/obj_train_data/a.jpg", ""), _folder.Write("set/obj_train_data/b.jpg", "")];
        _folder.Write("set/train.txt", $"{first}\r\n{second}\r\n");
        Assert.That(Load("train: train.txt\n").Images("train"), Is.EqualTo(images));
        Assert.That(_told, Has.One.Items.And.One.Contains(images[0]));
    }

    [Test]
    public void Images_ListOfWhichOneIsThere_AreNotLookedForElsewhere()
    {
        _folder.Write("set/images/a.jpg", "");
        _folder.Write("images/b.jpg", "");
        var list = _folder.Write("set/train.txt", "images/a.jpg\nimages/b.jpg\n");
        Assert.That(() => Load("train: train.txt\n").Images("train"), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(list + ":2: "));
        Assert.That(_told, Is.Empty);
    }

    [Test]
    public void Images_WhereTheyAreWritten_AreTakenWithoutAWord()
    {
        var path = _folder.Write("train/images/a.jpg", "");
        _folder.Write("set/train/images/a.jpg", "");
        Assert.That(Load("train: ../train/images\n").Images("train"), Is.EqualTo(new[] { path }));
        Assert.That(_told, Is.Empty);
    }

    [Test]
    public void Images_AtTwoPlaces_AreRefusedWithBoth()
    {
        foreach (var folder in new[] { "set/x", "set" }) _folder.Write(folder + "/images/train/a.jpg", "");
        var yaml = Load("path: ../datasets/x\ntrain: images/train\n");
        Assert.That(() => yaml.Images("train"), Throws.TypeOf<InvalidDataException>().With.Message.Contains(At("set/x/images/train"))
            .And.Message.Contains(At("set/images/train'")).And.Message.Contains("either of which"));
        Assert.That(_told, Is.Empty);
    }

    [Test]
    public void Images_Nowhere_AreRefusedWithThePlacesTried()
    {
        var yaml = Load("train: ../train/images\n");
        Assert.That(() => yaml.Images("train"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains(At("train/images")).And.Message.Contains(At("set/train/images")));
    }

    [Test]
    public void Annotations_OfAnotherTool_AreFound()
    {
        var file = _folder.Write("set/annotations/all.json", "");
        Assert.That(Load("format: coco\nannotations: ../annotations/all.json\n").Annotations, Is.EqualTo(new[] { file }));
        Assert.That(_told, Has.One.Contains(file));
    }

    string At(string name) => Path.Combine(_folder.Path, name);

    DataYaml Load(string fields) => DataYaml.Load(_folder.Write("set/data.yaml", fields + "names: [ball]\n"), new(_told.Add));
}
