using RobotVision.Imaging;

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
        Assert.That(() => ImageFile.Write(_folder[name], new BgrImage(4, 4).View), Throws.ArgumentException.With.Message.Contains(name).And.Message.Contains(".png"));
        Assert.That(File.Exists(_folder[name]), Is.False);
    }

    [Test]
    public void Read_EmptyFile_SaysSo()
    {
        File.WriteAllBytes(_folder["a.png"], []);
        Assert.That(() => ImageFile.Read(_folder["a.png"]), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("a.png").And.Message.Contains("0 bytes"));
    }

    [Test]
    public void Read_FileThatIsNoImage_SaysSo()
    {
        File.WriteAllText(_folder["a.png"], "this is text");
        Assert.That(() => ImageFile.Read(_folder["a.png"]), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("a.png"));
    }

    [TestCase("a.PNG", true)]
    [TestCase("a.jpeg", true)]
    [TestCase("a.mp4", false)]
    [TestCase("png", false)]
    [TestCase(".a.partial.png", false)]
    public void IsImage_GoesByTheEndingOfFilesThatAreNotHidden(string path, bool expected) => Assert.That(ImageFile.IsImage(path), Is.EqualTo(expected));
}
