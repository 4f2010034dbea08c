using RobotVision.Imaging;

namespace RobotVision.Tests.Imaging;

public class BgrImageTests
{
    [Test]
    public void CopyOf_RowsWithGaps_LeavesTheGapsOut()
    {
        byte[] pixels = [1, 2, 3, 99, 99, 4, 5, 6, 99, 99];
        Assert.That(BgrImage.CopyOf(new ImageView(pixels, 1, 2, 5)).Pixels, Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void Paste_Within_ReplacesThosePixelsAlone()
    {
        BgrImage image = new(3, 2), tile = new(1, 1);
        tile.Pixels.AsSpan().Fill(7);
        image.Paste(tile, 2, 1);
        Assert.That(image.Pixels, Is.EqualTo(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7 }));
    }

    [TestCase(3, 0)]
    [TestCase(0, 2)]
    [TestCase(-1, 0)]
    public void Paste_OverTheEdge_IsRejected(int x, int y) =>
        Assert.That(() => new BgrImage(3, 2).Paste(new BgrImage(1, 1), x, y), Throws.ArgumentException.With.Message.Contains("within 3x2"));
}
