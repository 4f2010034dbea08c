namespace RobotVision.Inference;

/// <summary>The processor that this program runs on, as Linux describes it.</summary>
public static class Processor
{
    const string Listing = "/proc/cpuinfo", Unknown = "of unknown name";

    /// <summary>Names of the kernel for the instructions that a network's speed depends on.</summary>
    static readonly string[] Wide = ["avx2", "avx512f", "avx_vnni", "avx512_vnni"];

    /// <summary>Its name, for example <c>AMD EPYC 7763 64-Core Processor</c>.</summary>
    public static string Name { get; } = ValueOf("model name") ?? Unknown;

    /// <summary>The wide instructions that it has of those that a network's speed depends on: <c>avx2, avx512f</c>.</summary>
    public static string Instructions { get; } = InstructionsOf(ValueOf("flags") ?? "");

    static string InstructionsOf(string flags)
    {
        string[] wide = [.. Wide.Where(flags.Split(' ').Contains)];
        return wide.Length > 0 ? string.Join(", ", wide) : "without AVX2";
    }

    static string? ValueOf(string key)
    {
        try
        {
            var line = File.ReadLines(Listing).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (IOException)
        {
            return null; // another system
        }
    }
}
