using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.CloseUps;
using RobotVision.CommandLine;
using RobotVision.Controls;
using RobotVision.Detections;
using RobotVision.Pipeline;

namespace RobotVision.Onboard.Live;

/// <summary>
/// Saves what the sliders of the live page are set to in the file of <c>--options</c>: the number of close-ups, and of the thresholds those that differ from
/// the model's own, so that another model keeps its own for the others. Of the cameras that run, the controls that were set; other cameras' stay as they are.
/// </summary>
/// <param name="pipeline">What is set.</param>
/// <param name="path">The file, which may not be there yet.</param>
/// <param name="controls">The controls of each camera that has some; null where none has.</param>
public sealed class OptionsSaver(VisionPipeline pipeline, string path, IReadOnlyList<CameraControls>? controls = null) : ILiveExtra
{
    readonly Lock _writing = new();

    /// <inheritdoc/>
    public string Name => "options";

    /// <inheritdoc/>
    public string Target => Path.GetFileName(path);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api) => api.MapPost("/live/options", Save);

    Task Save(HttpContext context)
    {
        lock (_writing)
        {
            var before = File.Exists(path) ? SavedOptions.Read(path) : new();
            var cameras = new Dictionary<string, IReadOnlyDictionary<string, long>>(before.Cameras);
            foreach (var one in controls ?? []) cameras[one.Camera] = one.Wanted;
            (before with { Thresholds = Changed(), CloseUps = pipeline.CloseUps, Cameras = cameras }).Write(path);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    Dictionary<string, float?> Changed()
    {
        var (now, model) = (pipeline.Thresholds, pipeline.Model.Contract);
        var (own, changed) = (FrameThresholds.Of(model), new Dictionary<string, float?>());
        foreach (var one in model.Classes.Classes.Take(now.For(0).Count)) // a model may be swapped in just now
            if (now.For(0)[one] != own.For(0)[one] || now.For(1)[one] != own.For(1)[one])
                changed[model.Classes[one]] = now.For(0)[one] is var value and < Thresholds.Off ? value : null;
        return changed;
    }
}
