using RobotVision.Capture;
using RobotVision.Imaging;

namespace RobotVision.Tests.Capture;

public class ImageFolderSourceTests
{
    string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("robotvision-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    string Write(string name, byte shade = 50)
    {
        var image = new BgrImage(40, 30);
        image.Pixels.AsSpan().Fill(shade);
        var path = Path.Combine(_folder, name);
        ImageFile.Write(path, image.View);
        return path;
    }

    static List<(ReadOutcome Outcome, string Source, byte First)> ReadAll(IFrameSource source)
    {
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        var read = new List<(ReadOutcome, string, byte)>();
        while (source.Read(frame) is var outcome and not ReadOutcome.End)
            read.Add((outcome, frame.Source, outcome == ReadOutcome.Frame ? frame.View.Pixels[0] : (byte)0));
        return read;
    }

    [Test]
    public void Read_Folder_GivesImagesInTheOrderOfTheirNumbers()
    {
        Write("frame10.png", 10);
        Write("frame2.png", 2);
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "not an image");
        using var source = new ImageFolderSource(_folder, TimeProvider.System);
        Assert.That(ReadAll(source), Is.EqualTo(new[] { (ReadOutcome.Frame, "frame2.png", (byte)2), (ReadOutcome.Frame, "frame10.png", (byte)10) }));
    }

    [Test]
    public void Seek_BackAndPastTheEnd_GoesOnFromThere()
    {
        for (byte number = 1; number <= 4; number++) Write($"{number}.png", number);
        using var source = new ImageFolderSource(_folder, TimeProvider.System);
        Assert.That(ReadAll(source), Has.Count.EqualTo(4));
        source.Seek(2);
        Assert.That(ReadAll(source).Select(read => read.First), Is.EqualTo(new[] { 3, 4 }));
        source.Seek(4);
        Assert.That(ReadAll(source), Is.Empty);
    }

    [Test]
    public void Read_EmptyFileAmongImages_IsABadFrameThatNamesItAndTheRestFollows()
    {
        Write("1.png");
        File.WriteAllBytes(Path.Combine(_folder, "2.png"), []);
        Write("3.png");
        using var source = new ImageFolderSource(_folder, TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.BadFrame));
        Assert.That(source.Problem, Does.Contain("2.png").And.Contain("0 bytes"));
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(frame.Source, Is.EqualTo("3.png"));
    }

    [Test]
    public void Read_FileThatIsNoImage_IsABadFrame()
    {
        File.WriteAllText(Path.Combine(_folder, "1.jpg"), "this is text");
        using var source = new ImageFolderSource(_folder, TimeProvider.System);
        Assert.That(ReadAll(source).Select(read => read.Outcome), Is.EqualTo(new[] { ReadOutcome.BadFrame }));
    }

    [Test]
    public void Read_CutJpeg_IsAFrameWithAProblemAndCountedAtTheEnd()
    {
        var cut = File.ReadAllBytes(Write("1.jpg"));
        File.WriteAllBytes(Path.Combine(_folder, "2.jpg"), cut[..^2]);
        using var source = new ImageFolderSource(_folder, TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(source.Problem, Is.Null);
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(source.Problem, Does.Contain(Path.Combine(_folder, "2.jpg")).And.Contain("cut off"));
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.End));
        Assert.That(source.Problem, Does.Contain("1 of 2 images is not whole"));
    }

    [TestCase("b?.png")]
    [TestCase("[b]*.png")]
    [TestCase("*.png")]
    [TestCase("b\\.png")]
    [TestCase(".b.png")]
    public void OpenRecording_FileWithTheNameOfAPattern_IsTakenAsItIs(string name)
    {
        Write("b1.png", 1);
        Write("[b]2.png", 2);
        Write(name, 7);
        using var source = FrameSource.OpenRecording(Path.Combine(_folder, name), TimeProvider.System);
        Assert.That(ReadAll(source), Is.EqualTo(new[] { (ReadOutcome.Frame, name, (byte)7) }));
    }

    [Test]
    public void OpenRecording_FolderWithTheNameOfAPattern_IsTakenAsItIs()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "take?"));
        Write("take?/a.png", 1);
        using var source = FrameSource.OpenRecording(Path.Combine(_folder, "take?"), TimeProvider.System);
        Assert.That(ReadAll(source).Single().Source, Is.EqualTo("a.png"));
        using var inside = FrameSource.OpenRecording(Path.Combine(_folder, "take?", "a.*"), TimeProvider.System);
        Assert.That(ReadAll(inside).Single().Source, Is.EqualTo("a.png"));
    }

    [Test]
    public void OpenRecording_VideoWithTheNameOfAPattern_IsNoPattern()
    {
        var video = Path.Combine(_folder, "what?.mp4");
        File.WriteAllText(video, "no video");
        Write("whatx.png");
        Assert.That(
            () => FrameSource.OpenRecording(video, TimeProvider.System), Throws.InstanceOf<InvalidDataException>().With.Message.Not.Contains("images ("));
    }

    [Test]
    public void OpenRecording_PatternWithSignsThatStandForThemselves_TakesWhatFits()
    {
        Write("[x]1.png", 1);
        Write("x1.png", 2);
        Write("<x>1.png", 3);
        using var brackets = FrameSource.OpenRecording(Path.Combine(_folder, "[x]*.png"), TimeProvider.System);
        using var angles = FrameSource.OpenRecording(Path.Combine(_folder, "<x>*.png"), TimeProvider.System);
        Assert.That(ReadAll(brackets).Single().Source, Is.EqualTo("[x]1.png"));
        Assert.That(ReadAll(angles).Single().Source, Is.EqualTo("<x>1.png"));
    }

    [TestCase("")]
    [TestCase("/*.png")]
    public void OpenRecording_HiddenFiles_DoNotCount(string pattern)
    {
        Write("a.png", 1);
        File.WriteAllText(Path.Combine(_folder, "._a.png"), "resource fork");
        Directory.CreateDirectory(Path.Combine(_folder, ".ipynb_checkpoints"));
        Write(".ipynb_checkpoints/a.png");
        using var source = FrameSource.OpenRecording(_folder + pattern, TimeProvider.System);
        Assert.That(ReadAll(source), Has.One.Items);
    }

    [Test]
    public void Constructor_EmptyFolder_SaysWhatWasExpected() =>
        Assert.That(() => new ImageFolderSource(_folder, TimeProvider.System),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(_folder).And.Message.Contains("found none"));

    [Test]
    public void OpenRecording_Pattern_TakesWhatFits()
    {
        Write("a1.png", 1);
        Write("b1.png", 2);
        using var source = FrameSource.OpenRecording(Path.Combine(_folder, "b*.png"), TimeProvider.System);
        Assert.That(ReadAll(source).Single().Source, Is.EqualTo("b1.png"));
    }

    [Test]
    public void OpenRecording_MissingFile_NamesIt() =>
        Assert.That(
            () => FrameSource.OpenRecording("no/such.mp4", TimeProvider.System),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("no/such.mp4"));
}
