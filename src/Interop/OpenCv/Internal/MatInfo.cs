using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

/// <summary>What a Mat is, read in one call; the layout is that of <c>cvs_mat_info</c> in core.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly struct MatInfo
{
    internal readonly nint Data;
    internal readonly long Step;
    internal readonly long Total;
    internal readonly int Rows;
    internal readonly int Cols;
    internal readonly int Dims;
    internal readonly int Type;
    internal readonly int ElementSize;
    internal readonly int Continuous;
}
