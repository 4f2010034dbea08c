using Microsoft.ML.OnnxRuntime;

namespace RobotVision.Inference;

/// <summary>The runtime's environment, of which a process has one.</summary>
static class OnnxEnvironment
{
    static readonly Lock Gate = new();

    /// <summary>Begins it, where nobody has, without log lines on the standard error: what fails is an exception anyway, and told once in our words.</summary>
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
