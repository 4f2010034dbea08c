namespace RobotVision.Inference;

/// <summary>Which processor runs the network.</summary>
public enum Accelerator
{
    /// <summary>CUDA where it works, otherwise the CPU; <see cref="VisionModel.ProviderNote"/> says why.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>CUDA, or an error.</summary>
    Cuda,
}

/// <summary>How a model is run.</summary>
public sealed record InferenceOptions
{
    /// <summary>Which processor; <see cref="Accelerator.Auto"/> by default.</summary>
    public Accelerator Accelerator { get; init; } = Accelerator.Auto;

    /// <summary>CPU threads of one inference, 1..64; 1 by default, which leaves the other cores to the other stages.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The most samples of one batch, 1..64; memory for them is reserved at load.</summary>
    public int MaxSamples { get; init; } = 1;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">Lists every value that is out of range.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (Threads is < 1 or > 64) problems.Add($"--threads: expected 1..64, found {Threads}");
        if (MaxSamples is < 1 or > 64) problems.Add($"samples of one batch: expected 1..64, found {MaxSamples}");
        if (problems.Count > 0) throw new OptionException($"{string.Join("; ", problems)}.");
    }
}
