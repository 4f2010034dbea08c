using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>Writes frames into a video file. Not safe for use by two threads at once.</summary>
public sealed class VideoWriter : IDisposable
{
    readonly WriterHandle _handle;

    /// <summary>A writer that is not open yet.</summary>
    public VideoWriter() => Native.Check(Native.WriterNew(out _handle));

    /// <summary>Opens a file; <see cref="IsOpened"/> says whether it worked.</summary>
    public VideoWriter(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true) : this() =>
        Open(fileName, fourcc, fps, frameSize, isColor);

    /// <summary>Opens a file with one backend; <see cref="IsOpened"/> says whether it worked.</summary>
    public VideoWriter(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true) : this() =>
        Open(fileName, apiPreference, fourcc, fps, frameSize, isColor);

    /// <summary>The file that was opened last.</summary>
    public string? FileName { get; private set; }

    /// <summary>Frames a second.</summary>
    public double Fps { get; private set; }

    /// <summary>The size every frame has to have.</summary>
    public Size FrameSize { get; private set; }

    /// <summary>Whether frames are CV_8UC3 BGR rather than CV_8UC1.</summary>
    public bool IsColor { get; private set; }

    /// <summary>Whether <see cref="Dispose"/> was called.</summary>
    public bool IsDisposed => _handle.IsClosed;

    /// <summary>Puts four characters together to a codec's number.</summary>
    public static int FourCC(char c1, char c2, char c3, char c4) => OpenCvSharp.FourCC.FromFourChars(c1, c2, c3, c4);

    /// <summary>The codec's number of four characters.</summary>
    public static int FourCC(string code) => OpenCvSharp.FourCC.FromString(code);

    /// <summary>Opens a file; its extension chooses the container, <paramref name="fourcc"/> the codec.</summary>
    public bool Open(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true) =>
        Open(fileName, VideoCaptureAPIs.ANY, fourcc, fps, frameSize, isColor);

    /// <summary>Opens a file with one backend.</summary>
    public bool Open(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        (FileName, Fps, FrameSize, IsColor) = (fileName, fps, frameSize, isColor);
        Native.Check(Native.WriterOpen(_handle, fileName, (int)apiPreference, fourcc, fps, frameSize, isColor ? 1 : 0, out int opened));
        return opened != 0;
    }

    /// <summary>Whether there is something to write to.</summary>
    public bool IsOpened()
    {
        Native.Check(Native.WriterIsOpened(_handle, out int opened));
        return opened != 0;
    }

    /// <summary>Writes a frame of <see cref="FrameSize"/>. OpenCV drops one of another size without a word.</summary>
    public void Write(InputArray image) => Native.Check(Native.WriterWrite(_handle, image.Required(nameof(image))));

    /// <summary>The value of a property; 0 where the backend does not know it.</summary>
    public double Get(VideoWriterProperties propId)
    {
        Native.Check(Native.WriterGet(_handle, (int)propId, out double value));
        return value;
    }

    /// <summary>Sets a property; false where the backend refuses.</summary>
    public bool Set(VideoWriterProperties propId, double value)
    {
        Native.Check(Native.WriterSet(_handle, (int)propId, value, out int accepted));
        return accepted != 0;
    }

    /// <summary>The backend in use.</summary>
    /// <exception cref="OpenCVException">The writer is not open.</exception>
    public string GetBackendName()
    {
        Native.Check(Native.WriterBackend(_handle, out nint name));
        return Native.Text(name);
    }

    /// <summary>Finishes the file; without it the last frames may be missing.</summary>
    public void Release() => Native.Check(Native.WriterRelease(_handle));

    /// <summary>Finishes the file and frees the writer; a second call does nothing.</summary>
    public void Dispose() => _handle.Dispose();
}
