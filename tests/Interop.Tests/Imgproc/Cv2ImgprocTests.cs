namespace OpenCvSharp.Tests.Imgproc;

public sealed class Cv2ImgprocTests
{
    [Test]
    public void Resize_AreaByTwo_AveragesFourPixels()
    {
        using var source = new Mat(2, 4, MatType.CV_8UC1, new byte[] { 0, 100, 10, 10, 100, 200, 10, 50 });
        using var destination = new Mat();

        Cv2.Resize(source, destination, new Size(2, 1), interpolation: InterpolationFlags.Area);

        Assert.That(destination.Get<byte>(0, 0), Is.EqualTo(100));
        Assert.That(destination.Get<byte>(0, 1), Is.EqualTo(20));
    }

    [Test]
    public void Resize_IntoForeignMemoryOfTheRightSize_WritesThereAndAllocatesNothing()
    {
        byte[] target = new byte[2];
        using var source = new Mat(2, 4, MatType.CV_8UC1, new Scalar(7));
        using var destination = new Mat(1, 2, MatType.CV_8UC1, target);
        Cv2.Resize(source, destination, new Size(2, 1)); // the first call compiles the interop stubs
        target[0] = 0;

        long before = GC.GetAllocatedBytesForCurrentThread();
        Cv2.Resize(source, destination, new Size(2, 1));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);
        Assert.That(target, Is.EqualTo(new byte[] { 7, 7 }));
    }

    [Test]
    public void Resize_EmptyMat_ThrowsOpenCvsMessage()
    {
        using Mat source = new(), destination = new();

        var error = Assert.Throws<OpenCVException>(() => Cv2.Resize(source, destination, new Size(2, 2)));

        Assert.That(error!.Message, Does.Contain("!ssize.empty()"));
        Assert.That(error.Status, Is.EqualTo(ErrorCode.StsAssert));
        Assert.That(error.FuncName, Is.EqualTo("resize"));
        Assert.That(error.Line, Is.Positive);
    }

    [Test]
    public void CvtColor_BgrToRgbAndGray_SwapsAndWeighs()
    {
        using var source = new Mat(1, 1, MatType.CV_8UC3, new Scalar(10, 20, 30));
        using Mat rgb = new(), gray = new();

        Cv2.CvtColor(source, rgb, ColorConversionCodes.BGR2RGB);
        Cv2.CvtColor(source, gray, ColorConversionCodes.BGR2GRAY);

        Assert.That(rgb.Get<Vec3b>(0, 0), Is.EqualTo(new Vec3b(30, 20, 10)));
        Assert.That(gray.Get<byte>(0, 0), Is.EqualTo(22)); // 0.114 * 10 + 0.587 * 20 + 0.299 * 30 = 21.85
    }

    [Test]
    public void CvtColor_Yuyv_GivesTwoPixelsOfBgr()
    {
        using var source = new Mat(1, 2, MatType.CV_8UC2, new byte[] { 16, 128, 235, 128 });
        using var destination = new Mat();

        Cv2.CvtColor(source, destination, ColorConversionCodes.YUV2BGR_YUY2);

        Assert.That(destination.Get<Vec3b>(0, 0), Is.EqualTo(new Vec3b(0, 0, 0)));
        Assert.That(destination.Get<Vec3b>(0, 1), Is.EqualTo(new Vec3b(255, 255, 255)));
    }

    [Test]
    public void GaussianBlur_SinglePixel_SpreadsSymmetrically()
    {
        using var image = new Mat(5, 5, MatType.CV_32FC1, Scalar.All(0));
        image.Set(2, 2, 1f);
        using var blurred = new Mat();

        Cv2.GaussianBlur(image, blurred, new Size(3, 3), 0);

        Assert.That(blurred.Get<float>(2, 2), Is.EqualTo(0.25f).Within(1e-6f)); // (1 2 1) / 4 in both directions
        Assert.That(blurred.Get<float>(1, 2), Is.EqualTo(0.125f).Within(1e-6f));
        Assert.That(blurred.Get<float>(3, 3), Is.EqualTo(0.0625f).Within(1e-6f));
    }

    [Test]
    public void WarpPerspective_MatrixOfFourPoints_MovesThePixel()
    {
        using var image = new Mat(8, 8, MatType.CV_8UC1, new Scalar(0));
        image.Set(2, 3, (byte)200);
        Point2f[] corners = [new(0, 0), new(7, 0), new(7, 7), new(0, 7)];
        using Mat matrix = Cv2.GetPerspectiveTransform(corners, corners.Select(p => new Point2f(p.X + 2, p.Y + 1)));
        using var moved = new Mat();

        Cv2.WarpPerspective(image, moved, matrix, new Size(8, 8), InterpolationFlags.Nearest, BorderTypes.Constant, new Scalar(9));

        Assert.That(matrix.Get<double>(0, 2), Is.EqualTo(2).Within(1e-9));
        Assert.That(moved.Get<byte>(3, 5), Is.EqualTo(200));
        Assert.That(moved.Get<byte>(0, 0), Is.EqualTo(9));
    }
}
