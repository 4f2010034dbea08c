using RobotVision.Drawing;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Tests.Publishing;

namespace RobotVision.Tests.Drawing;

public class ContactSheetPublisherTests
{
    const int TileWidth = 480;
    const int FrameHeight = 360;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    /// <summary>Makes the sheet of a run whose frames have their number as their shade.</summary>
    BgrImage Sheet(int frames)
    {
        using var publisher = new ContactSheetPublisher(_folder["a.png"], ExecutionProvider.Cpu, timing: false);
        for (var i = 0; i < frames; i++) publisher.Publish(TestObservation.Empty(160, 120, (byte)i, i));
        publisher.Complete();
        return ImageFile.Read(_folder["a.png"]);
    }

    static byte Shade(BgrImage sheet, int tile) =>
        sheet.View.Row(tile / 4 * (sheet.Height / 3) + FrameHeight / 2)[(tile % 4 * TileWidth + TileWidth / 2) * 3];

    [TestCase(12)]
    [TestCase(25)]
    [TestCase(100)]
    [TestCase(193)]
    [TestCase(250)]
    public void Complete_LongRun_ShowsTwelveFramesSpreadEvenly(int frames)
    {
        var sheet = Sheet(frames);
        Assert.That(sheet.Width, Is.EqualTo(4 * TileWidth));
        Assert.That(sheet.Height, Is.InRange(3 * FrameHeight, 3 * (FrameHeight + 30)), "the text is below each frame");
        var shown = Enumerable.Range(0, 12).Select(tile => (int)Shade(sheet, tile)).ToList();
        var gaps = shown.Zip(shown.Skip(1), (a, b) => b - a).ToList();
        Assert.That(shown[0], Is.Zero);
        Assert.That(gaps.Min(), Is.Positive);
        Assert.That(gaps.Max(), Is.LessThanOrEqualTo(2 * gaps.Min()));
        Assert.That(shown[^1], Is.GreaterThanOrEqualTo(frames * 3 / 4 - 1));
    }

    [Test]
    public void Complete_ShortRun_HasOnlyAsManyTiles()
    {
        var sheet = Sheet(2);
        Assert.That(sheet.Width, Is.EqualTo(2 * TileWidth));
        Assert.That(sheet.Height, Is.InRange(FrameHeight, FrameHeight + 30));
    }

    [Test]
    public void Dispose_WithoutComplete_LeavesNothing()
    {
        using (var publisher = new ContactSheetPublisher(_folder["a.png"], ExecutionProvider.Cpu, timing: false)) publisher.Publish(TestObservation.Full());
        Assert.That(_folder.Names, Is.Empty);
    }
}
