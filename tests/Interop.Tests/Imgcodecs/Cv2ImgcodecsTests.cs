namespace OpenCvSharp.Tests.Imgcodecs;

public sealed class Cv2ImgcodecsTests
{
    static Mat Gradient()
    {
        var image = new Mat(5, 7, MatType.CV_8UC3);
        for (int y = 0; y < 5; y++)
            for (int x = 0; x < 7; x++)
                image.Set(y, x, new Vec3b((byte)(x * 30), (byte)(y * 50), (byte)(x * y)));
        return image;
    }

    static byte[] Pixels(Mat image)
    {
        image.GetArray(out byte[] pixels);
        return pixels;
    }

    [Test]
    public void ImWriteAndImRead_Png_GiveTheSamePixels()
    {
        using var folder = new TemporaryFolder();
        using Mat image = Gradient();

        Assert.That(Cv2.ImWrite(folder.File("größe.png"), image), Is.True);
        using Mat read = Cv2.ImRead(folder.File("größe.png"));

        Assert.That(read.Type(), Is.EqualTo(MatType.CV_8UC3));
        Assert.That(read.Size(), Is.EqualTo(new Size(7, 5)));
        Assert.That(Pixels(read), Is.EqualTo(Pixels(image)));
    }

    [Test]
    public void ImEncodeAndImDecode_Png_GiveTheSamePixels()
    {
        using Mat image = Gradient();

        Assert.That(Cv2.ImEncode(".png", image, out byte[] bytes), Is.True);
        using Mat fromArray = Cv2.ImDecode(bytes, ImreadModes.Color);
        using Mat fromSpan = Cv2.ImDecode(bytes.AsSpan(), ImreadModes.Color);

        Assert.That(bytes[1..4], Is.EqualTo("PNG"u8.ToArray()));
        Assert.That(Pixels(fromArray), Is.EqualTo(Pixels(image)));
        Assert.That(Pixels(fromSpan), Is.EqualTo(Pixels(image)));
    }

    [Test]
    public void ImEncode_LowerJpegQuality_GivesFewerBytes()
    {
        using Mat image = Gradient();

        Cv2.ImEncode(".jpg", image, out byte[] good, new ImageEncodingParam(ImwriteFlags.JpegQuality, 95));
        Cv2.ImEncode(".jpg", image, out byte[] bad, new ImageEncodingParam(ImwriteFlags.JpegQuality, 5));

        Assert.That(bad, Has.Length.LessThan(good.Length));
    }

    [Test]
    public void ImDecode_Grayscale_GivesOneChannel()
    {
        using Mat image = Gradient();
        Cv2.ImEncode(".png", image, out byte[] bytes);

        using Mat gray = Cv2.ImDecode(bytes, ImreadModes.Grayscale);

        Assert.That(gray.Type(), Is.EqualTo(MatType.CV_8UC1));
    }

    [Test]
    public void ImRead_NoSuchFile_GivesAnEmptyMat()
    {
        using Mat image = Cv2.ImRead("/nowhere/missing.png");

        Assert.That(image.Empty(), Is.True);
    }

    [TestCase(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })]
    [TestCase(new byte[0])]
    public void ImDecode_NoImage_GivesAnEmptyMat(byte[] bytes)
    {
        using Mat image = Cv2.ImDecode(bytes, ImreadModes.Color);

        Assert.That(image.Empty(), Is.True);
    }

    [Test]
    public void ImWrite_UnknownExtension_ThrowsOpenCvsMessage()
    {
        using Mat image = Gradient();

        Assert.That(() => Cv2.ImWrite("/tmp/image.unknown", image),
            Throws.TypeOf<OpenCVException>().With.Message.Contains("could not find a writer"));
    }
}
