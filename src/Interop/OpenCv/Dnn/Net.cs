using OpenCvSharp.Internal;

namespace OpenCvSharp.Dnn;

/// <summary>A network in OpenCV's own inference engine. Not safe for use by two threads at once.</summary>
public sealed class Net : IDisposable
{
    readonly NetHandle _handle;

    internal Net(NetHandle handle) => _handle = handle;

    /// <summary>Whether there are no layers in it.</summary>
    public bool Empty()
    {
        Native.Check(Native.NetEmpty(_handle, out int empty));
        return empty != 0;
    }

    /// <summary>Gives an input its values, (batch, channels, height, width) float; an empty name means the only input.</summary>
    public void SetInput(Mat blob, string name = "")
    {
        ArgumentNullException.ThrowIfNull(blob);
        Native.Check(Native.NetSetInput(_handle, blob.Handle, name));
    }

    /// <summary>Runs the network up to an output; null: the last one. The Mat is the caller's.</summary>
    public Mat Forward(string? outputName = null)
    {
        Native.Check(Native.NetForward(_handle, outputName, out MatHandle result));
        return new Mat(result);
    }

    /// <summary>Frees it; a second call does nothing.</summary>
    public void Dispose() => _handle.Dispose();
}
