using RobotVision.Capture;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Curation.Tests;

/// <summary>Lists that are written and read again, and the names of extracted frames, which say of which recording they are.</summary>
public class ListFilesTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Write_ImagesElsewhereInHiddenFoldersAndWithBlanks_AreAllReadAgain()
    {
        string[] images = ["set/images/a.png", "set/images/ b.png", ".elsewhere/images/c.png"];
        foreach (var image in images)
        {
            Picture(image);
            _folder.Write(image.Replace("images", "labels").Replace(".png", ".txt"), "0 0.5 0.5 0.2 0.2\n");
        }

        _folder.Write("set/all.txt", $"images/a.png\n./images/ b.png\n{_folder[images[2]]}\n");
        _folder.Write("set/data.yaml", "train: all.txt\nnames: [ball]\n");
        var yaml = DataYaml.Load(_folder["set"]);
        var scanned = DatasetScan.Run(yaml, ["train"], 1, null, CancellationToken.None).Images;
        ListFiles.Write(yaml, _folder["set/lists"], [("train", [.. scanned])]);
        _folder.Write("set/again.yaml", "train: lists/train.txt\nnames: [ball]\n");
        var again = new ImageDataset(DataYaml.Load(_folder["set/again.yaml"]), "train");
        Assert.That(again.Images.Select(Path.GetFullPath), Is.EqualTo(images.Select(image => _folder[image])));
    }

    [TestCase("match1")]
    [TestCase("match1/")]
    [TestCase("match1/*.png")]
    public void Extract_FolderOfImages_NamesFramesAfterTheRecording(string input)
    {
        for (var i = 0; i < 3; i++) Picture($"match1/f{i:0000}.png", i);
        using var source = FrameSource.OpenRecording(_folder[input], TimeProvider.System);
        using (var extraction = new FrameExtraction(_folder["out"], 0, null))
        {
            extraction.Run(source, TimeSpan.Zero, 10, null, CancellationToken.None);
            extraction.Complete();
        }

        Assert.That(
            Directory.GetFiles(_folder["out"], "*.png").Select(Path.GetFileName).Order(),
            Is.EqualTo(new[] { "match1-000000.png", "match1-000001.png", "match1-000002.png" }));
    }

    void Picture(string name, int brightness = 0)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        var image = new BgrImage(64, 48);
        image.Pixels.AsSpan(0, 64 * 3 * 16 * brightness).Fill(200);
        ImageFile.Write(_folder[name], image.View);
    }
}
