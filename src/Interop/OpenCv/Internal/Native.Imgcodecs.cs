using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

static partial class Native
{
    [LibraryImport(Library, EntryPoint = "cvs_imread", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Imread(string file, int flags, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_imwrite", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Imwrite(string file, MatHandle image, ReadOnlySpan<int> parameters, int count, out int written);

    [LibraryImport(Library, EntryPoint = "cvs_imdecode")]
    internal static partial int Imdecode(ReadOnlySpan<byte> bytes, int count, int flags, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_imencode", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Imencode(
        string extension, MatHandle image, ReadOnlySpan<int> parameters, int count, out MatHandle result, out int encoded);
}
