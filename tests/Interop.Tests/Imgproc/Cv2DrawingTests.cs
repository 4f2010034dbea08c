namespace OpenCvSharp.Tests.Imgproc;

public sealed class Cv2DrawingTests
{
    static readonly Scalar Ink = new(255);
    Mat _image = null!;

    [SetUp]
    public void MakeImage() => _image = new Mat(40, 60, MatType.CV_8UC1, new Scalar(0));

    [TearDown]
    public void RemoveImage() => _image.Dispose();

    /// <summary>How many pixels carry ink, and whether those asked for do.</summary>
    void AssertInk(int count, params Point[] points)
    {
        _image.GetArray(out byte[] pixels);
        Assert.That(pixels.Count(p => p != 0), Is.EqualTo(count));
        foreach (Point point in points)
            Assert.That(_image.Get<byte>(point.Y, point.X), Is.EqualTo(255), $"at {point}");
    }

    [Test]
    public void Rectangle_OfRect_LeavesRightAndBottomOutside()
    {
        Cv2.Rectangle(_image, new Rect(10, 5, 20, 10), Ink);

        AssertInk(2 * 20 + 2 * 8, new Point(10, 5), new Point(29, 14));
    }

    [Test]
    public void Rectangle_OfPoints_HasBothCorners()
    {
        Cv2.Rectangle(_image, new Point(10, 5), new Point(30, 15), Ink, Cv2.FILLED);

        AssertInk(21 * 11, new Point(10, 5), new Point(30, 15));
    }

    [Test]
    public void Line_Horizontal_HasBothEnds()
    {
        Cv2.Line(_image, new Point(3, 7), new Point(12, 7), Ink);

        AssertInk(10, new Point(3, 7), new Point(12, 7));
    }

    [Test]
    public void Circle_Filled_CoversItsDisc()
    {
        Cv2.Circle(_image, new Point(30, 20), 10, Ink, -1);

        _image.GetArray(out byte[] pixels);
        Assert.That(pixels.Count(p => p != 0), Is.EqualTo(317)); // pixels with x² + y² <= 100
        Assert.That(_image.Get<byte>(20, 40), Is.EqualTo(255));
        Assert.That(_image.Get<byte>(20, 41), Is.Zero);
    }

    [Test]
    public void Ellipse_HalfOfIt_StaysBelowItsCentre()
    {
        Cv2.Ellipse(_image, new Point(30, 20), new Size(20, 10), 0, 0, 180, Ink);

        Assert.That(_image.Get<byte>(30, 30), Is.EqualTo(255), "90 degrees is down");
        Assert.That(_image.Get<byte>(10, 30), Is.Zero);
    }

    [Test]
    public void FillPoly_TwoSquaresWithOffset_FillsBoth()
    {
        Point[] square = [new(0, 0), new(4, 0), new(4, 4), new(0, 4)];

        Cv2.FillPoly(_image, [square, square.Select(p => new Point(p.X + 20, p.Y))], Ink, offset: new Point(2, 3));

        AssertInk(50, new Point(2, 3), new Point(26, 7));
    }

    [Test]
    public void FillConvexPoly_Square_FillsIt()
    {
        Cv2.FillConvexPoly(_image, [new Point(1, 1), new Point(3, 1), new Point(3, 3), new Point(1, 3)], Ink);

        AssertInk(9, new Point(2, 2));
    }

    [TestCase(false, 9)]
    [TestCase(true, 12)]
    public void Polylines_OpenOrClosed_LacksOrHasTheLastSide(bool closed, int count)
    {
        Cv2.Polylines(_image, [[new Point(0, 0), new Point(3, 0), new Point(3, 3), new Point(0, 3)]], closed, Ink);

        AssertInk(closed ? count : count + 1, new Point(3, 3));
    }

    [Test]
    public void PutText_Word_StaysInsideTheSizeFor()
    {
        Size size = Cv2.GetTextSize("Ball", HersheyFonts.HersheySimplex, 0.5, 1, out int below);

        Cv2.PutText(_image, "Ball", new Point(5, 25), HersheyFonts.HersheySimplex, 0.5, Ink);

        using var outside = _image.Clone();
        Cv2.Rectangle(outside, new Rect(5 - 1, 25 - size.Height - 1, size.Width + 2, size.Height + below + 2), 0, -1);
        _image.GetArray(out byte[] all);
        outside.GetArray(out byte[] rest);
        Assert.That(all.Count(p => p != 0), Is.GreaterThan(20));
        Assert.That(rest, Is.All.Zero);
    }
}
