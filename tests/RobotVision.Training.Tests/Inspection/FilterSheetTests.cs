using RobotVision.Training.Inspection;

namespace RobotVision.Training.Tests.Inspection;

public class FilterSheetTests
{
    [Test]
    public void Draw_ThreeChannels_AreRedGreenBlueInColour()
    {
        // Two 1x1 filters: the first with a positive weight for red and a negative one for blue, the second with half the weight for green.
        var sheet = FilterSheet.Draw([2, 0, -2, 0, 1, 0], filters: 2, channels: 3, height: 1, width: 1);

        Assert.That((sheet.Width, sheet.Height), Is.EqualTo((5, 3)));
        Assert.That(Pixel(sheet, 1, 1), Is.EqualTo(new byte[] { 1, 128, 255 }));
        Assert.That(Pixel(sheet, 3, 1), Is.EqualTo(new byte[] { 128, 191, 128 }));
        Assert.That(Pixel(sheet, 2, 1), Is.EqualTo(new byte[] { 0, 0, 0 }), "the gap");
    }

    [Test]
    public void Draw_OtherChannels_AreGreyARowAFilter()
    {
        var sheet = FilterSheet.Draw([0, 1, -1, 0], filters: 2, channels: 2, height: 1, width: 1);

        Assert.That((sheet.Width, sheet.Height), Is.EqualTo((5, 5)));
        Assert.That(Pixel(sheet, 3, 1), Is.EqualTo(new byte[] { 255, 255, 255 }));
        Assert.That(Pixel(sheet, 1, 3), Is.EqualTo(new byte[] { 1, 1, 1 }));
    }

    [Test]
    public void Draw_OneChannel_IsGreyEightInARow()
    {
        var sheet = FilterSheet.Draw([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], filters: 10, channels: 1, height: 1, width: 1);

        Assert.That((sheet.Width, sheet.Height), Is.EqualTo((17, 5)));
        Assert.That(Pixel(sheet, 1, 3), Is.EqualTo(new byte[] { 128, 128, 128 }));
        Assert.That(Pixel(sheet, 3, 3), Is.EqualTo(new byte[] { 255, 255, 255 }));
    }

    [Test]
    public void DrawPoints_Weights_ArePixelsOfOneMap()
    {
        var sheet = FilterSheet.DrawPoints([0, 2, -1, 0, 0, -2], filters: 2, channels: 3);

        Assert.That((sheet.Width, sheet.Height), Is.EqualTo((3, 2)));
        Assert.That(Enumerable.Range(0, 6).Select(i => sheet.Pixels[i * 3]), Is.EqualTo(new byte[] { 128, 255, 64, 128, 128, 1 }));
        Assert.That(() => FilterSheet.DrawPoints([1, 2, 3], 2, 1), Throws.ArgumentException.With.Message.Contains("found 3"));
    }

    [Test]
    public void Draw_AllZero_IsGrey() => Assert.That(Pixel(FilterSheet.Draw([0], 1, 1, 1, 1), 1, 1), Is.EqualTo(new byte[] { 128, 128, 128 }));

    [Test]
    public void Draw_WrongCount_IsRejected() =>
        Assert.That(() => FilterSheet.Draw([1, 2, 3], 2, 1, 1, 1), Throws.ArgumentException.With.Message.Contain("found 3"));

    static byte[] Pixel(RobotVision.Imaging.BgrImage image, int x, int y) => image.Pixels.AsSpan((y * image.Width + x) * 3, 3).ToArray();
}
