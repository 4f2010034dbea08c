using RobotVision.Imaging;
using RobotVision.Training.Inspection;
using RobotVision.Training.Tests.Datasets;

namespace RobotVision.Training.Tests.Inspection;

public class OpenedModelTests
{
    BlobModel _blob = null!;

    [OneTimeSetUp]
    public void MakeModel() => _blob = new BlobModel();

    [OneTimeTearDown]
    public void RemoveModel() => _blob.Dispose();

    [Test]
    public void Run_BrightSquare_IsSeenInEveryLayer()
    {
        using var model = new OpenedModel(_blob.Path);
        var layers = model.Run(BlobModel.Sample(24, 40, 8));
        Assert.That(layers.Select(layer => (layer.Kind, string.Join('x', layer.Shape))), Is.EqualTo(new[] { ("Conv", "1x96x96"), ("AveragePool", "1x12x12"), ("Conv", "40x12x12") }));
        Assert.That((layers[0].Values[40 * 96 + 24], layers[0].Values[40 * 96 + 23]), Is.EqualTo((1f, 0f)));
        Assert.That((layers[1].Values[5 * 12 + 3], layers[1].Values.Sum()), Is.EqualTo((1f, 1f)));
        Assert.That(layers[2].Values[5 * 12 + 3], Is.EqualTo(BlobModel.Gain));
    }

    [Test]
    public void Filters_OfTheFile_AreItsWeights()
    {
        using var model = new OpenedModel(_blob.Path);
        Assert.That(model.Filters.Select(filters => string.Join('x', filters.Shape)), Is.EqualTo(new[] { "1x3x1x1", "40x1x1x1" }));
        Assert.That(model.Filters[0].Values, Is.EqualTo(new float[] { 1, 0, 0 }));
    }

    [Test]
    public void Filters_OfTheInt8Form_AreThoseOfTheFloat32File()
    {
        using var whole = new OpenedModel(Path.Combine(SharedData.Repository, "models", "grid.int8.onnx"));
        using var exact = new OpenedModel(Path.Combine(SharedData.Repository, "models", "grid.onnx"));
        Assert.That(whole.Filters.Select(layer => string.Join('x', layer.Shape)), Is.EqualTo(exact.Filters.Select(layer => string.Join('x', layer.Shape))));
        foreach (var (found, expected) in whole.Filters.Zip(exact.Filters))
            Assert.That(found.Values, Is.EqualTo(expected.Values).Within(expected.Values.Max(Math.Abs) / 100), found.Name);
    }

    [Test]
    public void Open_NotOnnx_IsRefused()
    {
        var path = _blob.Path + ".txt";
        File.WriteAllText(path, "these are words");
        Assert.That(() => new OpenedModel(path), Throws.TypeOf<InvalidDataException>().With.Message.Contains(path));
        Assert.That(() => new OpenedModel(path + "x"), Throws.TypeOf<FileNotFoundException>());
    }

    [Test]
    public void Sheet_Channels_StandSideBySideOnOneScale()
    {
        var sheet = ActivationSheet.Draw(new("a", "Conv", [2, 1, 2], [0, 2, -1, 0]));
        Assert.That((sheet.Width, sheet.Height), Is.EqualTo((7, 3)));
        byte At(int x) => sheet.Pixels[(sheet.Width + x) * 3];
        Assert.That((At(1), At(2), At(3), At(4), At(5)), Is.EqualTo(((byte)128, (byte)255, (byte)0, (byte)64, (byte)128)));
    }

    [Test]
    public void SampleImage_RedSample_IsRed()
    {
        var sample = new float[SampleFormat.Length];
        sample.AsSpan().Fill(-1);
        sample.AsSpan(0, SampleFormat.Size * SampleFormat.Size).Fill(1);
        Assert.That(SampleImage.Draw(sample, SampleFormat.Default).Pixels[..3], Is.EqualTo(new byte[] { 0, 0, 255 }));
    }
}
