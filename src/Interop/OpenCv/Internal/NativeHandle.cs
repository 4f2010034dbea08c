using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

/// <summary>An object of OpenCV's, deleted once by whichever comes first, Dispose or the garbage collector.</summary>
abstract class NativeHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;
}

/// <summary>Owns a <c>cv::Mat*</c>.</summary>
sealed class MatHandle : NativeHandle
{
    /// <summary>Stands for an argument that is left out; OpenCV sees <c>cv::noArray()</c>.</summary>
    internal static readonly MatHandle None = new();

    protected override bool ReleaseHandle()
    {
        Native.MatDelete(handle);
        return true;
    }
}

/// <summary>Owns a <c>cv::VideoCapture*</c>.</summary>
sealed class CaptureHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        Native.CaptureDelete(handle);
        return true;
    }
}

/// <summary>Owns a <c>cv::VideoWriter*</c>.</summary>
sealed class WriterHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        Native.WriterDelete(handle);
        return true;
    }
}

/// <summary>Owns a <c>cv::dnn::Net*</c>.</summary>
sealed class NetHandle : NativeHandle
{
    protected override bool ReleaseHandle()
    {
        Native.NetDelete(handle);
        return true;
    }
}
