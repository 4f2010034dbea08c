using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Tools.Replay;

/// <summary>The warm-up of a model while the input opens, see <see cref="FrameProcessor.WarmUp"/>.</summary>
/// <param name="model">The model; borrowed until the end.</param>
/// <param name="looking">How many close-ups of each frame.</param>
sealed class WarmingUp(VisionModel model, CloseUpOptions looking) : IDisposable
{
    readonly Task _work = Task.Run(() => FrameProcessor.WarmUp(model, looking));

    /// <summary>Waits for its end; to be awaited before the model's first pipeline is made.</summary>
    /// <exception cref="EnvironmentException">ONNX Runtime failed.</exception>
    public Task EndAsync() => _work;

    /// <summary>Waits for its end, whatever comes of it: the model must not be disposed before.</summary>
    public void Dispose() => ((IAsyncResult)_work).AsyncWaitHandle.WaitOne();
}
