using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.CloseUps;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Web;

namespace RobotVision.Onboard;

/// <summary>
/// Lets the live page and other programs of this machine see and change the running robot process: they send the path of a model, which is loaded beside
/// the one that runs, checked, and runs from the next frame on.
/// </summary>
sealed class ControlServer : IAsyncDisposable
{
    readonly VisionPipeline _pipeline;
    readonly Func<string, VisionModel> _load;
    readonly Func<VisionModel, FrameThresholds> _thresholds;
    readonly SemaphoreSlim _swapping = new(1);
    PageServer _server = null!;
    LiveFeed? _feed;
    bool _isSwapped; // the model was loaded here

    ControlServer(VisionPipeline pipeline, VisionModel model, Func<string, VisionModel> load, Func<VisionModel, FrameThresholds> thresholds) =>
        (_pipeline, Model, _load, _thresholds) = (pipeline, model, load, thresholds);

    /// <summary>The model that runs.</summary>
    public VisionModel Model { get; private set; }

    /// <summary>What to open in a browser, or to give to <c>robotvision swap</c>; whoever has it can change the model.</summary>
    public string Address => _server.Address;

    /// <summary>Starts listening on 127.0.0.1.</summary>
    /// <param name="port">The port, 0 for any that is free, and the option of the command line that has it.</param>
    /// <param name="pipeline">What is controlled.</param>
    /// <param name="model">The model that runs; stays the caller's.</param>
    /// <param name="load">Loads a model from a path, on the processor of the run.</param>
    /// <param name="thresholds">The thresholds to use with a model.</param>
    /// <param name="snapshots">The folder for snapshots of the live page; without the page when null.</param>
    /// <param name="stop">Ends what is open.</param>
    /// <exception cref="OptionException">The port is in use or not allowed.</exception>
    public static async Task<ControlServer> StartAsync(
        (int Number, string Option) port, VisionPipeline pipeline, VisionModel model, Func<string, VisionModel> load,
        Func<VisionModel, FrameThresholds> thresholds, string? snapshots, CancellationToken stop)
    {
        var control = new ControlServer(pipeline, model, load, thresholds);
        var feed = control._feed = snapshots is null ? null : new(pipeline, () => control.Model, TimeProvider.System);
        var live = feed is null ? null : new LiveEndpoints(feed, pipeline, () => control.Model, snapshots!, stop);
        control._server = await PageServer.StartAsync(live is null ? [] : [LiveEndpoints.Page], port.Number, api =>
        {
            api.MapPost("/model", control.Swap);
            live?.Map(api);
        }, TimeProvider.System, port.Option).ConfigureAwait(false);
        return control;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_feed is not null) await _feed.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        if (_isSwapped) Model.Dispose();
        _swapping.Dispose();
    }

    async Task Swap(HttpContext context)
    {
        var path = (await ReadAsync(context).ConfigureAwait(false)).Path;
        await _swapping.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            var next = _load(path); // runs it once, beside the frames
            try
            {
                _pipeline.Replace(next, _thresholds(next));
            }
            catch
            {
                next.Dispose();
                throw;
            }

            // The frame that is being looked at still has a runner of the old one, which keeps its memory until then.
            if (_isSwapped) Model.Dispose();
            (Model, _isSwapped) = (next, true);
        }
        finally
        {
            _swapping.Release();
        }

        await Console.Error.WriteLineAsync($"{Model.Path} runs from now on").ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(new SwapAnswer(Model.Path, Model.Hash), context.RequestAborted).ConfigureAwait(false);
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

    sealed record SwapRequest(string Path);

    sealed record SwapAnswer(string Path, string Hash);
}
