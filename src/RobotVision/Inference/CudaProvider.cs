using Microsoft.ML.OnnxRuntime;

namespace RobotVision.Inference;

/// <summary>
/// Finds ONNX Runtime's CUDA execution provider: built into the native library (NuGet's Gpu package), or as a plugin
/// library beside it (npm). Why it cannot be had is kept as a sentence for the user.
/// </summary>
public static class CudaProvider
{
    const string BuiltIn = "CUDAExecutionProvider";
    const string Plugin = "libonnxruntime_providers_cuda.so";
    const string Registration = "robotvision.cuda";

    static readonly Lock Gate = new();
    static bool _registered;

    /// <summary>Where the plugin library is looked for: beside the program, or where ROBOTVISION_CUDA_PROVIDER says.</summary>
    public static string PluginPath =>
        Environment.GetEnvironmentVariable("ROBOTVISION_CUDA_PROVIDER") is { Length: > 0 } path ? path : Path.Combine(AppContext.BaseDirectory, Plugin);

    /// <summary>Whether CUDA can be used; otherwise the reason and what to do about it.</summary>
    public static bool IsAvailable(out string reason)
    {
        using var options = new SessionOptions();
        return TryAppend(options, out reason);
    }

    /// <summary>Adds CUDA to the options of a session; on failure the options are as they were.</summary>
    internal static bool TryAppend(SessionOptions options, out string reason)
    {
        reason = "";
        try
        {
            if (OrtEnv.Instance().GetAvailableProviders().Contains(BuiltIn))
            {
                options.AppendExecutionProvider_CUDA();
                return true;
            }

            if (!File.Exists(PluginPath))
            {
                reason = $"'{PluginPath}' is not there; on a machine with a CUDA device run tools/setup.sh --cuda";
                return false;
            }

            var devices = RegisterPlugin();
            if (devices.Count == 0)
            {
                reason = "the CUDA provider is loaded but finds no device; check nvidia-smi and the driver";
                return false;
            }

            options.AppendExecutionProvider(OrtEnv.Instance(), devices, new Dictionary<string, string>());
            return true;
        }
        catch (OnnxRuntimeException exception)
        {
            reason = $"{RuntimeWords.Of(exception)} (it needs the NVIDIA driver, CUDA 13 and cuDNN 9 on the library path)";
            return false;
        }
    }

    static List<OrtEpDevice> RegisterPlugin()
    {
        lock (Gate)
        {
            if (!_registered) OrtEnv.Instance().RegisterExecutionProviderLibrary(Registration, PluginPath);
            _registered = true;
            return [.. OrtEnv.Instance().GetEpDevices().Where(device => device.EpName == BuiltIn || device.EpName.Contains("cuda", StringComparison.OrdinalIgnoreCase)).Take(1)];
        }
    }
}
