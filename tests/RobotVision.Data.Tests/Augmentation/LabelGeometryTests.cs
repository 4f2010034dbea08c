using RobotVision.Data.Augmentation;
using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Data.Tests.Augmentation;

public class LabelGeometryTests
{
    static readonly AugmentationOptions Options = new();

    [TestCase(-6f, false)]
    [TestCase(-8f, true)]
    public void Clip_PartlyOutside_IsIgnoredBelowThirtyPercent(float x, bool ignore)
    {
        var label = LabelGeometry.Clip(new(ObjectClass.Ball, new Box(x, 20, x + 10, 40)), Options)!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(label.Ignore, Is.EqualTo(ignore));
            Assert.That(label.Box, Is.EqualTo(new Box(0, 20, x + 10, 40)));
        });
    }

    [Test]
    public void Clip_Outside_IsGone() =>
        Assert.That(LabelGeometry.Clip(new(ObjectClass.Ball, new Box(-10, 20, 0, 40)), Options), Is.Null);

    [TestCase(2.9f, 2.9f, true)]
    [TestCase(3.1f, 3.1f, false)]
    [TestCase(1.5f, 30f, false)]
    public void Clip_Small_IsIgnoredByArea(float width, float height, bool ignore) =>
        Assert.That(LabelGeometry.Clip(new(ObjectClass.Goalpost, Box.FromCenter(50, 50, width, height)), Options)!.Value.Ignore, Is.EqualTo(ignore));

    [TestCase(1f, false)]
    [TestCase(-1f, true)]
    public void Clip_Point_CountsWhileItsCentreIsInside(float x, bool ignore)
    {
        var box = Box.FromCenter(x, 50, 8, 8);
        Assert.That(LabelGeometry.Clip(new(ObjectClass.LineT, box), Options), Is.EqualTo(new Label(ObjectClass.LineT, box, ignore)));
    }

    [Test]
    public void Clip_Ignored_StaysIgnored() =>
        Assert.That(LabelGeometry.Clip(new(ObjectClass.Ball, new Box(10, 10, 30, 30), Ignore: true), Options)!.Value.Ignore);

    [TestCase(6f, false)]
    [TestCase(8f, true)]
    public void Hide_CoveredPart_IsIgnoredBelowThirtyPercent(float covered, bool ignore) =>
        Assert.That(LabelGeometry.Hide(new(ObjectClass.Robot, new Box(10, 10, 20, 20)), new Box(0, 0, 10 + covered, 96), Options).Ignore, Is.EqualTo(ignore));

    // Each step leaves about half: more than 30 % each, but a quarter and an eighth together.
    [Test]
    public void ClipAndHide_SeveralSteps_AreJudgedTogether()
    {
        var label = new Label(ObjectClass.Robot, new Box(-10, 10, 10, 30));
        var cropped = LabelGeometry.Clip(label, Options)!.Value;
        var hidden = LabelGeometry.Hide(cropped, new Box(0, 0, 5, 96), Options);
        var inMosaic = LabelGeometry.Clip(cropped, new Box(0, 0, 96, 20), Options)!.Value;
        Assert.Multiple(() =>
        {
            Assert.That((cropped.Ignore, cropped.Visible), Is.EqualTo((false, 0.5f)));
            Assert.That((hidden.Ignore, hidden.Visible), Is.EqualTo((true, 0.25f)));
            Assert.That((inMosaic.Ignore, inMosaic.Visible), Is.EqualTo((true, 0.25f)));
            Assert.That(LabelGeometry.Clip(label with { Visible = 0.5f }, Options)!.Value.Ignore, Is.True, "half of it was hidden in the image");
        });
    }

    [Test]
    public void Rotate_QuarterTurn_GoesClockwise()
    {
        var box = LabelGeometry.Rotate(Box.FromCenter(58, 48, 4, 2), MathF.PI / 2, round: false);
        Assert.Multiple(() =>
        {
            Assert.That(box.CenterX, Is.EqualTo(48).Within(1e-4));
            Assert.That(box.CenterY, Is.EqualTo(58).Within(1e-4));
            Assert.That(box.Width, Is.EqualTo(2).Within(1e-4));
            Assert.That(box.Height, Is.EqualTo(4).Within(1e-4));
        });
    }
}
