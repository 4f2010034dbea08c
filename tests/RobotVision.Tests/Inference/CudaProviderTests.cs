using System.Text;
using System.Text.RegularExpressions;
using RobotVision.Inference;

namespace RobotVision.Tests.Inference;

public partial class CudaProviderTests
{
    [Test]
    public void IsAvailable_WithoutAGpu_SaysSoInOneSentence()
    {
        if (CudaProvider.HasGpu) Assert.Ignore("This machine has an NVIDIA GPU.");
        Assert.That(CudaProvider.IsAvailable(out var reason), Is.False);
        Assert.That((reason, CudaProvider.GpuName), Is.EqualTo(("there is no NVIDIA GPU here", "")));
    }

    [Test]
    public void Load_AnyProcessorWithoutAGpu_RunsOnTheCpuAndMissesNothing()
    {
        if (CudaProvider.HasGpu) Assert.Ignore("This machine has an NVIDIA GPU.");
        using var model = VisionModel.Load(TestModel.Path, new() { Accelerator = Accelerator.Auto });
        Assert.That((model.Provider, model.ProviderNote), Is.EqualTo((ExecutionProvider.Cpu, "")));
    }

    [Test]
    public void Load_RequiredCudaWithoutAGpu_SaysWhy()
    {
        if (CudaProvider.HasGpu) Assert.Ignore("This machine has an NVIDIA GPU.");
        Assert.That(() => VisionModel.Load(TestModel.Path, new() { Accelerator = Accelerator.Cuda }),
            Throws.TypeOf<EnvironmentException>().With.Message.EqualTo("CUDA was required and cannot be used: there is no NVIDIA GPU here."));
    }

    /// <summary>The libraries that are checked before the provider is loaded are those that the shipped provider is linked to.</summary>
    [Test]
    public void Libraries_AreThoseOfTheShippedProvider()
    {
        var provider = Directory.EnumerateFiles(AppContext.BaseDirectory, "libonnxruntime_providers_cuda.so", SearchOption.AllDirectories).Single();
        using var file = File.OpenRead(provider);
        var begin = new byte[32 << 20]; // the names that the linker reads lie before the code
        var text = Encoding.Latin1.GetString(begin, 0, file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false));
        var linked = LibraryName().Matches(text).Select(match => match.Groups[1].Value);
        Assert.That(CudaProvider.Libraries.Append(CudaProvider.Driver).Except(["libcudnn.so.9"]), Is.EquivalentTo(linked.Distinct()));
    }

    [GeneratedRegex(@"(?<=\0)(libcu[A-Za-z]*\.so\.[0-9]+)(?=\0)")]
    private static partial Regex LibraryName();
}
