using System.Text.RegularExpressions;
using RobotVision.Data.Formats;
using RobotVision.Testing;

namespace RobotVision.Curation.Tests;

public class LabelCheckTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase(DatasetFormat.Yolo)]
    [TestCase(DatasetFormat.Voc)]
    [TestCase(DatasetFormat.Coco)]
    [TestCase(DatasetFormat.Torso)]
    public void Of_EveryImageWithItsOwnLabels_NamesNone(DatasetFormat format)
    {
        WrittenScenes.Write(_folder, format);
        Assert.That(Problems(), Is.Empty);
    }

    [TestCase(DatasetFormat.Coco)]
    [TestCase(DatasetFormat.Torso)]
    public void Of_MissingAnnotatedImage_NamesItWithFileAndLine(DatasetFormat format)
    {
        WrittenScenes.Write(_folder, format);
        File.Delete(At("images/b8.png"));
        var file = WrittenScenes.LabelFile(_folder.Path, format);
        Assert.That(Problems().Single(), Does.Match("^" + Regex.Escape(file) + @":\d+: ").And.Contain("'b8.png'"));
    }

    [Test]
    public void Of_AnnotatedImageOfAListThatIsNotScanned_IsNoProblem()
    {
        WrittenScenes.Write(_folder, DatasetFormat.Coco);
        Directory.CreateDirectory(At("more"));
        File.Move(At("images/b8.png"), At("more/b8.png"));
        Assert.That(Problems().Single(), Does.Contain("'b8.png'"));
        File.AppendAllText(At("data.yaml"), "val: more\n");
        Assert.That(Problems("train"), Is.Empty);
    }

    [Test]
    public void Of_AnnotatedImageNotInTheList_IsNoProblem()
    {
        WrittenScenes.Write(_folder, DatasetFormat.Coco);
        _folder.Write("thin.txt", "images/a7.png\n");
        File.WriteAllText(At("data.yaml"), File.ReadAllText(At("data.yaml")).Replace("train: images", "train: thin.txt", StringComparison.Ordinal));
        Assert.That(Problems(), Is.Empty, "'data dedupe' and 'data split' leave images out too");
    }

    [TestCase(DatasetFormat.Yolo)]
    [TestCase(DatasetFormat.Voc)]
    public void Of_TwoImagesThatShareOneLabelFile_NamesBoth(DatasetFormat format)
    {
        WrittenScenes.Write(_folder, format);
        File.Copy(At("images/a7.png"), At("images/a7.jpg"));
        Assert.That(Problems().Single(), Does.StartWith(WrittenScenes.LabelFile(_folder.Path, format) + ": ").And.Contain("a7.jpg").And.Contain("a7.png"));
    }

    string At(string name) => Path.Combine(_folder.Path, name);

    IReadOnlyList<string> Problems(params string[] splits) => DatasetCheck.Of(
        DatasetScan.Run(DataYaml.Load(_folder.Path), splits, threads: 2, done: null, CancellationToken.None), NearDuplicates.DefaultDistance).Problems;
}
