using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <content>What a Mat is made of, and its elements.</content>
public sealed partial class Mat
{
    MatInfo Info
    {
        get
        {
            Native.Check(Native.MatGetInfo(_handle, out MatInfo info));
            return info;
        }
    }

    /// <summary>Rows; -1 with more than two dimensions.</summary>
    public int Rows => Info.Rows;

    /// <summary>Rows; -1 with more than two dimensions.</summary>
    public int Height => Info.Rows;

    /// <summary>Elements a row; -1 with more than two dimensions.</summary>
    public int Cols => Info.Cols;

    /// <summary>Elements a row; -1 with more than two dimensions.</summary>
    public int Width => Info.Cols;

    /// <summary>Dimensions: 0 when empty, otherwise at least 2.</summary>
    public int Dims => Info.Dims;

    /// <summary>The first element; 0 when empty. Valid until the Mat is disposed or given another size.</summary>
    public nint Data => Info.Data;

    /// <summary>The first element; null when empty. Valid until the Mat is disposed or given another size.</summary>
    public unsafe byte* DataPointer => (byte*)Info.Data;

    /// <summary>Bytes from one row to the next.</summary>
    public long Step() => Info.Step;

    /// <summary>Bytes of an element, all channels.</summary>
    public int ElemSize() => Info.ElementSize;

    /// <summary>Type of an element.</summary>
    public MatType Type() => new(Info.Type);

    /// <summary>Channels of an element.</summary>
    public int Channels() => Type().Channels;

    /// <summary>Depth of a channel, one of the constants of <see cref="MatType"/>.</summary>
    public int Depth() => Type().Depth;

    /// <summary>Whether it has no elements.</summary>
    public bool Empty() => Info is { Data: 0 } or { Total: 0 } or { Dims: 0 };

    /// <summary>Whether rows follow each other without gaps.</summary>
    public bool IsContinuous() => Info.Continuous != 0;

    /// <summary>Columns and rows.</summary>
    public Size Size()
    {
        MatInfo info = Info;
        return new Size(info.Cols, info.Rows);
    }

    /// <summary>The length of one dimension.</summary>
    public int Size(int dim)
    {
        Native.Check(Native.MatDimension(_handle, dim, out int length));
        return length;
    }

    /// <summary>Elements in all.</summary>
    public long Total() => Info.Total;

    /// <summary>The first element of a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public nint Ptr(int i0)
    {
        MatInfo info = Info;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i0, (uint)info.Rows, nameof(i0));
        return info.Data + (nint)(i0 * info.Step);
    }

    /// <summary>An element, to read or to write. Valid until the Mat is disposed or given another size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is larger than an element.</exception>
    public unsafe ref T At<T>(int i0, int i1) where T : unmanaged
    {
        MatInfo info = Info;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i0, (uint)info.Rows, nameof(i0));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i1, (uint)info.Cols, nameof(i1));
        if (sizeof(T) > info.ElementSize)
            throw new ArgumentException($"Expected a type of at most {info.ElementSize} bytes ({new MatType(info.Type)}), found {typeof(T).Name}, {sizeof(T)} bytes.");
        return ref Unsafe.AsRef<T>((byte*)info.Data + i0 * info.Step + (long)i1 * info.ElementSize);
    }

    /// <summary>Reads an element.</summary>
    public T Get<T>(int i0, int i1) where T : unmanaged => At<T>(i0, i1);

    /// <summary>Writes an element.</summary>
    public void Set<T>(int i0, int i1, T value) where T : unmanaged => At<T>(i0, i1) = value;

    /// <summary>Copies all elements out, row by row.</summary>
    /// <exception cref="InvalidOperationException">The elements have gaps or do not divide into <typeparamref name="T"/>s.</exception>
    public bool GetArray<T>(out T[] data) where T : unmanaged
    {
        Span<byte> bytes = Bytes<T>();
        data = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        return true;
    }

    /// <summary>Copies all elements in, row by row.</summary>
    /// <exception cref="InvalidOperationException">The elements have gaps or do not divide into <typeparamref name="T"/>s.</exception>
    /// <exception cref="ArgumentException">The array has another size than the Mat.</exception>
    public bool SetArray<T>(params T[] data) where T : unmanaged
    {
        Span<T> elements = MemoryMarshal.Cast<byte, T>(Bytes<T>());
        if (elements.Length != data.Length)
            throw new ArgumentException($"Expected {elements.Length} of {typeof(T).Name}, found {data.Length}.", nameof(data));
        data.CopyTo(elements);
        return true;
    }

    unsafe Span<byte> Bytes<T>() where T : unmanaged
    {
        MatInfo info = Info;
        long length = info.Total * info.ElementSize;
        if (length > 0 && info.Continuous == 0)
            throw new InvalidOperationException("Expected rows without gaps, found a region of a larger Mat: Clone() it first.");
        if (length % sizeof(T) != 0)
            throw new InvalidOperationException($"Expected elements that divide into {typeof(T).Name} ({sizeof(T)} bytes), found {info.Total} of {new MatType(info.Type)}.");
        return new Span<byte>((void*)info.Data, checked((int)length));
    }
}
