using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Geometry;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Tests.Publishing;

namespace RobotVision.Tests.Drawing;

public class FrameAnnotatorTests
{
    [Test]
    public void Draw_FrameWithoutResults_CoversNothingOfIt()
    {
        var picture = Draw(TestObservation.Empty(640, 480, shade: 90));

        Assert.That(picture.Width, Is.EqualTo(640));
        Assert.That(picture.Height, Is.InRange(490, 530), "a strip below");
        for (var y = 0; y < 480; y++) Assert.That(picture.View.Row(y).ToArray(), Is.All.EqualTo(90));
        Assert.That(Enumerable.Range(480, picture.Height - 480).Any(y => picture.View.Row(y).ToArray().Max() > 200), Is.True, "letters in it");
    }

    [TestCase(160, 120)]
    [TestCase(96, 96)]
    [TestCase(8, 6)]
    [TestCase(1, 1)]
    public void Draw_SmallFrame_IsEnlargedUntilLettersHaveRoom(int width, int height)
    {
        var picture = Draw(TestObservation.Empty(width, height));

        Assert.That(Math.Max(picture.Width, picture.Height), Is.GreaterThanOrEqualTo(640));
    }

    [TestCase(201, 77)]
    [TestCase(641, 479)]
    [TestCase(1921, 1081)]
    public void Draw_OddSize_GivesAnEvenOneAsVideosWantIt(int width, int height)
    {
        var picture = Draw(TestObservation.Empty(width, height));

        Assert.That((picture.Width % 2, picture.Height % 2), Is.EqualTo((0, 0)));
    }

    [TestCase(160, 120)]
    [TestCase(640, 480)]
    [TestCase(1280, 720)]
    [TestCase(3840, 2160)]
    public void Draw_AnySize_LettersHaveTheSameShareOfThePicture(int width, int height)
    {
        var picture = Draw(TestObservation.Empty(width, height));

        var share = (picture.Height - height * (picture.Width / width)) / (double)picture.Height;
        Assert.That(share, Is.InRange(0.03, 0.06), "the strip of one line of text");
    }

    [Test]
    public void Draw_PosesKnown_ShowsTheGroundBesideTheFrame()
    {
        var observation = WithBallAt(2, 0);
        var picture = Draw(observation);

        Assert.That(picture.Width, Is.GreaterThan(640 + 250));
        Assert.That(BallInPlan(picture).Count, Is.GreaterThan(20));
    }

    [Test]
    public void Draw_BallFartherAndToTheLeft_StandsHigherAndFurtherLeftInThePlan()
    {
        var near = BallInPlan(Draw(WithBallAt(1, 0)));
        var far = BallInPlan(Draw(WithBallAt(3, 1)));

        Assert.That(far.Y, Is.LessThan(near.Y - 150));
        Assert.That(far.X, Is.LessThan(near.X - 50));
    }

    [Test]
    public void Draw_PlaceSureAcrossAndUnsureAhead_EllipseIsHigherThanWide()
    {
        var sure = BallInPlan(Draw(WithBallAt(2, 0, new(2, 0, 1e-6, 0, 1e-6))));
        var unsure = BallInPlan(Draw(WithBallAt(2, 0, new(2, 0, 0.04, 0, 1e-6))));

        Assert.That(unsure.Bottom - unsure.Top, Is.GreaterThan(sure.Bottom - sure.Top + 60));
        Assert.That(unsure.Right - unsure.Left, Is.EqualTo(sure.Right - sure.Left).Within(3));
    }

    [Test]
    public void Draw_BallBeyondThePlan_StandsAtItsEdge()
    {
        var ball = BallInPlan(Draw(WithBallAt(40, 0)));

        Assert.That(ball.Count, Is.Positive);
        Assert.That(ball.Top, Is.LessThan(20));
    }

    [Test]
    public void Draw_PosesMissing_KeepsTheSizeAndSaysSo()
    {
        using var annotator = new FrameAnnotator(ExecutionProvider.Cpu, timing: false);
        annotator.Draw(WithBallAt(2, 0));
        var (width, height) = (annotator.Picture.Width, annotator.Picture.Height);
        var missing = TestObservation.Empty(640, 480);
        missing.Inputs = missing.Inputs with { PoseStatus = PoseStatus.Missing };

        annotator.Draw(missing);

        Assert.That((annotator.Picture.Width, annotator.Picture.Height), Is.EqualTo((width, height)));
        Assert.That(annotator.View.Row(10)[(640 * 3)..].ToArray().Max(), Is.GreaterThan(200), "text in the plan's corner");
    }

    [Test]
    public void Draw_OtherClassesOnly_LeavesTheBallOut()
    {
        var full = Draw(TestObservation.Full());
        var without = Draw(TestObservation.Full(), new() { Classes = [ObjectClass.Robot] });

        Assert.That(Orange(full), Is.Positive);
        Assert.That(Orange(without), Is.Zero);
    }

    [Test]
    public void Draw_WithLabels_ShowsMissesAndALegend()
    {
        Mark missed = new(MarkKind.Missed, ObjectClass.Robot, new(100, 100, 200, 300));
        var plain = Draw(TestObservation.Empty(640, 480));
        var picture = Draw(TestObservation.Empty(640, 480), new() { Judge = _ => [missed] });

        Assert.That(picture.Height, Is.GreaterThan(plain.Height + 10));
        bool HasWhite(int y) => Enumerable.Range(90, 20).Any(x => picture.View.Row(y)[x * 3] > 240);
        Assert.That(HasWhite(200) || HasWhite(210), Is.True, "a dashed white side");
    }

    [Test]
    public void Draw_FrameWithoutLabels_DrawsWhatWasFoundAll()
    {
        var picture = Draw(TestObservation.Full(), new() { Judge = _ => null });

        Assert.That(Orange(picture), Is.Positive);
    }

    static BgrImage Draw(Observation observation, DrawingOptions? drawing = null)
    {
        using var annotator = new FrameAnnotator(ExecutionProvider.Cpu, timing: false, drawing);
        annotator.Draw(observation);
        return BgrImage.CopyOf(annotator.View);
    }

    static Observation WithBallAt(double x, double y, GroundPoint? place = null)
    {
        var observation = TestObservation.Empty(640, 480);
        observation.Inputs = observation.Inputs with { PoseStatus = PoseStatus.Known };
        observation.Detections.Add(new(ObjectClass.Ball, 0.9f, new(300, 200, 340, 240)) { Ground = place ?? new(x, y, 1e-6, 0, 1e-6) });
        return observation;
    }

    static int Orange(BgrImage picture) => Enumerable.Range(0, picture.Width * 480).Count(i => IsOrange(picture, i));

    static bool IsOrange(BgrImage picture, int i) =>
        picture.Pixels[i * 3] < 60 && picture.Pixels[i * 3 + 1] is > 130 and < 190 && picture.Pixels[i * 3 + 2] > 220;

    static (int Count, double X, double Y, int Left, int Top, int Right, int Bottom) BallInPlan(BgrImage picture)
    {
        var places = Enumerable.Range(0, picture.Width * 480).Where(i => i % picture.Width >= 640 && IsOrange(picture, i))
            .Select(i => (X: i % picture.Width, Y: i / picture.Width)).ToArray();
        return places.Length == 0 ? default
            : (places.Length, places.Average(p => p.X), places.Average(p => p.Y),
                places.Min(p => p.X), places.Min(p => p.Y), places.Max(p => p.X), places.Max(p => p.Y));
    }
}
