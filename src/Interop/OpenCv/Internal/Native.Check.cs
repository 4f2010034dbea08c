using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

static partial class Native
{
    /// <summary>Throws what OpenCV said when a call failed.</summary>
    /// <exception cref="OpenCVException"><paramref name="status"/> is not 0.</exception>
    internal static void Check(int status)
    {
        if (status != 0) Throw(status);
    }

    internal static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    static void Throw(int status)
    {
        string message = Text(LastError());
        LastErrorParts(out nint function, out nint error, out nint file, out int line);
        throw new OpenCVException((ErrorCode)status, message.Trim(), Text(function), Text(error), Text(file), line);
    }
}
