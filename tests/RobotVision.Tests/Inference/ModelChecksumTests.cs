using System.Text;
using RobotVision.Inference;
using RobotVision.Testing;

namespace RobotVision.Tests.Inference;

public class ModelChecksumTests
{
    static readonly InferenceOptions Cpu = new() { Accelerator = Accelerator.Cpu };
    static readonly string Models = Path.Combine(Repository.Root, "models");

    static string[] Shipped() => [.. Directory.GetFiles(Models, "*.onnx").Select(Path.GetFileName)!];

    [TestCaseSource(nameof(Shipped))]
    public void Check_ShippedModel_FindsAnyChangedBit(string name)
    {
        var model = File.ReadAllBytes(Path.Combine(Models, name));
        ModelChecksum.Check(name, model);
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            var (at, bit) = (random.Next(model.Length), (byte)(1 << random.Next(8)));
            model[at] ^= bit;
            Assert.That(() => ModelChecksum.Check(name, model), Throws.InstanceOf<InvalidDataException>(), $"byte {at}");
            model[at] ^= bit;
        }

        Assert.That(() => ModelChecksum.Check(name, model.AsSpan(1)), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Load_ModelWithAChangedWeight_SaysThatItIsDamaged()
    {
        using var folder = new TemporaryFolder();
        var model = File.ReadAllBytes(TestModel.Path);
        model[model.Length / 2] ^= 4;
        File.WriteAllBytes(folder["damaged.onnx"], model);
        Assert.That(() => VisionModel.Load(folder["damaged.onnx"], Cpu),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("damaged.onnx").And.Message.Contains("the file was damaged"));
    }

    [Test]
    public void Seal_SealedModel_StaysAsItIs()
    {
        var model = File.ReadAllBytes(TestModel.Path);
        Assert.That(ModelChecksum.Seal([.. model]), Is.EqualTo(model));
    }

    [Test]
    public void Check_FileWithoutTheEntry_IsNotChecked() =>
        Assert.That(() => ModelChecksum.Check("other.onnx", Encoding.ASCII.GetBytes("no such entry")), Throws.Nothing);
}
