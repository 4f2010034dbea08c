using RobotVision.Cameras;
using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Placing;
using RobotVision.Sampling;
using RobotVision.Testing;

namespace RobotVision.Tests.CloseUps;

public class CloseUpChooserTests
{
    const int Width = 640;
    const int Height = 480;

    static readonly PinholeCamera Camera = new(new(Width, Height, 450, 450, Width / 2.0, Height / 2.0));
    static readonly TimedPose Pose = TimedPose.Of(new CameraPose(0.6, 0, 0.3, 0));

    static ImageRegion[] Choose(GridOutput output, int count, CloseUpChooser? chooser = null, ExpectedBalls? balls = null)
    {
        var regions = new ImageRegion[count];
        (chooser ?? new()).Choose(output.Values, Width, Height, balls ?? new(), regions);
        return regions;
    }

    static ExpectedBalls Known()
    {
        var balls = new ExpectedBalls();
        balls.Begin(new DetectionPlacer(new GroundProjector(Camera, new GroundOptions())), Pose);
        return balls;
    }

    static bool Shows(ImageRegion region, ExpectedBall place) =>
        place.X > region.X && place.X < region.X + region.Width && place.Y > region.Y && place.Y < region.Y + region.Height;

    [Test]
    public void Choose_TrackedBall_GetsTheFirstCloseUpAndALargerOneWhenItsPlaceIsUncertain()
    {
        var (sure, unsure) = (Known(), Known());
        sure.AddBall(new(4, 0.5, 0.0001, 0, 0.0001));
        unsure.AddBall(new(4, 0.5, 0.25, 0, 0.25));
        var output = new GridOutput(1).Put(0, ObjectClass.Ball, 6, 2, 0.5f, 0.5f);
        var (near, wide) = (Choose(output, 3, balls: sure)[0], Choose(output, 3, balls: unsure)[0]);

        Assert.That(sure.Places[0].Side, Is.EqualTo(450 * 0.22 / 4).Within(2));
        Assert.That(near.X + near.Width / 2, Is.EqualTo(sure.Places[0].X).Within(0.1));
        Assert.That(near.Width, Is.EqualTo(sure.Places[0].Side * 4).Within(0.1), "a quarter of the close-up is ball");
        Assert.That(wide.Width, Is.GreaterThan(near.Width * 1.5).And.GreaterThanOrEqualTo(4 * unsure.Places[0].Spread));
    }

    [Test]
    public void Choose_PoseIsKnown_CloseUpOfABallIsSizedByThePose()
    {
        // The whole view gives half the size that a ball would have in cell (7, 6).
        var balls = Known();
        Assert.That(balls.TryBallSide(346.7f, 300, out var side), Is.True);
        var output = new GridOutput(1).Put(0, ObjectClass.Ball, 7, 6, 0.4f, 0.5f * side / 46.2f);
        Assert.That(Choose(output, 3, balls: balls)[0].Width, Is.EqualTo(side * 4).Within(0.5));
    }

    [Test]
    public void Choose_BallAboveTheHorizon_GetsNoCloseUp()
    {
        var output = new GridOutput(1).Put(0, ObjectClass.Ball, 0, 6, 0.5f, 0.8f);
        Assert.That(Choose(output, 3, balls: Known()), Is.EqualTo(Choose(new GridOutput(1), 3, balls: Known())));
    }

    [Test]
    public void Choose_PoseIsKnown_ScansFarFieldAndFeetWhateverIsUnsure()
    {
        var (chooser, balls, output) = (new CloseUpChooser(), Known(), new GridOutput(1));
        for (var column = 0; column < 12; column++) output.Put(0, ObjectClass.Robot, 8, column, 0.5f, 0.9f);
        var regions = new List<ImageRegion>();
        for (var frame = 0; frame < 20; frame++) regions.AddRange(Choose(output, 3, chooser, balls));

        foreach (var bearing in new[] { -0.5, -0.2, 0, 0.3, 0.5 })
            foreach (var range in new[] { 4.0, 8 })
            {
                Assert.That(balls.TryAt(range, bearing, out var place), Is.True);
                var sizes = regions.Where(region => Shows(region, place)).Select(region => region.Width / place.Side);
                Assert.That(sizes, Has.Some.LessThan(10), $"{range} m at {bearing} rad: ten pixels of the sample or more");
            }
    }

    [Test]
    public void Choose_FeetAreInView_GetACloseUpNowAndThen()
    {
        var (chooser, balls) = (new CloseUpChooser(), new ExpectedBalls());
        balls.Begin(new DetectionPlacer(new GroundProjector(Camera, new GroundOptions())), TimedPose.Of(new CameraPose(0.6, 0, 0.9, 0)));
        Assert.That(balls.TryAt(0.4, 0.5, out var feet), Is.True);
        var regions = Enumerable.Range(0, 8).SelectMany(_ => Choose(new GridOutput(1), 2, chooser, balls));
        Assert.That(regions, Has.Some.Matches<ImageRegion>(region => Shows(region, feet) && region.Width > feet.Side * 1.5));
    }

    [Test]
    public void Choose_UnsureSmallBall_GetsTheFirstCloseUp()
    {
        // Cell (3, 8) of 53.3 x 40 pixels: the centre lies at (453.3, 140).
        var output = new GridOutput(1).Put(0, ObjectClass.Robot, 9, 2, 0.5f, 2).Put(0, ObjectClass.Ball, 3, 8, 0.4f, 0.5f);
        var first = Choose(output, 3)[0];

        Assert.That(first.X + first.Width / 2, Is.EqualTo(453.3f).Within(0.1));
        Assert.That(first.Y + first.Height / 2, Is.EqualTo(140f).Within(0.1));
        Assert.That(first.Width, Is.EqualTo(first.Height).And.EqualTo(26.67f * 4).Within(0.1), "a square four times as wide as the ball");
    }

    [Test]
    public void Choose_LargeObject_GetsNoCloseUp()
    {
        var nothing = Choose(new GridOutput(1), 4);
        Assert.That(Choose(new GridOutput(1).Put(0, ObjectClass.Robot, 6, 6, 0.5f, 5), 4), Is.EqualTo(nothing));
    }

    [Test]
    public void Choose_UntrainedClass_GetsNoCloseUp()
    {
        var ballAlone = TestModel.Contract with { Thresholds = [.. ObjectClasses.Names.Select(name => name == "ball" ? 0.5f : Thresholds.Off)] };
        var output = new GridOutput(1).Put(0, ObjectClass.Robot, 3, 8, 0.5f, 0.5f);
        Assert.That(Choose(output, 3, new CloseUpChooser(ballAlone)), Is.EqualTo(Choose(new GridOutput(1), 3)));
    }

    [Test]
    public void Choose_NeighboursInOneCloseUp_TakeOneTogether()
    {
        var output = new GridOutput(1).Put(0, ObjectClass.Ball, 5, 5, 0.5f, 0.8f).Put(0, ObjectClass.Robot, 5, 6, 0.5f, 0.8f);
        var regions = Choose(output, 2);

        Assert.That(regions[0].Y + regions[0].Height / 2, Is.EqualTo(220f).Within(0.1));
        Assert.That(regions[1].Width, Is.EqualTo(Height * 0.3f), "the second is one of the band's");
    }

    [Test]
    public void Choose_NothingSeen_CoversTheBandWithinAFewFrames()
    {
        var chooser = new CloseUpChooser();
        var output = new GridOutput(1);
        var seen = new bool[Width];
        for (var frame = 0; frame < 3; frame++)
            foreach (var region in Choose(output, 4, chooser))
                for (var x = (int)region.X; x < region.X + region.Width; x++) seen[x] = true;

        Assert.That(seen, Is.All.True);
    }

    [Test]
    public void Choose_SmallThingsFarDown_TheBandFollows()
    {
        var chooser = new CloseUpChooser();
        var output = new GridOutput(1).Put(0, ObjectClass.Goalpost, 8, 6, 0.95f, 0.5f);
        var before = Choose(output, 2, chooser)[1].Y;
        for (var frame = 0; frame < 30; frame++) Choose(output, 2, chooser);

        Assert.That(Choose(output, 2, chooser)[1].Y, Is.GreaterThan(before + 100));
    }

    [Test]
    public void Choose_WhateverIsSeen_SquaresLieInTheFrameAndMagnifyTwiceAtMost([Values(64, 320, 1920)] int width, [Values(100, 240, 1080)] int height)
    {
        var output = new GridOutput(1).Put(0, ObjectClass.Ball, 0, 0, 0.5f, 0.05f).Put(0, ObjectClass.Ball, 11, 11, 0.5f, 1.9f);
        var regions = new ImageRegion[CloseUpChooser.MostCloseUps];
        new CloseUpChooser().Choose(output.Values, width, height, new(), regions);

        foreach (var region in regions)
        {
            Assert.That(region.X, Is.GreaterThanOrEqualTo(0));
            Assert.That(region.Y, Is.GreaterThanOrEqualTo(0));
            Assert.That(region.X + region.Width, Is.LessThanOrEqualTo(width + 0.01f));
            Assert.That(region.Y + region.Height, Is.LessThanOrEqualTo(height + 0.01f));
            Assert.That(region.Width, Is.EqualTo(region.Height).And.GreaterThanOrEqualTo(Math.Min(48, Math.Min(width, height))));
        }
    }

    [Test]
    public void Choose_BrokenOutput_StillGivesSquares()
    {
        var output = new GridOutput(1);
        output.Values.AsSpan().Fill(float.NaN);
        Assert.That(Choose(output, 5).Select(region => region.Width), Is.All.GreaterThan(0));
    }

    [Test]
    public void Choose_SecondTime_AllocatesNothing()
    {
        var output = new GridOutput(1).Put(0, ObjectClass.Ball, 3, 8, 0.4f, 0.5f);
        var (chooser, regions, balls) = (new CloseUpChooser(), new ImageRegion[6], Known());
        void Run()
        {
            balls.AddBall(new(3, 0.5, 0.04, 0, 0.04));
            chooser.Choose(output.Values, Width, Height, balls, regions);
        }

        Run();
        Assert.That(Allocations.Of(Run), Is.Zero);
    }
}
