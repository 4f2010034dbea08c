using RobotVision.Imaging;
using RobotVision.Testing;
using RobotVision.Tests.Sampling;

namespace RobotVision.Tests.Imaging;

public class ImageFileTests
{
    static readonly string[] ColourEndings = [.. ImageFile.Endings.Except([".pgm"])];

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Read_OfWrite_IsTheSame()
    {
        var image = new BgrImage(37, 23);
        new Random(1).NextBytes(image.Pixels);
        ImageFile.Write(_folder["a.png"], image.View);
        var read = ImageFile.Read(_folder["a.png"]);
        Assert.That((read.Width, read.Height), Is.EqualTo((37, 23)));
        Assert.That(read.Pixels, Is.EqualTo(image.Pixels));
    }

    [Test]
    public void Write_EveryEnding_CanBeReadAgain([ValueSource(nameof(ColourEndings))] string ending)
    {
        ImageFile.Write(_folder["a" + ending], new BgrImage(37, 23).View);
        Assert.That(ImageFile.Read(_folder["a" + ending]).Width, Is.EqualTo(37));
    }

    [TestCase("sheet")]
    [TestCase("sheet.mp4")]
    [TestCase("sheet.pgm")]
    public void Write_NoPicturesEnding_SaysWhichThereAre(string name)
    {
        Assert.That(
            () => ImageFile.Write(_folder[name], new BgrImage(4, 4).View),
            Throws.TypeOf<OptionException>().With.Message.Contains(name).And.Message.Contains(".png"));
        Assert.That(File.Exists(_folder[name]), Is.False);
    }

    [Test]
    public void Read_EmptyFile_SaysSo()
    {
        File.WriteAllBytes(_folder["a.png"], []);
        Assert.That(
            () => ImageFile.Read(_folder["a.png"]), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("a.png").And.Message.Contains("0 bytes"));
    }

    [Test]
    public void Read_FileThatIsNoImage_SaysSo()
    {
        File.WriteAllText(_folder["a.png"], "this is text");
        Assert.That(() => ImageFile.Read(_folder["a.png"]), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("a.png"));
    }

    [TestCase(0.55, TestName = "Read_JpegCutAt55Percent_GivesWhatIsThereAndSaysSo")]
    [TestCase(0.95, TestName = "Read_JpegCutNearItsEnd_GivesWhatIsThereAndSaysSo")]
    [TestCase(1.0, TestName = "Read_JpegWithoutItsEndMarker_GivesAllOfItAndSaysSo")]
    public void Read_CutJpeg(double part)
    {
        var image = Picture.Noise(160, 120, seed: 5);
        var file = ImageFile.Encode(".jpg", image.View);
        File.WriteAllBytes(_folder["whole.jpg"], file);
        File.WriteAllBytes(_folder["cut.jpg"], file[..(int)((file.Length - 2) * part)]);
        var whole = ImageFile.Read(_folder["whole.jpg"], out var none);
        var cut = ImageFile.Read(_folder["cut.jpg"], out var damage);
        Assert.That(none, Is.Null);
        Assert.That(damage, Does.Contain("cut off").And.Contain("end marker"));
        var rows = part < 1 ? (int)(120 * part * 0.8) : 120;
        Assert.That(cut.Pixels.AsSpan(0, rows * 160 * 3).SequenceEqual(whole.Pixels.AsSpan(0, rows * 160 * 3)), Is.True);
    }

    [TestCase(".png")]
    [TestCase(".bmp")]
    [TestCase(".ppm")]
    [TestCase(".tif")]
    [TestCase(".webp")]
    public void Read_CutFileOfAnotherForm_IsRejectedWithItsName(string ending)
    {
        var file = ImageFile.Encode(ending, Picture.Noise(160, 120, seed: 5).View);
        File.WriteAllBytes(_folder["a" + ending], file[..(file.Length / 2)]);
        Assert.That(
            () => ImageFile.Read(_folder["a" + ending]),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("a" + ending).And.Message.Not.Contains("OpenCV("));
    }

    [Test]
    public void Find_HiddenFilesAndFolders_DoNotCount()
    {
        foreach (var name in new[] { "a.png", "b/c.jpg", ".ipynb_checkpoints/a.png", "b/.d/e.png", "._a.png", ".DS_Store", "Thumbs.db" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            File.WriteAllText(_folder[name], "");
        }

        Assert.That(ImageFile.Find(_folder[""], deep: true), Is.EquivalentTo(new[] { _folder["a.png"], _folder["b/c.jpg"] }));
        Assert.That(ImageFile.Find(_folder[".ipynb_checkpoints"]), Has.One.Items, "a folder that is named itself counts");
    }

    [TestCase("a.PNG", true)]
    [TestCase("a.jpeg", true)]
    [TestCase("a.mp4", false)]
    [TestCase("png", false)]
    [TestCase(".a.partial.png", false)]
    public void IsImage_GoesByTheEndingOfFilesThatAreNotHidden(string path, bool expected) => Assert.That(ImageFile.IsImage(path), Is.EqualTo(expected));
}
