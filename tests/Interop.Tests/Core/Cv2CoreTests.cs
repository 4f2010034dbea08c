namespace OpenCvSharp.Tests.Core;

public sealed class Cv2CoreTests
{
    [Test]
    public void AddWeighted_TwoImages_Mixes()
    {
        using Mat first = Mat.FromArray<byte>(100, 200), second = Mat.FromArray<byte>(10, 255), mixed = new();

        Cv2.AddWeighted(first, 0.5, second, 1, 2, mixed);

        mixed.GetArray(out byte[] values);
        Assert.That(values, Is.EqualTo(new byte[] { 62, 255 }));
    }

    [TestCase(FlipMode.X, new byte[] { 3, 4, 1, 2 })]
    [TestCase(FlipMode.Y, new byte[] { 2, 1, 4, 3 })]
    [TestCase(FlipMode.XY, new byte[] { 4, 3, 2, 1 })]
    public void Flip_EachMode_Mirrors(FlipMode mode, byte[] expected)
    {
        using Mat source = new(2, 2, MatType.CV_8UC1, new byte[] { 1, 2, 3, 4 }), flipped = new();

        Cv2.Flip(source, flipped, mode);

        flipped.GetArray(out byte[] values);
        Assert.That(values, Is.EqualTo(expected));
    }

    [Test]
    public void CopyMakeBorder_Constant_StandsAround()
    {
        using Mat source = new(1, 1, MatType.CV_8UC1, new Scalar(5)), bordered = new();

        Cv2.CopyMakeBorder(source, bordered, 0, 1, 2, 0, BorderTypes.Constant, new Scalar(8));

        bordered.GetArray(out byte[] values);
        Assert.That(values, Is.EqualTo(new byte[] { 8, 8, 5, 8, 8, 8 }));
    }

    [Test]
    public void GetBuildInformation_Always_HasTheVersionAndTheVideoBackends()
    {
        string information = Cv2.GetBuildInformation();

        Assert.That(information, Does.Contain(Cv2.GetVersionString()));
        Assert.That(information, Does.Contain("Video I/O:"));
    }

    [Test]
    public void SetNumThreads_One_IsKept()
    {
        int before = Cv2.GetNumThreads();
        try
        {
            Cv2.SetNumThreads(1);
            Assert.That(Cv2.GetNumThreads(), Is.EqualTo(1));
        }
        finally
        {
            Cv2.SetNumThreads(before);
        }
    }

    [Test]
    public void Flip_WithoutASource_NamesTheArgument()
    {
        using var destination = new Mat();

        Assert.That(() => Cv2.Flip((Mat)null!, destination, FlipMode.X), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("src"));
    }
}
