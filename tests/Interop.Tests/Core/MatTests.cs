using System.Runtime.InteropServices;

namespace OpenCvSharp.Tests.Core;

public sealed class MatTests
{
    [Test]
    public void Mat_New_IsEmpty()
    {
        using var mat = new Mat();

        Assert.That(mat.Empty(), Is.True);
        Assert.That(mat.Data, Is.EqualTo((nint)0));
        Assert.That(mat.Total(), Is.Zero);
    }

    [Test]
    public void Mat_Filled_SaysWhatItIs()
    {
        using var mat = new Mat(3, 5, MatType.CV_8UC3, new Scalar(1, 2, 3));

        Assert.That((mat.Rows, mat.Cols, mat.Height, mat.Width), Is.EqualTo((3, 5, 3, 5)));
        Assert.That(mat.Size(), Is.EqualTo(new Size(5, 3)));
        Assert.That(mat.Type(), Is.EqualTo(MatType.CV_8UC3));
        Assert.That((mat.Channels(), mat.Depth(), mat.ElemSize(), mat.Step(), mat.Total()), Is.EqualTo((3, MatType.CV_8U, 3, 15L, 15L)));
        Assert.That(mat.IsContinuous(), Is.True);
        Assert.That(mat.At<Vec3b>(2, 4), Is.EqualTo(new Vec3b(1, 2, 3)));
    }

    [Test]
    public void Mat_OverForeignMemoryWithStep_ReadsAndWritesThere()
    {
        byte[] memory = [1, 2, 99, 3, 4, 99];
        GCHandle pin = GCHandle.Alloc(memory, GCHandleType.Pinned);
        try
        {
            using var mat = new Mat(2, 2, MatType.CV_8UC1, pin.AddrOfPinnedObject(), 3);

            Assert.That(mat.Get<byte>(1, 0), Is.EqualTo(3));
            Assert.That(mat.IsContinuous(), Is.False);
            mat.SetTo(7);
        }
        finally
        {
            pin.Free();
        }

        Assert.That(memory, Is.EqualTo(new byte[] { 7, 7, 99, 7, 7, 99 }));
    }

    [Test]
    public void Mat_NumberForAnAddress_IsRefused() =>
        Assert.That(() => new Mat(2, 2, MatType.CV_8UC1, 0), Throws.ArgumentException.With.Message.Contains("new Scalar(0)"));

    [Test]
    public void SubMat_Written_ChangesTheWhole()
    {
        using var mat = new Mat(4, 4, MatType.CV_8UC1, new Scalar(0));

        using (Mat part = mat[new Rect(1, 2, 2, 1)])
            part.SetTo(5);

        mat.GetArray(out byte[] pixels);
        Assert.That(pixels, Is.EqualTo(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 0, 0, 0, 0, 0 }));
    }

    [Test]
    public void SubMat_OutsideTheMat_ThrowsOpenCvsMessage()
    {
        using var mat = new Mat(4, 4, MatType.CV_8UC1, new Scalar(0));

        Assert.That(() => mat.SubMat(new Rect(3, 3, 2, 2)), Throws.TypeOf<OpenCVException>().With.Message.Contains("roi.x"));
    }

    [Test]
    public void GetArray_Region_IsRefusedUntilCloned()
    {
        using var mat = new Mat(4, 4, MatType.CV_8UC1, new Scalar(3));
        using Mat part = mat.SubMat(0, 2, 0, 2);
        using Mat copy = part.Clone();

        Assert.That(() => part.GetArray(out byte[] _), Throws.InvalidOperationException);
        copy.GetArray(out byte[] pixels);
        Assert.That(pixels, Is.EqualTo(new byte[] { 3, 3, 3, 3 }));
    }

    [Test]
    public void ConvertTo_LargeValues_ScalesAndSaturates()
    {
        using Mat source = Mat.FromArray(0.5f, 100f, -3f), destination = new();

        source.ConvertTo(destination, MatType.CV_8UC1, 4, 1);

        destination.GetArray(out byte[] values);
        Assert.That(values, Is.EqualTo(new byte[] { 3, 255, 0 }));
    }

    [Test]
    public void CopyTo_WithMask_CopiesThere()
    {
        using Mat source = Mat.FromArray<byte>(1, 2, 3), mask = Mat.FromArray<byte>(0, 1, 0), destination = Mat.FromArray<byte>(9, 9, 9);

        source.CopyTo(destination, mask);

        destination.GetArray(out byte[] values);
        Assert.That(values, Is.EqualTo(new byte[] { 9, 2, 9 }));
    }

    [Test]
    public void FromArray_Points_IsAColumnOfTwoChannels()
    {
        using Mat mat = Mat.FromArray(new Point2f(1, 2), new Point2f(3, 4));

        Assert.That(mat.Type(), Is.EqualTo(MatType.CV_32FC2));
        Assert.That(mat.Size(), Is.EqualTo(new Size(1, 2)));
        Assert.That(mat.At<Point2f>(1, 0), Is.EqualTo(new Point2f(3, 4)));
    }

    [TestCase(4, 0)]
    [TestCase(-1, 0)]
    [TestCase(0, 4)]
    public void At_OutsideTheMat_Throws(int row, int column)
    {
        using var mat = new Mat(4, 4, MatType.CV_8UC1, new Scalar(0));

        Assert.That(() => mat.At<byte>(row, column), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void At_TypeLargerThanAnElement_Throws()
    {
        using var mat = new Mat(4, 4, MatType.CV_8UC1, new Scalar(0));

        Assert.That(() => mat.At<Vec3b>(0, 0), Throws.ArgumentException.With.Message.Contains("CV_8UC1"));
    }

    [Test]
    public void Dispose_Twice_IsHarmlessAndLaterUseIsRefused()
    {
        var mat = new Mat(2, 2, MatType.CV_8UC1, new byte[4]);

        mat.Dispose();
        mat.Dispose();

        Assert.That(mat.IsDisposed, Is.True);
        Assert.That(() => mat.Rows, Throws.TypeOf<ObjectDisposedException>());
    }
}
