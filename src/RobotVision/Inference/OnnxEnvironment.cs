using Microsoft.ML.OnnxRuntime;

namespace RobotVision.Inference;

/// <summary>ONNX Runtime's environment, one for the process.</summary>
static class OnnxEnvironment
{
    static readonly Lock Gate = new();

    /// <summary>Creates it if it does not exist, without log lines on the standard error: failures are exceptions, which are reported once.</summary>
    public static void Start()
    {
        lock (Gate)
        {
            if (OrtEnv.IsCreated) return;
            var options = new EnvironmentCreationOptions { logId = nameof(RobotVision), logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            OrtEnv.CreateInstanceWithOptions(ref options);
        }
    }
}
