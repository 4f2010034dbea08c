using System.Runtime.InteropServices;
using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>
/// A matrix or image: rows x cols elements of one <see cref="MatType"/>, row by row. It owns its memory unless it was made over
/// foreign memory; regions share memory with the Mat they are of. Not safe for use by two threads at once.
/// </summary>
public sealed partial class Mat : IDisposable
{
    readonly MatHandle _handle;
    GCHandle _pin;

    /// <summary>An empty Mat, to be filled by a function.</summary>
    public Mat() => Native.Check(Native.MatNew(out _handle));

    /// <summary>Unset elements.</summary>
    public Mat(int rows, int cols, MatType type) => Native.Check(Native.MatNewSized(rows, cols, type, out _handle));

    /// <summary>Unset elements.</summary>
    public Mat(Size size, MatType type) : this(size.Height, size.Width, type)
    {
    }

    /// <summary>Every element is <paramref name="s"/>.</summary>
    public Mat(int rows, int cols, MatType type, Scalar s) => Native.Check(Native.MatNewFilled(rows, cols, type, s, out _handle));

    /// <summary>Every element is <paramref name="s"/>.</summary>
    public Mat(Size size, MatType type, Scalar s) : this(size.Height, size.Width, type, s)
    {
    }

    /// <summary>A look at foreign memory, which stays the caller's and has to outlive this Mat.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="cols">Elements a row.</param>
    /// <param name="type">Type of an element.</param>
    /// <param name="data">The first element.</param>
    /// <param name="step">Bytes from one row to the next; 0: rows without gaps.</param>
    /// <exception cref="ArgumentException"><paramref name="data"/> is no address.</exception>
    public Mat(int rows, int cols, MatType type, nint data, long step = 0)
    {
        // A literal number prefers this constructor to the one of a Scalar; the first page of memory is nobody's.
        if (data is >= 0 and < 4096)
            throw new ArgumentException($"Expected the address of the first element, found {data}; for a value write new Scalar({data}).", nameof(data));
        Native.Check(Native.MatNewOver(rows, cols, type, data, step, out _handle));
    }

    /// <summary>A look at an array, which stays pinned until <see cref="Dispose"/>.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="cols">Elements a row.</param>
    /// <param name="type">Type of an element.</param>
    /// <param name="data">An array of a blittable type, as large as the elements.</param>
    /// <param name="step">Bytes from one row to the next; 0: rows without gaps.</param>
    public Mat(int rows, int cols, MatType type, Array data, long step = 0)
    {
        _pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        Native.Check(Native.MatNewOver(rows, cols, type, _pin.AddrOfPinnedObject(), step, out _handle));
    }

    /// <summary>More than two dimensions, elements unset.</summary>
    public Mat(IEnumerable<int> sizes, MatType type) : this(sizes, type, 0)
    {
    }

    /// <summary>More than two dimensions over foreign memory, which has to outlive this Mat.</summary>
    public Mat(IEnumerable<int> sizes, MatType type, nint data)
    {
        int[] lengths = [.. sizes];
        Native.Check(Native.MatNewNd(lengths, lengths.Length, type, data, out _handle));
    }

    /// <summary>Reads an image file; empty where it cannot be read.</summary>
    public Mat(string fileName, ImreadModes flags = ImreadModes.Color) => Native.Check(Native.Imread(fileName, (int)flags, out _handle));

    internal Mat(MatHandle handle) => _handle = handle;

    internal MatHandle Handle => _handle;

    /// <summary>Whether <see cref="Dispose"/> was called.</summary>
    public bool IsDisposed => _handle.IsClosed;

    /// <summary>Frees the memory if nobody else looks at it; a second call does nothing.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        if (_pin.IsAllocated) _pin.Free();
    }

    /// <summary>A column of the elements of an array, copied: (n, 1) of the type that belongs to <typeparamref name="TElem"/>.</summary>
    public static Mat FromArray<TElem>(params TElem[] arr) where TElem : unmanaged
    {
        var mat = new Mat(arr.Length, 1, ElementTypes.Of<TElem>());
        mat.SetArray(arr);
        return mat;
    }

    /// <summary>Gives it this size and type; keeps the memory where they already fit.</summary>
    public void Create(int rows, int cols, MatType type) => Native.Check(Native.MatCreate(_handle, rows, cols, type));

    /// <summary>A copy with memory of its own.</summary>
    public Mat Clone()
    {
        Native.Check(Native.MatClone(_handle, out MatHandle result));
        return new Mat(result);
    }

    /// <summary>Copies the elements, all or those where the mask is not 0.</summary>
    public void CopyTo(Mat m, InputArray? mask = null)
    {
        ArgumentNullException.ThrowIfNull(m);
        Native.Check(Native.MatCopyTo(_handle, m.Handle, mask.Handle()));
    }

    /// <summary>Sets every element, or those where the mask is not 0.</summary>
    public Mat SetTo(Scalar value, Mat? mask = null)
    {
        Native.Check(Native.MatSetTo(_handle, value, mask?.Handle ?? MatHandle.None));
        return this;
    }

    /// <summary>Writes <c>element * alpha + beta</c>, rounded and saturated to the depth of <paramref name="rtype"/>.</summary>
    public void ConvertTo(OutputArray m, MatType rtype, double alpha = 1, double beta = 0) =>
        Native.Check(Native.MatConvertTo(_handle, m.Required(nameof(m)), rtype, alpha, beta));

    /// <summary>The same memory with another number of channels or rows.</summary>
    public Mat Reshape(int cn, int rows = 0)
    {
        Native.Check(Native.MatReshape(_handle, cn, rows, out MatHandle result));
        return new Mat(result);
    }

    /// <summary>A look at a part of it; shares its memory.</summary>
    public Mat SubMat(Rect roi)
    {
        Native.Check(Native.MatRegion(_handle, roi, out MatHandle result));
        return new Mat(result);
    }

    /// <summary>A look at a part of it, ends not included; shares its memory.</summary>
    public Mat SubMat(int rowStart, int rowEnd, int colStart, int colEnd) => SubMat(Rect.FromLTRB(colStart, rowStart, colEnd, rowEnd));

    /// <summary>A look at a part of it; shares its memory. Setting it copies into that part.</summary>
    public Mat this[Rect roi]
    {
        get => SubMat(roi);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using Mat part = SubMat(roi);
            if (part.Size() != value.Size() || part.Type() != value.Type())
                throw new ArgumentException($"Expected {part.Size()} of {part.Type()}, found {value.Size()} of {value.Type()}.", nameof(value));
            value.CopyTo(part);
        }
    }
}
