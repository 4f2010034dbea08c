namespace RobotVision.Inference;

/// <summary>This machine's processor, as Linux describes it.</summary>
public static class Processor
{
    const string CpuInfo = "/proc/cpuinfo";

    /// <summary>Names of the kernel for the instructions that a network's speed depends on.</summary>
    static readonly string[] WideInstructions = ["avx2", "avx512f", "avx_vnni", "avx512_vnni"];

    /// <summary>Its name, for example <c>AMD EPYC-Milan Processor</c>; <c>unknown processor</c> where the system does not tell.</summary>
    public static string Name { get; } = Read("model name") is { Length: > 0 } name ? name : "unknown processor";

    /// <summary>Which of AVX2, AVX-512 and VNNI it has, separated by commas in the kernel's names; empty for none.</summary>
    public static string Instructions { get; } = string.Join(", ", WideInstructions.Where((Read("flags") ?? "").Split(' ').Contains));

    static string? Read(string key)
    {
        try
        {
            var line = File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
