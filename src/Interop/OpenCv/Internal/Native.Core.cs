using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

/// <summary>The functions of src/Interop/opencv_shim; an <c>int</c> they return is 0 or an error code and goes to <see cref="Check"/>.</summary>
static partial class Native
{
    const string Library = "opencv_shim";

    [LibraryImport(Library, EntryPoint = "cvs_mat_new")]
    internal static partial int MatNew(out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_mat_new_sized")]
    internal static partial int MatNewSized(int rows, int cols, int type, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_mat_new_filled")]
    internal static partial int MatNewFilled(int rows, int cols, int type, Scalar value, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_mat_new_over")]
    internal static partial int MatNewOver(int rows, int cols, int type, nint data, long step, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_mat_new_nd")]
    internal static partial int MatNewNd(ReadOnlySpan<int> sizes, int count, int type, nint data, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_mat_region")]
    internal static partial int MatRegion(MatHandle mat, Rect region, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_mat_delete")]
    internal static partial void MatDelete(nint mat);

    [LibraryImport(Library, EntryPoint = "cvs_mat_get_info")]
    internal static partial int MatGetInfo(MatHandle mat, out MatInfo info);

    [LibraryImport(Library, EntryPoint = "cvs_mat_dimension")]
    internal static partial int MatDimension(MatHandle mat, int dimension, out int result);

    [LibraryImport(Library, EntryPoint = "cvs_mat_create")]
    internal static partial int MatCreate(MatHandle mat, int rows, int cols, int type);

    [LibraryImport(Library, EntryPoint = "cvs_mat_clone")]
    internal static partial int MatClone(MatHandle mat, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_mat_reshape")]
    internal static partial int MatReshape(MatHandle mat, int channels, int rows, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_mat_copy_to")]
    internal static partial int MatCopyTo(MatHandle source, MatHandle destination, MatHandle mask);

    [LibraryImport(Library, EntryPoint = "cvs_mat_set_to")]
    internal static partial int MatSetTo(MatHandle mat, Scalar value, MatHandle mask);

    [LibraryImport(Library, EntryPoint = "cvs_mat_convert_to")]
    internal static partial int MatConvertTo(MatHandle source, MatHandle destination, int type, double alpha, double beta);

    [LibraryImport(Library, EntryPoint = "cvs_add_weighted")]
    internal static partial int AddWeighted(
        MatHandle first, double alpha, MatHandle second, double beta, double gamma, MatHandle destination, int type);

    [LibraryImport(Library, EntryPoint = "cvs_flip")]
    internal static partial int Flip(MatHandle source, MatHandle destination, int code);

    [LibraryImport(Library, EntryPoint = "cvs_copy_make_border")]
    internal static partial int CopyMakeBorder(
        MatHandle source, MatHandle destination, int top, int bottom, int left, int right, int border, Scalar value);

    [LibraryImport(Library, EntryPoint = "cvs_version")]
    internal static partial int Version(out nint result);

    [LibraryImport(Library, EntryPoint = "cvs_build_information")]
    internal static partial int BuildInformation(out nint result);

    [LibraryImport(Library, EntryPoint = "cvs_set_threads")]
    internal static partial int SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "cvs_get_threads")]
    internal static partial int GetThreads(out int count);

    [LibraryImport(Library, EntryPoint = "cvs_last_error")]
    internal static partial nint LastError();

    [LibraryImport(Library, EntryPoint = "cvs_last_error_parts")]
    internal static partial void LastErrorParts(out nint function, out nint error, out nint file, out int line);
}
