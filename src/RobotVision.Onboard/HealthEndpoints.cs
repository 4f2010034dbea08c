using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RobotVision.Health;
using RobotVision.Pipeline;
using RobotVision.Publishing;

namespace RobotVision.Onboard;

/// <summary>
/// What supervisors and monitoring read of a live run, without the token: <c>/health</c>, the state as JSON, with status 503 while no frames come, and
/// <c>/metrics</c>, the same and all times and counts as Prometheus text.
/// </summary>
/// <param name="pipeline">The run.</param>
sealed class HealthEndpoints(VisionPipeline pipeline) : IDisposable
{
    readonly PrometheusText _metrics = new();

    /// <summary>The endpoints by their paths.</summary>
    public IReadOnlyDictionary<string, RequestDelegate> Open => new Dictionary<string, RequestDelegate>
    {
        ["/health"] = GetHealth,
        ["/metrics"] = GetMetrics,
    };

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    /// <summary>Answers with a state as <c>robotvision.state/1</c>.</summary>
    public static async Task AnswerAsync(HttpContext context, PipelineState state)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (writer.ConfigureAwait(false)) FrameJson.Write(writer, state);
    }

    Task GetHealth(HttpContext context)
    {
        var state = pipeline.State;
        context.Response.StatusCode = state.Health?.Level == HealthLevel.Lost ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return AnswerAsync(context, state);
    }

    Task GetMetrics(HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(_metrics.Write(), context.RequestAborted);
    }
}
