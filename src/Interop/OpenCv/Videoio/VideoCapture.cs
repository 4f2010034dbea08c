using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>A camera, a video file, a stream or a numbered run of images. Not safe for use by two threads at once.</summary>
public sealed class VideoCapture : IDisposable
{
    readonly CaptureHandle _handle;

    /// <summary>A capture that is not open yet.</summary>
    public VideoCapture() => Native.Check(Native.CaptureNew(out _handle));

    /// <summary>Opens a camera; <see cref="IsOpened"/> says whether it worked.</summary>
    public VideoCapture(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) : this() => Open(index, apiPreference);

    /// <summary>Opens a camera with settings given as pairs (property, value); <see cref="IsOpened"/> says whether it worked.</summary>
    public VideoCapture(int index, VideoCaptureAPIs apiPreference, int[] prms) : this() => Open(index, apiPreference, prms);

    /// <summary>Opens a file, a stream's URL or a pattern like img_%02d.jpg; <see cref="IsOpened"/> says whether it worked.</summary>
    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) : this() => Open(fileName, apiPreference);

    /// <summary>Opens a file or a URL with settings given as pairs (property, value); <see cref="IsOpened"/> says whether it worked.</summary>
    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference, int[] prms) : this() => Open(fileName, apiPreference, prms);

    /// <summary>Pixels a row.</summary>
    public int FrameWidth
    {
        get => (int)Get(VideoCaptureProperties.FrameWidth);
        set => Set(VideoCaptureProperties.FrameWidth, value);
    }

    /// <summary>Rows.</summary>
    public int FrameHeight
    {
        get => (int)Get(VideoCaptureProperties.FrameHeight);
        set => Set(VideoCaptureProperties.FrameHeight, value);
    }

    /// <summary>Frames a second, as the camera or the file says.</summary>
    public double Fps
    {
        get => Get(VideoCaptureProperties.Fps);
        set => Set(VideoCaptureProperties.Fps, value);
    }

    /// <summary>Frames of a file, as it says; an estimate with some formats.</summary>
    public int FrameCount => (int)Get(VideoCaptureProperties.FrameCount);

    /// <summary>The current place in a file, in milliseconds.</summary>
    public int PosMsec
    {
        get => (int)Get(VideoCaptureProperties.PosMsec);
        set => Set(VideoCaptureProperties.PosMsec, value);
    }

    /// <summary>The number of the frame that comes next, from 0.</summary>
    public int PosFrames
    {
        get => (int)Get(VideoCaptureProperties.PosFrames);
        set => Set(VideoCaptureProperties.PosFrames, value);
    }

    /// <summary>Whether <see cref="Dispose"/> was called.</summary>
    public bool IsDisposed => _handle.IsClosed;

    /// <summary>Opens a camera.</summary>
    public bool Open(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => Open(index, apiPreference, []);

    /// <summary>Opens a file, a stream's URL or a pattern like img_%02d.jpg.</summary>
    public bool Open(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => Open(fileName, apiPreference, []);

    /// <summary>Opens a camera with settings given as pairs (property, value).</summary>
    public bool Open(int index, VideoCaptureAPIs apiPreference, int[] prms)
    {
        ArgumentNullException.ThrowIfNull(prms);
        Native.Check(Native.CaptureOpenIndex(_handle, index, (int)apiPreference, prms, prms.Length, out int opened));
        return opened != 0;
    }

    /// <summary>Opens a file or a URL with settings given as pairs (property, value).</summary>
    public bool Open(string fileName, VideoCaptureAPIs apiPreference, int[] prms)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(prms);
        Native.Check(Native.CaptureOpenFile(_handle, fileName, (int)apiPreference, prms, prms.Length, out int opened));
        return opened != 0;
    }

    /// <summary>Whether there is something to read from.</summary>
    public bool IsOpened()
    {
        Native.Check(Native.CaptureIsOpened(_handle, out int opened));
        return opened != 0;
    }

    /// <summary>
    /// Reads the next frame: (rows, cols) CV_8UC3 BGR. A Mat of that size and type keeps its memory, foreign memory included, and
    /// nothing is allocated; any other is given new memory. At the end the Mat is empty and the answer is false.
    /// </summary>
    public bool Read(Mat image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.CaptureRead(_handle, image.Handle, out int read));
        return read != 0;
    }

    /// <summary>Takes the next frame without decoding it.</summary>
    public bool Grab()
    {
        Native.Check(Native.CaptureGrab(_handle, out int grabbed));
        return grabbed != 0;
    }

    /// <summary>Decodes the frame taken last; the Mat is treated as by <see cref="Read(Mat)"/>.</summary>
    public bool Retrieve(Mat image, int flag = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.CaptureRetrieve(_handle, image.Handle, flag, out int retrieved));
        return retrieved != 0;
    }

    /// <summary>The value of a property; 0 where the backend does not know it.</summary>
    public double Get(VideoCaptureProperties propertyId)
    {
        Native.Check(Native.CaptureGet(_handle, (int)propertyId, out double value));
        return value;
    }

    /// <summary>Sets a property; false where the backend refuses. True is no promise: ask for the value.</summary>
    public bool Set(VideoCaptureProperties propertyId, double value)
    {
        Native.Check(Native.CaptureSet(_handle, (int)propertyId, value, out int accepted));
        return accepted != 0;
    }

    /// <summary>The backend in use, for example FFMPEG or V4L2.</summary>
    /// <exception cref="OpenCVException">The capture is not open.</exception>
    public string GetBackendName()
    {
        Native.Check(Native.CaptureBackend(_handle, out nint name));
        return Native.Text(name);
    }

    /// <summary>Closes the camera or file; it can be opened again.</summary>
    public void Release() => Native.Check(Native.CaptureRelease(_handle));

    /// <summary>Closes and frees it; a second call does nothing.</summary>
    public void Dispose() => _handle.Dispose();
}
