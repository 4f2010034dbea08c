using RobotVision.Data.Formats;
using RobotVision.Testing;

namespace RobotVision.Curation.Tests;

public class DatasetScanTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("", "expected 'train', 'val' or 'test' with images, found none")]
    [TestCase("train:\n", "expected 'train', 'val' or 'test' with images, found none")]
    [TestCase("train: []\n", "train: expected a list file or a folder, found an empty list")]
    [TestCase("train: empty\n", "train: expected images in '{0}empty', found none")]
    [TestCase("train: empty.txt\n", "train: expected images in '{0}empty.txt', found none")]
    public void Run_NoImages_IsAProblem(string lists, string problem)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        _folder.Write("empty.txt", "\n\n");
        var scan = Scan(lists + "names: [ball]\n");
        var expected = problem.Replace("{0}", _folder.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        Assert.That(scan.Problems.Single(), Does.StartWith(Path.Combine(_folder.Path, "data.yaml") + ": " + expected));
        Assert.That(DatasetCheck.Of(scan, NearDuplicates.DefaultDistance).IsClean, Is.False);
    }

    [Test]
    public void Run_SeveralEmptyLists_NamesEach()
    {
        _folder.Write("empty.txt", "");
        var problems = Scan("train: [empty.txt, empty.txt]\nval: empty.txt\nnames: [ball]\n").Problems;
        Assert.That(problems, Has.Exactly(2).Contains(": train: ").And.One.Contains(": val: "));
    }

    [Test]
    public void Run_EmptyListThatIsNotScanned_IsNoProblem()
    {
        WrittenScenes.Write(_folder, DatasetFormat.Yolo);
        _folder.Write("empty.txt", "");
        var yaml = File.ReadAllText(Path.Combine(_folder.Path, "data.yaml"));
        Assert.That(Scan(yaml + "val: empty.txt\n", "train").Problems, Is.Empty);
        Assert.That(Scan(yaml + "val: empty.txt\n").Problems, Has.Count.EqualTo(1));
    }

    DatasetScan Scan(string yaml, params string[] splits) =>
        DatasetScan.Run(DataYaml.Load(_folder.Write("data.yaml", yaml)), splits, threads: 2, done: null, CancellationToken.None);
}
