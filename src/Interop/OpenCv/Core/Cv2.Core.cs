using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>OpenCV's functions. Each throws <see cref="OpenCVException"/> when OpenCV refuses its arguments.</summary>
public static partial class Cv2
{
    /// <summary>A thickness that fills the shape.</summary>
    public const int FILLED = -1;

    /// <summary>Writes <c>src1 * alpha + src2 * beta + gamma</c>, saturated.</summary>
    public static void AddWeighted(InputArray src1, double alpha, InputArray src2, double beta, double gamma, OutputArray dst, int dtype = -1) =>
        Native.Check(Native.AddWeighted(src1.Required(nameof(src1)), alpha, src2.Required(nameof(src2)), beta, gamma, dst.Required(nameof(dst)), dtype));

    /// <summary>Mirrors an image.</summary>
    public static void Flip(InputArray src, OutputArray dst, FlipMode flipCode) =>
        Native.Check(Native.Flip(src.Required(nameof(src)), dst.Required(nameof(dst)), (int)flipCode));

    /// <summary>Puts a border around an image.</summary>
    public static void CopyMakeBorder(InputArray src, OutputArray dst, int top, int bottom, int left, int right, BorderTypes borderType, Scalar? value = null) =>
        Native.Check(Native.CopyMakeBorder(src.Required(nameof(src)), dst.Required(nameof(dst)), top, bottom, left, right, (int)borderType, value ?? default));

    /// <summary>OpenCV's version, for example 4.6.0.</summary>
    public static string GetVersionString()
    {
        Native.Check(Native.Version(out nint text));
        return Native.Text(text);
    }

    /// <summary>How OpenCV was built; its section "Video I/O:" lists the backends.</summary>
    public static string GetBuildInformation()
    {
        Native.Check(Native.BuildInformation(out nint text));
        return Native.Text(text);
    }

    /// <summary>Sets how many threads OpenCV may use; 0 or 1: no more than the caller's, negative: as many as it likes.</summary>
    public static void SetNumThreads(int nthreads) => Native.Check(Native.SetThreads(nthreads));

    /// <summary>How many threads OpenCV may use.</summary>
    public static int GetNumThreads()
    {
        Native.Check(Native.GetThreads(out int count));
        return count;
    }
}
