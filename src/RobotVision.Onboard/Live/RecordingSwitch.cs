using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Recording;

namespace RobotVision.Onboard.Live;

/// <summary>Has the live page stop the recording of a run and go on with it; each time it goes on, a file begins.</summary>
/// <param name="recorder">What records; borrowed.</param>
/// <param name="folder">The folder of its files.</param>
public sealed class RecordingSwitch(FrameRecorder recorder, string folder) : ILiveExtra
{
    /// <inheritdoc/>
    public string Name => "recording";

    /// <inheritdoc/>
    public string Target => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/live/recording/pause", context => Do(context, recorder.Pause));
        api.MapPost("/live/recording/resume", context => Do(context, recorder.Resume));
    }

    static Task Do(HttpContext context, Action change)
    {
        change();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
