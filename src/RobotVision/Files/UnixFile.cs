using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RobotVision.Files;

/// <summary>What exists at a path, links followed.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file's number in it; two paths with the same are the same file.</param>
/// <param name="Type">The bits of the mode that say what it is.</param>
readonly record struct FileStatus(ulong Device, ulong Inode, uint Type)
{
    const uint Folder = 0x4000, Regular = 0x8000;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Type == Folder;

    /// <summary>Whether it is a device, a pipe or a socket, which must never be replaced.</summary>
    public bool IsSpecial => Type is not (Folder or Regular);
}

/// <summary>Information on files that Linux has and .NET does not offer.</summary>
static unsafe partial class UnixFile
{
    const int CurrentFolder = -100, Failed = -1, LongestPath = 4096, ReadOnly = 0, CloseOnExec = 0x80000, FromStart = 0;
    const uint TypeAndInode = 0x1 | 0x100;
    const ushort TypeBits = 0xF000;

    // statx(2): fixed places in 256 bytes, the same on every processor.
    const int StatusLength = 256, ModeAt = 28, InodeAt = 32, DeviceAt = 136;

    /// <summary>What exists at a path; null when nothing does.</summary>
    public static FileStatus? Status(string path)
    {
        var status = stackalloc byte[StatusLength];
        if (StatX(CurrentFolder, path, 0, TypeAndInode, status) == Failed) return null;
        return new(*(ulong*)(status + DeviceAt), *(ulong*)(status + InodeAt), *(ushort*)(status + ModeAt) & (uint)TypeBits);
    }

    /// <summary>The path without links; null when nothing exists there.</summary>
    public static string? RealPath(string path)
    {
        var real = stackalloc byte[LongestPath];
        return RealPath(path, real) is null ? null : Marshal.PtrToStringUTF8((nint)real);
    }

    /// <summary>Another handle of an open descriptor of this process; null when it is none.</summary>
    public static SafeFileHandle? Duplicate(int descriptor) => Dup(descriptor) is not Failed and var copy ? new(copy, ownsHandle: true) : null;

    /// <summary>Sets the file position that a descriptor shares with its duplicates.</summary>
    public static void Seek(SafeFileHandle file, long position) => _ = LSeek(file, position, FromStart);

    /// <summary>
    /// Writes a folder's list of names to the disk, so that a renamed file is there after a power cut. Does nothing on file systems without support for it.
    /// </summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static void FlushFolder(string folder)
    {
        const int inputOutputError = 5;
        using var handle = new SafeFileHandle(Open(folder, ReadOnly | CloseOnExec), ownsHandle: true);
        if (!handle.IsInvalid && FSync(handle) == Failed && Marshal.GetLastPInvokeError() == inputOutputError)
            throw new IOException($"the folder '{folder}' cannot be written to the disk: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* RealPath(string path, byte* real);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long LSeek(SafeFileHandle file, long offset, int from);
}
