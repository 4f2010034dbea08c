using RobotVision.Imaging;

namespace RobotVision.Capture;

/// <summary>
/// One picture of a source with its number and time. Its memory belongs to a <see cref="FramePool"/> and goes back when the last reference to the
/// frame is disposed. Until it is passed on, only the thread that fills it uses it; from then on it is only read, by any thread.
/// </summary>
public sealed class Frame : IDisposable
{
    readonly FramePool? _pool;
    readonly Lock _converting = new();
    byte[] _pixels = [];
    byte[] _bgr = [];
    byte[] _encoded = [];
    int _encodedLength;
    volatile bool _isConverted;
    int _references;

    internal Frame(FramePool pool, int slot) => (_pool, Slot) = (pool, slot);

    Frame()
    {
        // Belongs to no pool.
    }

    /// <summary>A frame of no pool for single pictures, such as those of a data set; its picture is set by <see cref="Show"/>.</summary>
    public static Frame OfNoPool() => new();

    /// <summary>Which of the pool's frames this is, 0..capacity-1; the same memory keeps the same number.</summary>
    public int Slot { get; }

    /// <summary>Pixels a row.</summary>
    public int Width => Layout.Width;

    /// <summary>Rows.</summary>
    public int Height => Layout.Height;

    /// <summary>Size and format of the picture.</summary>
    public PictureLayout Layout { get; private set; }

    /// <summary>Which of a pipeline's cameras took it, 0..count-1 in their order; 0 where there is one.</summary>
    public int Camera { get; set; }

    /// <summary>The frame's number in its source, from 0; bad and dropped frames are numbered too.</summary>
    public long Number { get; set; }

    /// <summary>What it was read from: a file's name or the source's.</summary>
    public string Source { get; set; } = "";

    /// <summary>Its time in a recording; null where the source knows none.</summary>
    public TimeSpan? SourceTime { get; set; }

    /// <summary>Whether <see cref="SourceTime"/> is worked out from the rate, because the recording holds no time for this frame.</summary>
    public bool IsTimeEstimated { get; set; }

    /// <summary>When it was taken, UTC, as close to the exposure as the source knows; null where it is not known (recordings).</summary>
    public DateTimeOffset? CapturedAt { get; set; }

    /// <summary>
    /// Its time stamp on the clock of the poses, in microseconds: since 1970 UTC when live, since the beginning of a recording;
    /// null where the source knows no times.
    /// </summary>
    public long? TimeMicroseconds => CapturedAt is { } captured
        ? (captured.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond
        : SourceTime is { } time ? time.Ticks / TimeSpan.TicksPerMicrosecond : null;

    /// <summary>Time stamp of the pipeline's clock when the work on the frame began: its arrival when live, the start of its reading in a recording.</summary>
    public long Timestamp { get; set; }

    /// <summary>The picture in the format in which it arrived, as the network's samples are taken from it; borrowed until the frame is disposed.</summary>
    public PictureView Picture => new(_pixels, Layout);

    /// <summary>The pixels, (height, width, 3) BGR; borrowed until the frame is disposed. Converted when first asked for.</summary>
    public ImageView View
    {
        get
        {
            if (Layout.Format == PixelFormat.Bgr24) return new(_pixels, Width, Height, Width * 3);
            if (!_isConverted) Convert();
            return new(_bgr, Width, Height, Width * 3);
        }
    }

    /// <summary>
    /// The picture as the source gave it, compressed; empty where it came as pixels. Borrowed until the frame is disposed. Decoded, it is
    /// <see cref="Picture"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Encoded => _encoded.AsMemory(0, _encodedLength);

    /// <summary>Keeps the bytes of which the picture was decoded; to be called after the pixels were written.</summary>
    /// <param name="bytes">A whole file in JPEG, PNG or WebP; copied.</param>
    public void SetEncoded(ReadOnlySpan<byte> bytes)
    {
        if (_encoded.Length < bytes.Length) _encoded = GC.AllocateUninitializedArray<byte>(bytes.Length + bytes.Length / 4);
        bytes.CopyTo(_encoded);
        _encodedLength = bytes.Length;
    }

    /// <summary>Sets the size of a BGR picture and gives the memory to write the pixels to; grows it only for the largest size so far.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public Memory<byte> Resize(int width, int height) => Resize(new PictureLayout(PixelFormat.Bgr24, width, height));

    /// <summary>Sets size and format and gives the memory to write the pixels to, pinned; grows it only for the largest picture so far.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public Memory<byte> Resize(PictureLayout layout)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layout.Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layout.Height);
        if (_pixels.Length < layout.Length) _pixels = GC.AllocateUninitializedArray<byte>(layout.Length, pinned: true);
        (Layout, _isConverted, _encodedLength) = (layout, false, 0);
        return _pixels.AsMemory(0, layout.Length);
    }

    /// <summary>Makes an image the picture of a frame of no pool.</summary>
    /// <param name="image">Borrowed as long as the frame is used.</param>
    /// <param name="name">Its name in results.</param>
    /// <exception cref="InvalidOperationException">The frame belongs to a pool.</exception>
    public void Show(BgrImage image, string name)
    {
        if (_pool is not null) throw new InvalidOperationException("Frame: expected a frame of no pool, found one of a pool, whose memory is its own.");
        (_pixels, Layout, _isConverted, Source) = (image.Pixels, new(PixelFormat.Bgr24, image.Width, image.Height), false, name);
    }

    /// <summary>
    /// Adds a reference: the frame then has to be disposed once more before its memory is used again. Only a holder of a reference may call it.
    /// </summary>
    public void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>Gives up a reference; the last one gives the frame back to its pool.</summary>
    /// <exception cref="InvalidOperationException">All references were given up before.</exception>
    public void Dispose()
    {
        if (_pool is null) return;
        var left = Interlocked.Decrement(ref _references);
        if (left < 0) throw new InvalidOperationException($"Frame {Number} (slot {Slot}) was given back twice.");
        if (left == 0) _pool.Return(this);
    }

    /// <summary>Begins with one reference.</summary>
    internal void Rent() => Volatile.Write(ref _references, 1);

    void Convert()
    {
        lock (_converting)
        {
            if (_isConverted) return;
            var length = Width * Height * 3;
            if (_bgr.Length < length) _bgr = GC.AllocateUninitializedArray<byte>(length);
            Picture.CopyToBgr(_bgr);
            _isConverted = true;
        }
    }
}
