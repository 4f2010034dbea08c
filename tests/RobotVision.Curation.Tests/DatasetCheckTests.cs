using RobotVision.Imaging;

namespace RobotVision.Curation.Tests;

public class DatasetCheckTests
{
    DrawnSet _set = null!;

    [SetUp]
    public void MakeSet()
    {
        _set = new DrawnSet();
        _set.Add("train", "a", 1);
        _set.Add("val", "b", 2);
    }

    [TearDown]
    public void RemoveSet() => _set.Dispose();

    [Test]
    public void Of_GoodSet_IsClean()
    {
        var check = Check();
        Assert.That(check.Problems.Concat(check.Doubles), Is.Empty);
        Assert.That(check.IsClean);
    }

    [Test]
    public void Of_SeveralBadLines_NamesEachWithFileAndLine()
    {
        string[] lines =
        [
            "0 0.5 0.5 0.2 0.2", "7 0.5 0.5 0.2 0.2", "0 1.01 0.5 0.4 0.2", "0 0.5 0.5 0 0.2", "0 0.5 0.5 0.2 0.2", "1 0.5", "1 0.3 0.3 0.005 0.2",
        ];
        _set.Add("train", "c", 3, labels: string.Join('\n', lines) + "\n");
        var problems = Check().Problems;
        foreach (var line in new[] { 2, 3, 4, 5, 6 }) Assert.That(problems, Has.One.Contains($"c.txt:{line}: "));
        Assert.That(problems, Has.One.Contains("expected a box of at least 2 pixels"));
        Assert.That(problems, Has.Count.EqualTo(6));
    }

    [Test]
    public void Of_MissingAndDamagedFiles_NamesEach()
    {
        _set.List("train", "images/none.png");
        _set.Add("train", "c", 3);
        _set.Add("train", "d", 4);
        _set.Add("val", "e", 5);
        File.WriteAllText(_set.File("images/c.png"), "no picture");
        File.Delete(_set.File("labels/d.txt"));
        File.WriteAllText(_set.File("labels/lost.txt"), "");
        var problems = Check().Problems;
        Assert.That(problems, Has.One.Contains("train.txt:2: ").And.One.Contains("c.png").And.One.Contains("d.txt").And.One.Contains("lost.txt"));
        Assert.That(problems, Has.Count.EqualTo(4));
    }

    [Test]
    public void Of_TruncatedJpeg_IsAProblemAndItsLabelsAreChecked()
    {
        _set.Add("train", "c", 3, labels: "7 0.5 0.5 0.2 0.2\n");
        File.Delete(_set.File("images/c.png"));
        File.WriteAllBytes(_set.File("images/c.jpg"), ImageFile.Encode(".jpg", DrawnSet.Draw(3, 0).View)[..^2]);
        _set.List("train", "images/c.jpg");
        var problems = Check().Problems;
        Assert.That(problems, Has.One.Contains("c.jpg': it is cut off").And.One.Contains("c.txt:1: "));
    }

    [Test]
    public void Of_HiddenFiles_IsClean()
    {
        string[] names =
        [
            "images/._a.png", "images/.ipynb_checkpoints/a.png", "images/Thumbs.db",
            "labels/._a.txt", "labels/.DS_Store", "labels/.ipynb_checkpoints/x.txt",
        ];
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_set.File(name))!);
            File.WriteAllText(_set.File(name), "no picture");
        }

        Assert.That(Check().Problems, Is.Empty);
    }

    [Test]
    public void Of_ImageInTwoLists_IsALeak()
    {
        _set.Add("val", "next", 1, frame: 1);
        var leak = Check().Leaks.Single();
        var names = (Path.GetFileName(leak.Image.Path), Path.GetFileName(leak.Other.Path));
        Assert.That((leak.Split, leak.OtherSplit, names), Is.EqualTo(("val", "train", ("next.png", "a.png"))));
    }

    [Test]
    public void Of_CopyInOneList_IsADoubleAndTheNextFrameIsNot()
    {
        _set.Add("train", "next", 1, frame: 1);
        Assert.That(Check().Doubles, Is.Empty);
        _set.Add("train", "copy", 1);
        var check = Check();
        Assert.That(check.Doubles.Single(), Does.Contain("copy.png"));
        Assert.That(check.NearDuplicates["train"].Select(pair => (Path.GetFileName(pair.Image.Path), Path.GetFileName(pair.Like.Path))),
            Is.EqualTo(new[] { ("next.png", "a.png"), ("copy.png", "a.png") }));
    }

    [Test]
    public void Of_CopiesOfANearDuplicate_AreListedOnce()
    {
        _set.Add("train", "next", 1, frame: 1);
        _set.Add("train", "copy", 1, frame: 1);
        _set.Add("train", "again", 1, frame: 1);
        var doubles = Check().Doubles;
        Assert.That(doubles, Has.Count.EqualTo(2));
        Assert.That(doubles[0], Does.Contain("copy.png").And.Contain("next.png"));
        Assert.That(doubles[1], Does.Contain("again.png").And.Contain("next.png"));
    }

    [TestCase("images/c.png")]
    [TestCase("labels/c.txt")]
    public void Of_UnreadableFile_IsAProblem(string name)
    {
        const string Forbidden = "/proc/sys/vm/compact_memory"; // unreadable even for root
        if (!File.Exists(Forbidden)) Assert.Ignore($"An unreadable file: expected '{Forbidden}', found none.");
        _set.Add("train", "c", 3);
        File.Delete(_set.File(name));
        File.CreateSymbolicLink(_set.File(name), Forbidden);
        Assert.That(Check().Problems, Has.One.Contains(_set.File(name)));
    }

    DatasetCheck Check() => DatasetCheck.Of(_set.Scan(), NearDuplicates.DefaultDistance);
}
