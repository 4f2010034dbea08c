using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RobotVision.Inference;

/// <summary>ONNX Runtime's environment, one for the process.</summary>
static partial class OnnxEnvironment
{
    static readonly Lock Gate = new();

    /// <summary>
    /// Creates it if it does not exist, without log lines on the standard error: failures are exceptions, which are reported once. To be called before
    /// anything else of ONNX Runtime is used.
    /// </summary>
    public static void Start()
    {
        lock (Gate)
        {
            if (OrtEnv.IsCreated) return;
            // Since 1.31 the library keeps a data base of its use in the user's home and sends it to its makers, unless it is told not to.
            _ = SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1", overwrite: 0);
            TileRegisters.KeepUnused();
            var options = new EnvironmentCreationOptions { logId = nameof(RobotVision), logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            OrtEnv.CreateInstanceWithOptions(ref options);
        }
    }

    // .NET's own Environment changes a copy that native code never sees.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
