using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Files;

namespace RobotVision.Inference;

/// <summary>What decides how fast a model runs, besides other programs.</summary>
/// <param name="Model">See <see cref="VisionModel.Hash"/>.</param>
/// <param name="Provider">What runs it: CPU or CUDA.</param>
/// <param name="Threads">CPU threads of the network.</param>
public sealed record SpeedKey(string Model, string Provider, int Threads)
{
    /// <summary>The processor; this machine's unless set.</summary>
    public string Processor { get; init; } = Inference.Processor.Name;

    /// <summary>Its wide instructions; those of this machine unless set.</summary>
    public string Instructions { get; init; } = Inference.Processor.Instructions;

    /// <summary>The GPU that runs it; empty where a CPU does.</summary>
    public string Gpu { get; init; } = "";

    /// <summary>The version of ONNX Runtime; that of this process unless set.</summary>
    public string Runtime { get; init; } = VisionModel.RuntimeVersion;
}

/// <summary>
/// Keeps how fast models are on this processor from one start to the next, one small file a model and processor. A folder that cannot be read or written, and
/// files that are damaged, are as good as none.
/// </summary>
/// <param name="folder">Where the files go; null keeps nothing.</param>
public sealed class SpeedCache(string? folder)
{
    const string Schema = "robotvision.speed/1";

    /// <summary>The folder by the XDG base directory specification: below <c>XDG_CACHE_HOME</c>, else below <c>~/.cache</c>; null without a home.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static string? UsualFolder(Func<string, string?> variable)
    {
        var caches = variable("XDG_CACHE_HOME") is { } named && Path.IsPathRooted(named) ? named // others are to be ignored
            : variable("HOME") is { } home && Path.IsPathRooted(home) ? Path.Combine(home, ".cache")
            : null;
        return caches is null ? null : Path.Combine(caches, "robotvision");
    }

    /// <summary>What was measured before; null where nothing of use is kept.</summary>
    public ModelSpeed? Find(SpeedKey key)
    {
        if (FileOf(key) is not { } path) return null;
        try
        {
            var kept = JsonSerializer.Deserialize(File.ReadAllText(path), SpeedJson.Default.KeptSpeed);
            return kept is { Schema: Schema, WholeViewMs: > 0 } && kept.Key == key
                ? new(TimeSpan.FromMilliseconds(kept.WholeViewMs), TimeSpan.FromMilliseconds(kept.CloseUpMs))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Keeps what was measured, where it can.</summary>
    public void Keep(SpeedKey key, ModelSpeed speed)
    {
        if (FileOf(key) is not { } path) return;
        var kept = new KeptSpeed(Schema, key, speed.WholeView.TotalMilliseconds, speed.CloseUp.TotalMilliseconds);
        try
        {
            WholeFile.WriteAllText(path, JsonSerializer.Serialize(kept, SpeedJson.Default.KeptSpeed) + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start measures again.
        }
    }

    string? FileOf(SpeedKey key)
    {
        if (folder is null) return null;
        var place = string.Create(CultureInfo.InvariantCulture,
            $"{key.Processor}\n{key.Instructions}\n{key.Gpu}\n{key.Provider}\n{key.Threads}\n{key.Runtime}");
        return Path.Combine(folder, $"speed-{key.Model}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..16]}.json");
    }
}

/// <summary>A file of the cache.</summary>
sealed record KeptSpeed(string Schema, SpeedKey Key, double WholeViewMs, double CloseUpMs);

/// <summary>Generated code to read and write it, since working it out by reflection takes time of a robot's start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(KeptSpeed))]
sealed partial class SpeedJson : JsonSerializerContext;
