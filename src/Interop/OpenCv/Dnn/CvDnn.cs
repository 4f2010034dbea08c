using OpenCvSharp.Internal;

namespace OpenCvSharp.Dnn;

/// <summary>Functions of OpenCV's module dnn.</summary>
public static class CvDnn
{
    /// <summary>Reads a network from an ONNX file.</summary>
    /// <exception cref="OpenCVException">The file cannot be read or holds a layer that OpenCV does not know.</exception>
    public static Net? ReadNetFromOnnx(string onnxFile)
    {
        Native.Check(Native.NetFromOnnx(onnxFile, out NetHandle net));
        return new Net(net);
    }

    /// <summary>Makes (1, channels, height, width) float of an image: resized, <c>(pixel - mean) * scaleFactor</c>, red and blue swapped on request.</summary>
    public static Mat BlobFromImage(
        Mat image, double scaleFactor = 1.0, Size size = default, Scalar mean = default, bool swapRB = true, bool crop = true)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.BlobFromImage(image.Handle, scaleFactor, size, mean, swapRB ? 1 : 0, crop ? 1 : 0, out MatHandle result));
        return new Mat(result);
    }
}
