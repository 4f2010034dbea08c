using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Web;

namespace RobotVision.Onboard;

/// <summary>
/// Lets the live page and other programs of this machine see and change the running robot process: they send the path of a model, which is loaded beside
/// the one that runs, checked, and runs from the next frame on; they have the one before come back; and they read the state.
/// </summary>
sealed class ControlServer : IAsyncDisposable
{
    readonly VisionPipeline _pipeline;
    readonly ModelSwap _swap;
    PageServer _server = null!;
    LiveFeed? _feed;

    ControlServer(VisionPipeline pipeline, ModelSwap swap) => (_pipeline, _swap) = (pipeline, swap);

    /// <summary>What to open in a browser, or to give to <c>robotvision swap</c>; whoever has it can change the model.</summary>
    public string Address => _server.Address;

    /// <summary>Starts listening on 127.0.0.1.</summary>
    /// <param name="port">The port, 0 for any that is free, and the option of the command line that has it.</param>
    /// <param name="pipeline">What is controlled.</param>
    /// <param name="load">Loads a model from a path, on the processor of the run.</param>
    /// <param name="thresholds">The thresholds to use with a model.</param>
    /// <param name="snapshots">The folder for snapshots of the live page; without the page when null.</param>
    /// <param name="stop">Ends what is open.</param>
    /// <exception cref="OptionException">The port is in use or not allowed.</exception>
    public static async Task<ControlServer> StartAsync(
        (int Number, string Option) port, VisionPipeline pipeline, Func<string, VisionModel> load,
        Func<VisionModel, FrameThresholds> thresholds, string? snapshots, CancellationToken stop)
    {
        var control = new ControlServer(pipeline, new(pipeline, load, thresholds, TimeProvider.System));
        var feed = control._feed = snapshots is null ? null : new(pipeline, TimeProvider.System);
        var live = feed is null ? null : new LiveEndpoints(feed, pipeline, snapshots!, stop) { Swap = control._swap };
        try
        {
            control._server = await PageServer.StartAsync(live is null ? [] : [LiveEndpoints.Page], port.Number, api =>
            {
                api.MapPost("/model", control.Swap);
                api.MapPost("/model/back", control.Return);
                api.MapGet("/state", control.GetState);
                live?.Map(api);
            }, TimeProvider.System, port.Option).ConfigureAwait(false);
        }
        catch
        {
            control._swap.Dispose();
            throw;
        }

        return control;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_feed is not null) await _feed.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
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

    async Task GetState(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (writer.ConfigureAwait(false)) FrameJson.Write(writer, _pipeline.State);
    }

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
