using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>What a function reads: a Mat, or nothing. Costs no allocation.</summary>
public readonly struct InputArray
{
    readonly Mat? _mat;

    InputArray(Mat? mat) => _mat = mat;

    internal MatHandle Handle => _mat is null ? MatHandle.None : _mat.Handle;

    /// <summary>Lends a Mat for the call.</summary>
    public static implicit operator InputArray(Mat? mat) => new(mat);

    /// <summary>Lends a Mat for the call.</summary>
    public static InputArray Create(Mat mat) => new(mat);
}

/// <summary>What a function writes: a Mat, which keeps its memory where size and type already fit, or nothing. Costs no allocation.</summary>
public readonly struct OutputArray
{
    readonly Mat? _mat;

    OutputArray(Mat? mat) => _mat = mat;

    internal MatHandle Handle => _mat is null ? MatHandle.None : _mat.Handle;

    /// <summary>Lends a Mat for the call.</summary>
    public static implicit operator OutputArray(Mat? mat) => new(mat);

    /// <summary>Lends a Mat for the call.</summary>
    public static OutputArray Create(Mat mat) => new(mat);
}

/// <summary>What a function reads and writes: a Mat. Costs no allocation.</summary>
public readonly struct InputOutputArray
{
    readonly Mat _mat;

    InputOutputArray(Mat mat) => _mat = mat;

    internal MatHandle Handle => _mat.Handle;

    /// <summary>Lends a Mat for the call.</summary>
    public static implicit operator InputOutputArray(Mat mat) => new(mat);

    /// <summary>Lends a Mat for the call.</summary>
    public static InputOutputArray Create(Mat mat) => new(mat);
}

static class ArrayHandles
{
    /// <summary>The handle of an argument that may be left out.</summary>
    internal static MatHandle Handle(this InputArray? array) => array is { } given ? given.Handle : MatHandle.None;

    /// <summary>The handle of an argument that may be left out.</summary>
    internal static MatHandle Handle(this OutputArray? array) => array is { } given ? given.Handle : MatHandle.None;

    /// <summary>The handle of an argument that OpenCV needs.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    internal static MatHandle Required(this InputArray array, string name) =>
        array.Handle is { IsInvalid: false } handle ? handle : throw new ArgumentNullException(name);

    /// <summary>The handle of an argument that OpenCV needs.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    internal static MatHandle Required(this OutputArray array, string name) =>
        array.Handle is { IsInvalid: false } handle ? handle : throw new ArgumentNullException(name);
}
