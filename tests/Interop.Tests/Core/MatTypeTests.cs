namespace OpenCvSharp.Tests.Core;

public sealed class MatTypeTests
{
    [Test]
    public void Value_OfKnownTypes_IsOpenCvs()
    {
        Assert.That((int)MatType.CV_8UC1, Is.Zero);
        Assert.That((int)MatType.CV_8UC3, Is.EqualTo(16));
        Assert.That((int)MatType.CV_32FC2, Is.EqualTo(13));
        Assert.That((int)MatType.CV_64FC1, Is.EqualTo(6));
    }

    [Test]
    public void ToString_OfAType_IsItsName() => Assert.That(MatType.CV_32FC3.ToString(), Is.EqualTo("CV_32FC3"));

    [Test]
    public void MakeType_NoSuchDepth_Throws() => Assert.That(() => MatType.MakeType(8, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
}
