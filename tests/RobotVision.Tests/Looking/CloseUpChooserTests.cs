using RobotVision.Detection;
using RobotVision.Imaging;
using RobotVision.Looking;

namespace RobotVision.Tests.Looking;

public class CloseUpChooserTests
{
    const int Width = 640;
    const int Height = 480;

    static ImageRegion[] Choose(GridOutput output, int count, CloseUpChooser? chooser = null)
    {
        var regions = new ImageRegion[count];
        (chooser ?? new()).Choose(output.Values, Width, Height, regions);
        return regions;
    }

    [Test]
    public void Choose_UnsureSmallBall_IsLookedAtFirst()
    {
        // Cell (3, 8) of 53.3 x 40 pixels: the centre lies at (453.3, 140).
        var output = new GridOutput(1).Put(0, ObjectClass.Robot, 9, 2, 0.5f, 2).Put(0, ObjectClass.Ball, 3, 8, 0.4f, 0.5f);
        var first = Choose(output, 3)[0];

        Assert.That(first.X + first.Width / 2, Is.EqualTo(453.3f).Within(0.1));
        Assert.That(first.Y + first.Height / 2, Is.EqualTo(140f).Within(0.1));
        Assert.That(first.Width, Is.EqualTo(first.Height).And.EqualTo(26.67f * 4).Within(0.1), "a square four times as wide as the ball");
    }

    [Test]
    public void Choose_LargeObject_IsNotLookedAtAgain()
    {
        var nothing = Choose(new GridOutput(1), 4);
        Assert.That(Choose(new GridOutput(1).Put(0, ObjectClass.Robot, 6, 6, 0.5f, 5), 4), Is.EqualTo(nothing));
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
    public void Choose_WhateverIsSeen_SquaresLieInTheFrameAndNeverMagnify([Values(64, 320, 1920)] int width, [Values(100, 240, 1080)] int height)
    {
        var output = new GridOutput(1).Put(0, ObjectClass.Ball, 0, 0, 0.5f, 0.05f).Put(0, ObjectClass.Ball, 11, 11, 0.5f, 1.9f);
        var regions = new ImageRegion[CloseUpChooser.MostCloseUps];
        new CloseUpChooser().Choose(output.Values, width, height, regions);

        foreach (var region in regions)
        {
            Assert.That((region.X, region.Y), Is.GreaterThanOrEqualTo((0f, 0f)));
            Assert.That(region.X + region.Width, Is.LessThanOrEqualTo(width + 0.01f));
            Assert.That(region.Y + region.Height, Is.LessThanOrEqualTo(height + 0.01f));
            Assert.That(region.Width, Is.EqualTo(region.Height).And.GreaterThanOrEqualTo(Math.Min(96, Math.Min(width, height))));
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
        var (chooser, regions) = (new CloseUpChooser(), new ImageRegion[6]);
        chooser.Choose(output.Values, Width, Height, regions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        chooser.Choose(output.Values, Width, Height, regions);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
