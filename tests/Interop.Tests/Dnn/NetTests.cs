using OpenCvSharp.Dnn;

namespace OpenCvSharp.Tests.Dnn;

public sealed class NetTests
{
    [Test]
    public void Forward_Relu_CutsOffBelowZeroAndKeepsEarlierResults()
    {
        using var folder = new TemporaryFolder();
        OnnxFile.WriteRelu(folder.File("relu.onnx"));
        using Net net = CvDnn.ReadNetFromOnnx(folder.File("relu.onnx"))!;
        using var image = new Mat(2, 2, MatType.CV_8UC3, new Scalar(10, 20, 30));
        using Mat blob = CvDnn.BlobFromImage(image, mean: new Scalar(20, 20, 20), swapRB: true, crop: false);
        using Mat zeros = CvDnn.BlobFromImage(image, scaleFactor: 0);

        net.SetInput(blob);
        using Mat first = net.Forward();
        net.SetInput(zeros, "x");
        using Mat second = net.Forward("y");

        Assert.That(Enumerable.Range(0, 4).Select(first.Size), Is.EqualTo(OnnxFile.Shape));
        first.GetArray(out float[] values);
        second.GetArray(out float[] later);
        Assert.That(values, Is.EqualTo(new float[] { 10, 10, 10, 10, 0, 0, 0, 0, 0, 0, 0, 0 }).Within(1e-6f)); // red first: 30 - 20
        Assert.That(later, Is.All.Zero);
        Assert.That(net.Empty(), Is.False);
    }

    [Test]
    public void ReadNetFromOnnx_NoSuchFile_ThrowsOpenCvsMessage() =>
        Assert.That(() => CvDnn.ReadNetFromOnnx("/nowhere/missing.onnx"), Throws.TypeOf<OpenCVException>().With.Message.Contains("missing.onnx"));
}
