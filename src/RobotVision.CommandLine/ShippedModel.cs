using RobotVision.Inference;

namespace RobotVision.CommandLine;

/// <summary>The shipped network in its two forms: float32, which CUDA runs and which can be looked into, and int8, which is faster on a CPU.</summary>
public static class ShippedModel
{
    /// <summary>The name of the float32 file, from the root of the tree.</summary>
    const string Float32 = "models/grid.onnx";

    /// <summary>The name of the int8 file, from the root of the tree.</summary>
    const string Int8 = "models/grid.int8.onnx";

    /// <summary>The form that is the faster on the processor that would run it.</summary>
    public static string FindFor(Accelerator accelerator) =>
        accelerator != Accelerator.Cpu && CudaProvider.IsAvailable(out _) ? FindFloat32() : ShippedFile.Find(Int8);

    /// <summary>The float32 form.</summary>
    public static string FindFloat32() => ShippedFile.Find(Float32);
}
