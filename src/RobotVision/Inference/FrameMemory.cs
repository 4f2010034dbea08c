using System.Runtime.InteropServices;
using RobotVision.Sampling;

namespace RobotVision.Inference;

/// <summary>
/// What a network with a memory keeps of one camera's earlier frames: the state that goes into its next run. Of a network without one it is empty and
/// changes nothing. Beside the state it has the last frame as a <see cref="CoarsePicture"/>, by which a cut is seen. Its memory is allocated once; one thread
/// at a time.
/// </summary>
public sealed class FrameMemory
{
    /// <summary>After a longer pause between two frames nothing is remembered; chosen by us: four of the slowest frames of the training clips.</summary>
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(0.5);

    float[] _values; // the state, then the coarse picture
    TimeSpan? _lastTime;
    (int Width, int Height) _lastSize;

    /// <summary>Makes an empty memory.</summary>
    /// <param name="length">Values of the state, <see cref="VisionModel.MemoryLength"/>.</param>
    public FrameMemory(int length) => _values = new float[length > 0 ? length + CoarsePicture.Length : 0];

    /// <summary>How many frames in a row it has seen since it was empty.</summary>
    public int Frames { get; private set; }

    /// <summary>The state: (channels, rows, columns), zeros while it is empty.</summary>
    internal Span<float> Values => _values.AsSpan(0, Math.Max(0, _values.Length - CoarsePicture.Length));

    /// <summary>
    /// How many frames it remembers for a frame that comes now: none where the frame does not follow on the last one, because it is of another size, of no
    /// known time, of an earlier or the same time (a jump back), or of half a second later or more.
    /// </summary>
    /// <param name="time">The frame's time on a monotonic clock; null where it has none.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    public int FramesFor(TimeSpan? time, int width, int height) =>
        time - _lastTime is { } step && step > TimeSpan.Zero && step < LongestPause && (width, height) == _lastSize ? Frames : 0;

    /// <summary>Takes the picture of the frame that comes now.</summary>
    /// <param name="sample">The sample of its whole view, 27,648 values.</param>
    /// <param name="layout">The order of their axes.</param>
    /// <returns>Whether it may go on from the last frame: false after a cut to another scene.</returns>
    internal bool Show(ReadOnlySpan<float> sample, SampleLayout layout)
    {
        if (_values.Length == 0) return true;
        Span<float> last = stackalloc float[CoarsePicture.Length];
        var picture = _values.AsSpan(_values.Length - CoarsePicture.Length);
        picture.CopyTo(last);
        CoarsePicture.Write(sample, layout, picture);
        return CoarsePicture.AreAlike(last, picture);
    }

    /// <summary>Forgets all frames.</summary>
    internal void Clear()
    {
        if (Frames > 0) Values.Clear();
        Frames = 0;
    }

    /// <summary>Notes the frame whose run has changed the state.</summary>
    internal void Note(TimeSpan? time, int width, int height)
    {
        (_lastTime, _lastSize) = (time, (width, height));
        if (_values.Length > 0) Frames++;
    }

    /// <summary>Becomes the same as another one.</summary>
    internal void CopyFrom(FrameMemory other)
    {
        if (_values.Length != other._values.Length) _values = new float[other._values.Length];
        other._values.CopyTo(_values, 0);
        (Frames, _lastTime, _lastSize) = (other.Frames, other._lastTime, other._lastSize);
    }

    /// <summary>All of it, for a recording.</summary>
    internal (int Frames, TimeSpan? LastTime, int Width, int Height) Place => (Frames, _lastTime, _lastSize.Width, _lastSize.Height);

    /// <summary>The bytes of the state and of the picture, little-endian float32.</summary>
    internal ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<float>(_values);

    /// <summary>A memory from its <see cref="Place"/> and <see cref="Bytes"/>.</summary>
    internal static FrameMemory Of(int frames, TimeSpan? lastTime, int width, int height, ReadOnlySpan<byte> bytes) => new(0)
    {
        Frames = frames,
        _lastTime = lastTime,
        _lastSize = (width, height),
        _values = MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
    };
}
