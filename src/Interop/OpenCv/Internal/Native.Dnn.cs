using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

static partial class Native
{
    [LibraryImport(Library, EntryPoint = "cvs_net_from_onnx", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int NetFromOnnx(string file, out NetHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_net_delete")]
    internal static partial void NetDelete(nint net);

    [LibraryImport(Library, EntryPoint = "cvs_net_empty")]
    internal static partial int NetEmpty(NetHandle net, out int empty);

    [LibraryImport(Library, EntryPoint = "cvs_net_set_input", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int NetSetInput(NetHandle net, MatHandle blob, string name);

    [LibraryImport(Library, EntryPoint = "cvs_net_forward", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int NetForward(NetHandle net, string? output, out MatHandle result);

    [LibraryImport(Library, EntryPoint = "cvs_blob_from_image")]
    internal static partial int BlobFromImage(MatHandle image, double scale, Size size, Scalar mean, int swapRedBlue, int crop, out MatHandle result);
}
