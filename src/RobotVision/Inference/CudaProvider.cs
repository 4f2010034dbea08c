using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace RobotVision.Inference;

/// <summary>
/// ONNX Runtime's CUDA execution provider. The runtime lists it whenever its library was shipped; whether it can run, and if not why, is
/// checked before it is loaded, and the reason is kept for the user.
/// </summary>
public static unsafe class CudaProvider
{
    internal const string Driver = "libcuda.so.1";

    /// <summary>The driver's error code where it finds no device: CUDA_ERROR_NO_DEVICE.</summary>
    const int NoDevice = 100;

    const string NoGpu = "there is no NVIDIA GPU here";

    /// <summary>What the provider of ONNX Runtime 1.31 is linked to, in the order in which they need each other, and cuDNN, which it loads by itself.</summary>
    internal static IReadOnlyList<string> Libraries { get; } = ["libcudart.so.13", "libcublasLt.so.13", "libcublas.so.13", "libcurand.so.10", "libcudnn.so.9"];

    static readonly Lazy<string> Missing = new(FindMissing);

    static readonly Lazy<string> FirstName = new(FindFirstName);

    /// <summary>Whether there is a GPU that CUDA could run on, if everything it needs were installed.</summary>
    public static bool HasGpu => Missing.Value != NoGpu;

    /// <summary>The name that the driver gives the GPU on which CUDA runs, its first one, for example <c>NVIDIA H200</c>; empty where there is none.</summary>
    public static string GpuName => FirstName.Value;

    /// <summary>Whether CUDA can be used; otherwise the reason and what to do about it, a sentence without a full stop.</summary>
    public static bool IsAvailable(out string reason)
    {
        OnnxEnvironment.Start(); // else the options would start one of their own
        using var options = new SessionOptions();
        return TryAppend(options, out reason);
    }

    /// <summary>Adds CUDA to the options of a session; on failure the options are as they were.</summary>
    internal static bool TryAppend(SessionOptions options, out string reason)
    {
        reason = Missing.Value;
        if (reason.Length > 0) return false;
        try
        {
            options.AppendExecutionProvider_CUDA();
            return true;
        }
        catch (OnnxRuntimeException exception)
        {
            reason = OnnxErrorText.Of(exception);
            return false;
        }
    }

    /// <summary>Why CUDA cannot be used; empty when nothing is missing.</summary>
    static string FindMissing()
    {
        if (!NativeLibrary.TryLoad(Driver, out var driver))
            return IsGpuPluggedIn() ? $"the driver of the NVIDIA GPU ({Driver}) is missing: install it, and check with nvidia-smi" : NoGpu;
        if (CountDevices(driver, out var devices) is not 0 and var error)
            return error == NoDevice
                ? NoGpu
                : string.Create(CultureInfo.InvariantCulture, $"the NVIDIA driver does not start (CUDA error {error}): check with nvidia-smi");
        if (devices == 0) return NoGpu;
        return Libraries.FirstOrDefault(library => !NativeLibrary.TryLoad(library, out _)) is { } missing
            ? $"{missing} is missing: install CUDA 13 and cuDNN 9"
            : "";
    }

    /// <summary>Counts the driver's devices.</summary>
    /// <returns>CUDA's error code; 0 for none.</returns>
    static int CountDevices(nint driver, out int count)
    {
        count = 0;
        if (!NativeLibrary.TryGetExport(driver, "cuInit", out var start)) return NoDevice;
        if (!NativeLibrary.TryGetExport(driver, "cuDeviceGetCount", out var countDevices)) return NoDevice;
        if (((delegate* unmanaged<uint, int>)start)(0) is not 0 and var error) return error;
        fixed (int* found = &count) return ((delegate* unmanaged<int*, int>)countDevices)(found);
    }

    static string FindFirstName()
    {
        const int length = 256;
        if (!HasGpu || !NativeLibrary.TryLoad(Driver, out var driver)) return "";
        if (!NativeLibrary.TryGetExport(driver, "cuDeviceGet", out var getDevice)) return "";
        if (!NativeLibrary.TryGetExport(driver, "cuDeviceGetName", out var getName)) return "";
        int device;
        var name = stackalloc byte[length];
        return ((delegate* unmanaged<int*, int, int>)getDevice)(&device, 0) == 0
            && ((delegate* unmanaged<byte*, int, int, int>)getName)(name, length, device) == 0
            ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name))
            : "";
    }

    /// <summary>Whether the machine has a display or compute device of NVIDIA's on its bus.</summary>
    static bool IsGpuPluggedIn()
    {
        const string bus = "/sys/bus/pci/devices";
        bool Matches(string device, string file, string start)
        {
            var path = Path.Combine(device, file);
            return File.Exists(path) && File.ReadAllText(path).StartsWith(start, StringComparison.Ordinal);
        }

        return Directory.Exists(bus)
            && Directory.EnumerateDirectories(bus).Any(device => Matches(device, "vendor", "0x10de") && Matches(device, "class", "0x03"));
    }
}
