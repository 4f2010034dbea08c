using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Imaging;

namespace RobotVision.Tests.Drawing;

public class MarkPainterTests
{
    static readonly Box Here = new(100, 80, 180, 160);

    /// <summary>The beginning of the line's place outside <see cref="Here"/> in a picture of 320 x 240.</summary>
    const int Beside = 5;

    [Test]
    public void Paint_Box_IsDrawnAboutTheObjectOnTheCopyAlone()
    {
        var picture = Filled(320, 240, 90, 90, 90);

        var painted = MarkPainter.Paint(picture.View, [new(MarkKind.Found, ObjectClass.Ball, Here)]);

        Assert.That((painted.Width, painted.Height), Is.EqualTo((320, 240)));
        Assert.That(picture.Pixels, Is.All.EqualTo(90));
        for (var y = (int)Here.Y1; y < Here.Y2; y++)
            for (var x = (int)Here.X1; x < Here.X2; x++) Assert.That(ColorAt(painted, x, y), Is.EqualTo((90, 90, 90)), $"{x}, {y} of the object is covered");
        Assert.That(Column(painted, 120).Any(color => color.Red > 200), Is.True, "an orange line above and below");
    }

    [Test]
    public void Paint_AnyGround_LineIsBrightWithADarkEdge([Values] ObjectClass objectClass, [Values(0, 128, 255)] int level)
    {
        var painted = MarkPainter.Paint(Filled(320, 240, level, level, level).View, [new(MarkKind.Found, objectClass, Here)], labels: LabelDetail.None);

        var row = objectClass.IsPoint() ? painted.View.Row(120) : painted.View.Row(100); // across the arms of a cross hair, or the sides of a box
        var levels = new List<double>();
        for (var x = 0; x < painted.Width; x++) levels.Add(0.114 * row[x * 3] + 0.587 * row[x * 3 + 1] + 0.299 * row[x * 3 + 2]);
        Assert.That(levels.Max(), Is.GreaterThan(140), "bright");
        Assert.That(levels.Max() - levels.Min(), Is.GreaterThan(110), "dark");
        Assert.That(levels.Min(), Is.LessThan(60), "dark");
    }

    [Test]
    public void Paint_Kinds_DifferInLineStyle()
    {
        // Where is a line above the object, and is there one in its middle?
        (double Above, bool Middle) Look(MarkKind kind)
        {
            var painted = MarkPainter.Paint(Filled(320, 240, 90, 90, 90).View, [new(kind, ObjectClass.Robot, Here)], labels: LabelDetail.None);
            var drawn = Enumerable.Range((int)Here.X1, (int)Here.Width)
                .Count(x => Enumerable.Range((int)Here.Y1 - Beside - 2, Beside + 2).Any(y => ColorAt(painted, x, y).Green > 150));
            return (drawn / Here.Width, ColorAt(painted, 140, 120) != (90, 90, 90));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Look(MarkKind.Found), Is.EqualTo((1.0, false)), "solid");
            Assert.That(Look(MarkKind.FalseAlarm), Is.EqualTo((1.0, true)), "solid and crossed out");
            Assert.That(Look(MarkKind.Missed).Above, Is.InRange(0.3, 0.8), "dashed");
            Assert.That(Look(MarkKind.Labelled).Above, Is.InRange(0.3, 0.8), "dashed");
            Assert.That(Look(MarkKind.Missed).Middle, Is.False);
        }
    }

    [Test]
    public void Paint_Labelled_IsThinnerThanMissed() =>
        Assert.That(Bright(MarkKind.Labelled), Is.LessThan(0.75 * Bright(MarkKind.Missed)));

    [Test]
    public void Paint_ObjectBeyondTheEdge_IsClosedInsideThePicture()
    {
        var painted = MarkPainter.Paint(
            Filled(320, 240, 90, 90, 90).View, [new(MarkKind.Found, ObjectClass.Goalpost, new(-50, 60, 60, 400))], labels: LabelDetail.None);

        Assert.That(Enumerable.Range(0, 5).Any(x => ColorAt(painted, x, 120).Green > 200), Is.True, "left");
        Assert.That(Enumerable.Range(235, 5).Any(y => ColorAt(painted, 30, y).Green > 200), Is.True, "below");
    }

    [Test]
    public void Paint_Point_LeavesThePointItselfFree()
    {
        var painted = MarkPainter.Paint(Filled(320, 240, 90, 90, 90).View, [new(MarkKind.Found, ObjectClass.PenaltyMark, Here)], labels: LabelDetail.None);

        Assert.That(ColorAt(painted, 140, 120), Is.EqualTo((90, 90, 90)), "the point");
        Assert.That(ColorAt(painted, (int)Here.X1, 120), Is.EqualTo((90, 90, 90)), "no box about it");
        Assert.That(ColorAt(painted, 133, 120), Is.Not.EqualTo((90, 90, 90)), "an arm beside it");
    }

    [Test]
    public void Paint_Scaled_BoxMovesWithThePicture()
    {
        var painted = MarkPainter.Paint(new BgrImage(64, 48).View, [new(MarkKind.Found, ObjectClass.Ball, new(10, 20, 30, 40))], scale: 3, LabelDetail.None);

        Assert.That((painted.Width, painted.Height), Is.EqualTo((192, 144)));
        Assert.That(Enumerable.Range(24, 6).Any(x => ColorAt(painted, x, 90).Red > 200), Is.True);
        Assert.That(ColorAt(painted, 36, 90), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void PaintPart_MarkInIt_KeepsItsPlaceAndOthersAreLeftOut()
    {
        Mark[] marks = [new(MarkKind.Found, ObjectClass.Ball, Here), new(MarkKind.Found, ObjectClass.Ball, new(10, 10, 20, 20))];

        var painted = MarkPainter.PaintPart(Filled(320, 240, 90, 90, 90).View, new(90, 70, 100, 100), 200, marks, LabelDetail.None);

        Assert.That((painted.Width, painted.Height), Is.EqualTo((200, 200)));
        Assert.That(Enumerable.Range(12, 8).Any(x => ColorAt(painted, x, 100).Red > 200), Is.True, "the left side");
        Assert.That(ColorAt(painted, 5, 5), Is.EqualTo((90, 90, 90)), "nothing of what lies outside");
    }

    [Test]
    public void Paint_LabelOfAnObjectInTheCorner_LiesInThePicture()
    {
        var without = MarkPainter.Paint(
            Filled(320, 240, 90, 90, 90).View, [new(MarkKind.Found, ObjectClass.Ball, new(290, 0, 320, 30))], labels: LabelDetail.None);
        var with = MarkPainter.Paint(
            Filled(320, 240, 90, 90, 90).View, [new(MarkKind.Found, ObjectClass.Ball, new(290, 0, 320, 30)) { Confidence = 0.5f, Metres = 1.2, Track = 3 }]);

        // The label's dark ground is as wide in the picture as it is anywhere else.
        var elsewhere = MarkPainter.Paint(
            Filled(320, 240, 90, 90, 90).View, [new(MarkKind.Found, ObjectClass.Ball, new(150, 100, 180, 130)) { Confidence = 0.5f, Metres = 1.2, Track = 3 }]);
        int Changed(BgrImage image, BgrImage plain) => Enumerable.Range(0, 320 * 240).Count(i => image.Pixels[i * 3] != plain.Pixels[i * 3]);
        var plainElsewhere = MarkPainter.Paint(
            Filled(320, 240, 90, 90, 90).View, [new(MarkKind.Found, ObjectClass.Ball, new(150, 100, 180, 130))], labels: LabelDetail.None);
        Assert.That(Changed(with, without), Is.EqualTo(Changed(elsewhere, plainElsewhere)).And.Positive);
    }

    static int Bright(MarkKind kind)
    {
        var painted = MarkPainter.Paint(Filled(320, 240, 90, 90, 90).View, [new(kind, ObjectClass.Robot, Here)], labels: LabelDetail.None);
        return Enumerable.Range(0, 320 * 240).Count(i => painted.Pixels[i * 3 + 1] > 150);
    }

    static IEnumerable<(int Blue, int Green, int Red)> Column(BgrImage image, int x) => Enumerable.Range(0, image.Height).Select(y => ColorAt(image, x, y));

    static BgrImage Filled(int width, int height, int blue, int green, int red)
    {
        var image = new BgrImage(width, height);
        for (var i = 0; i < width * height; i++) (image.Pixels[i * 3], image.Pixels[i * 3 + 1], image.Pixels[i * 3 + 2]) = ((byte)blue, (byte)green, (byte)red);
        return image;
    }

    static (int Blue, int Green, int Red) ColorAt(BgrImage image, int x, int y)
    {
        var at = (y * image.Width + x) * 3;
        return (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]);
    }
}
