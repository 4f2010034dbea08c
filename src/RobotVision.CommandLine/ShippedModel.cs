using RobotVision.Inference;

namespace RobotVision.CommandLine;

/// <summary>
/// The shipped network in its forms: float32, which CUDA runs and which can be looked into; int8, which is faster on a CPU; and with a memory of earlier
/// frames, which finds more in videos.
/// </summary>
public static class ShippedModel
{
    /// <summary>The name of the float32 file, from the root of the tree.</summary>
    const string Float32 = "models/grid.onnx";

    /// <summary>The name of the int8 file, from the root of the tree.</summary>
    const string Int8 = "models/grid.int8.onnx";

    /// <summary>The name of the int8 file with a memory, from the root of the tree.</summary>
    const string Memory = "models/grid-memory.int8.onnx";

    /// <summary>The files of all forms that CPUs run, the usual one for videos first.</summary>
    public static IReadOnlyList<string> Files => [ShippedFile.Find(Memory), ShippedFile.Find(Int8), FindFloat32()];

    /// <summary>The form for images that stand for themselves that is the faster on the processor that would run it.</summary>
    public static string FindFor(Accelerator accelerator) => IsForCuda(accelerator) ? FindFloat32() : ShippedFile.Find(Int8);

    /// <summary>The form for cameras and videos. On CUDA without a memory: with one it has not been run there.</summary>
    public static string FindForVideo(Accelerator accelerator) => IsForCuda(accelerator) ? FindFloat32() : ShippedFile.Find(Memory);

    /// <summary>The float32 form.</summary>
    public static string FindFloat32() => ShippedFile.Find(Float32);

    static bool IsForCuda(Accelerator accelerator) => accelerator != Accelerator.Cpu && CudaProvider.IsAvailable(out _);
}
