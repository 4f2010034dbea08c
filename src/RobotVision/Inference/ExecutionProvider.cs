namespace RobotVision.Inference;

/// <summary>Names of execution providers in files and messages.</summary>
public static class ExecutionProviderNames
{
    /// <summary>The published name: <c>CPU</c> or <c>CUDA</c>.</summary>
    public static string Name(this ExecutionProvider provider) => provider == ExecutionProvider.Cuda ? "CUDA" : "CPU";
}

/// <summary>What runs a network: the execution provider of ONNX Runtime.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
