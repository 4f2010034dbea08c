using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;

namespace RobotVision.Onboard;

/// <summary>
/// Lets the live page and other programs of this machine see and change the running robot process: they send the path of a model, which is loaded beside
/// the one that runs, checked, and runs from the next frame on; they have the one before come back; and they read the state
/// (<see cref="HealthEndpoints"/> without the token).
/// </summary>
sealed class ControlServer : IAsyncDisposable
{
    readonly ModelSwap _swap;
    readonly HealthEndpoints _health;
    ViewServer _server = null!;

    ControlServer(VisionPipeline pipeline, ModelSwap swap) => (_swap, _health) = (swap, new(pipeline));

    /// <summary>What to open in a browser, or to give to <c>robotvision swap</c>; whoever has it can change the model.</summary>
    public string Address => _server.Address;

    /// <summary>Starts listening.</summary>
    /// <param name="options">What is served besides, and where.</param>
    /// <param name="pipeline">What is controlled.</param>
    /// <param name="load">Loads a model from a path, on the processor of the run.</param>
    /// <param name="thresholds">The thresholds to use with a model.</param>
    /// <param name="extras">What the live page can do besides.</param>
    /// <param name="stop">Ends what is open.</param>
    /// <exception cref="OptionException">The port is in use or not allowed.</exception>
    public static async Task<ControlServer> StartAsync(ViewServerOptions options, VisionPipeline pipeline, Func<string, VisionModel> load,
        Func<VisionModel, FrameThresholds> thresholds, IReadOnlyList<ILiveExtra> extras, CancellationToken stop)
    {
        var control = new ControlServer(pipeline, new(pipeline, load, thresholds, TimeProvider.System));
        try
        {
            control._server = await ViewServer.StartAsync(options, pipeline, stop, swap: control._swap, extras: extras, more: api =>
            {
                api.MapPost("/model", control.Swap);
                api.MapPost("/model/back", control.Return);
                api.MapGet("/state", context => HealthEndpoints.AnswerAsync(context, pipeline.State));
            }, open: control._health.Open).ConfigureAwait(false);
        }
        catch
        {
            control._health.Dispose();
            control._swap.Dispose();
            throw;
        }

        return control;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _health.Dispose();
        _swap.Dispose();
    }

    /// <summary>For programs; the page has <see cref="LiveEndpoints"/>, which takes no paths.</summary>
    async Task Swap(HttpContext context)
    {
        // Browsers always send this field, and pages cannot leave it out.
        if (context.Request.Headers.ContainsKey("Sec-Fetch-Site"))
            throw new InvalidDataException("Model: expected a program such as 'robotvision swap', found a browser, which may not name paths.");
        var (path, isForced) = await ReadAsync(context).ConfigureAwait(false);
        var answer = await _swap.SwapAsync(path, isForced, context.RequestAborted).ConfigureAwait(false);
        await LiveEndpoints.AnswerAsync(context, answer).ConfigureAwait(false);
    }

    Task Return(HttpContext context) => context.Response.WriteAsJsonAsync(new { Told = _swap.Return() }, context.RequestAborted);

    static async Task<SwapRequest> ReadAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<SwapRequest>(context.RequestAborted).ConfigureAwait(false) is { Path.Length: > 0 } wanted
                ? wanted
                : throw new InvalidDataException("Expected the path of a model, found none.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Expected {{\"path\": \"FILE.onnx\"}}, found other JSON: {exception.Message}", exception);
        }
    }

    sealed record SwapRequest(string Path, bool Force = false);
}
