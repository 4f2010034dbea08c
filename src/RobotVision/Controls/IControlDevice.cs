using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RobotVision.Controls;

/// <summary>The control interface of a camera's driver: <c>ioctl</c> with the structures of <c>linux/videodev2.h</c>. One thread at a time.</summary>
interface IControlDevice : IDisposable
{
    /// <summary>Sends a request.</summary>
    /// <param name="request">One of <see cref="ControlRequests"/>.</param>
    /// <param name="argument">Its structure, read and written.</param>
    /// <returns>0, or the system's error number.</returns>
    int Call(uint request, Span<byte> argument);
}

/// <summary>The driver of a real camera, opened beside whoever takes pictures of it.</summary>
sealed partial class ControlDevice : IControlDevice
{
    readonly SafeFileHandle _file;

    ControlDevice(SafeFileHandle file) => _file = file;

    /// <summary>Opens a device such as <c>/dev/video0</c>; null where it is not there.</summary>
    /// <exception cref="UnauthorizedAccessException">This user may not use it.</exception>
    public static ControlDevice? TryOpen(string path)
    {
        try
        {
            return new(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public unsafe int Call(uint request, Span<byte> argument)
    {
        fixed (byte* first = argument) return Control(_file, request, first) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(SafeFileHandle file, nuint request, byte* argument);
}
