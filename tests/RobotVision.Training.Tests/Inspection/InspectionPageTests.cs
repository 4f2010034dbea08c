using RobotVision.Imaging;
using RobotVision.Sampling;
using RobotVision.Training.Inspection;

namespace RobotVision.Training.Tests.Inspection;

public class InspectionPageTests
{
    // Pictures with a gap around each: eight per row if a filter is one picture, else one row per filter; 1x1 filters without gaps.
    [TestCase(24, 3, 4, 41, 16)]
    [TestCase(20, 1, 3, 33, 13)]
    [TestCase(4, 6, 3, 25, 17)]
    [TestCase(144, 96, 3, 97, 65)]
    [TestCase(5, 200, 1, 128, 5)]
    [TestCase(2, 3, 1, 5, 3)]
    public void DrawFilters_AnyShape_FitsAScreen(int filters, int channels, int side, int width, int height)
    {
        var sheet = InspectionPage.DrawFilters(Filters("conv", filters, channels, side));
        Assert.That((sheet.Width, sheet.Height), Is.EqualTo((width, height)));
    }

    [Test]
    public void DrawFilters_MoreThanAreShown_AreTheFirstOnesOnTheirOwnScale()
    {
        var layer = Filters("conv", 20, 40, 3);
        layer.Values[((15 * 40 + 23) * 3 + 2) * 3 + 2] = 1; // the last weight that is shown
        layer.Values[^1] = 5;
        var sheet = InspectionPage.DrawFilters(layer);
        Assert.That(sheet.Pixels[((1 + 15 * 4 + 2) * sheet.Width + 1 + 23 * 4 + 2) * 3], Is.EqualTo(255));
        Assert.That(sheet.Pixels.Count(level => level == 255), Is.EqualTo(3));
    }

    [Test]
    public void Make_SeveralConvolutions_ShowsAllAndSaysHowManyFiltersOfHowMany()
    {
        var sample = new BgrImage(SampleFormat.Size, SampleFormat.Size);
        var html = InspectionPage.Make(
            "grid.onnx", "photo.jpg", sample.View, [], [Filters("conv1", 24, 3, 4), Filters("conv4", 144, 96, 3), Filters("head", 40, 48, 1)],
            [new LayerActivation("conv1", "Conv", [1, 2, 2], [0, 1, -1, 0]), new LayerActivation("relu1", "Relu", [1, 2, 2], [0, 1, 0, 0])]).ToHtml();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(html.Split("<img"), Has.Length.EqualTo(1 + 1 + 3 + 2), "the sample, the filters, the layers");
            Assert.That(html, Does.Contain("conv1: 24 filters of 3 x 4 x 4; shown are 24 of 24 filters and 3 of 3 channels of each"));
            Assert.That(html, Does.Contain("conv4: 144 filters of 96 x 3 x 3; shown are 16 of 144 filters and 24 of 96 channels of each"));
            Assert.That(html, Does.Contain("head: 40 filters of 48 x 1 x 1; shown are 40 of 40 filters and 48 of 48 channels of each"));
            Assert.That(html, Does.Contain("Conv conv1: 1 x 2 x 2, -1 to 1").And.Contain("Relu relu1: 1 x 2 x 2, 0 to 1"));
        }
    }

    static LayerFilters Filters(string name, int filters, int channels, int side) =>
        new(name, [filters, channels, side, side], new float[filters * channels * side * side]);
}
