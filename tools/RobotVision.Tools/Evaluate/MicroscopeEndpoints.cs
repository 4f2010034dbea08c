using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Training.Inspection;

namespace RobotVision.Tools.Evaluate;

/// <summary>
/// The microscope of the live page: what the model that runs computes of one frame. It works on request alone, one request after the other, on a thread
/// whose processor time gives way to that of the pipeline, and with a copy of the model of its own, which is dropped when it was not used for a while.
/// </summary>
sealed class MicroscopeEndpoints : ILiveExtra, IAsyncDisposable
{
    /// <summary>Requests that may wait; more are refused.</summary>
    const int MostWaiting = 8;

    /// <summary>Frames that are kept open, so that several viewers can look at one each.</summary>
    const int MostFrames = 4;

    /// <summary>Pixels of a picture; more than cameras have that a robot carries.</summary>
    const int MostPixels = 4096 * 3072;

    static readonly TimeSpan Unused = TimeSpan.FromMinutes(5);

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly VisionPipeline _pipeline;
    readonly SemaphoreSlim _turn = new(1);
    readonly List<(long Id, MagnifiedFrame Frame)> _frames = []; // with _microscope, of whoever has the turn
    readonly Timer _idle;
    Microscope? _microscope;
    long _opened;
    int _waiting;
    bool _isDisposed;

    /// <summary>Prepares; the model is loaded when a frame is opened.</summary>
    /// <param name="pipeline">What is shown; borrowed.</param>
    public MicroscopeEndpoints(VisionPipeline pipeline)
    {
        _pipeline = pipeline;
        _idle = new(_ => _ = ForgetAsync());
    }

    /// <inheritdoc/>
    public string Name => "microscope";

    /// <inheritdoc/>
    public string Target => Path.GetFileName(_pipeline.Model.Path);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api)
    {
        var microscope = api.MapGroup("/live/microscope");
        microscope.MapPost("", Open);
        microscope.MapGet("/{frame:long}/layers/{layer:int}", GetLayer);
        microscope.MapGet("/{frame:long}/filters/{layer:int}", GetFilters);
        microscope.MapGet("/{frame:long}/pixels/{class:int}/{value:int}", GetPixels);
        microscope.MapGet("/{frame:long}/covered", GetCovered);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _idle.DisposeAsync().ConfigureAwait(false);
        await _turn.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        Forget();
        _turn.Release();
    }

    /// <summary>Opens a frame: the body is its picture as the page got it, so that it may be older than what the program remembers.</summary>
    async Task Open(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        await WriteAsync(context, await RunAsync(context, () => Serialize(Describe(Open(body.ToArray())))).ConfigureAwait(false)).ConfigureAwait(false);
    }

    object Describe(MagnifiedFrame frame) => new
    {
        Id = _opened,
        Model = Target,
        Classes = _microscope!.Contract.Classes.All,
        Cells = frame.Answer.Grid?.Cells ?? 0,
        Answer = Describe(frame.Answer),
        Layers = frame.Layers.Select(layer => new
        {
            layer.Name,
            layer.Kind,
            layer.Shape,
            Columns = ActivationSheet.Columns(layer),
            Lowest = Round(layer.Values.Min()),
            Highest = Round(layer.Values.Max()),
        }),
        Filters = _microscope.Filters.Select(layer => new { layer.Name, layer.Shape }),
    };

    Task GetLayer(HttpContext context) => DrawAsync(context, frame => ActivationSheet.Draw(At(frame.Layers, context, "layer")));

    Task GetFilters(HttpContext context) => DrawAsync(context, _ => InspectionPage.DrawFilters(At(_microscope!.Filters, context, "layer")));

    Task GetPixels(HttpContext context) => AnswerAsync(context, frame =>
    {
        var (row, value) = (Number(context, "class"), Number(context, "value"));
        if (row < 0 || row >= frame.Answer.Features.Length || value < 0 || value >= frame.Answer.Features[row].Length)
            throw new InvalidDataException($"Value: expected one of the feature vector, found class {row}, value {value}.");
        return new { Drops = frame.Pixels((ObjectClass)row, value).Select(Round) };
    });

    Task GetCovered(HttpContext context)
    {
        double Part(string name) =>
            double.TryParse(context.Request.Query[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var part) && double.IsFinite(part) ? part
                : throw new InvalidDataException($"Covered: expected the number '{name}' as a part of the picture, found '{context.Request.Query[name]}'.");
        var (x, y, width, height) = (Part("x"), Part("y"), Part("width"), Part("height"));
        return AnswerAsync(context, frame => Describe(frame.Covered(x, y, width, height)));
    }

    static object Describe(NetworkAnswer answer) => new
    {
        Output = answer.Output.Select(Round),
        answer.Cells,
        Features = answer.Features.Select(values => values.Select(Round)),
    };

    async Task AnswerAsync(HttpContext context, Func<MagnifiedFrame, object> work) =>
        await WriteAsync(context, await RunAsync(context, () => Serialize(work(Find(context)))).ConfigureAwait(false)).ConfigureAwait(false);

    async Task DrawAsync(HttpContext context, Func<MagnifiedFrame, BgrImage> draw)
    {
        var png = await RunAsync(context, () => ImageFile.Encode(".png", draw(Find(context)).View)).ConfigureAwait(false);
        context.Response.ContentType = "image/png";
        await context.Response.Body.WriteAsync(png, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Works when its turn has come, at low priority.</summary>
    async Task<T> RunAsync<T>(HttpContext context, Func<T> work)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new BadHttpRequestException("The microscope is busy; try again in a moment.", StatusCodes.Status429TooManyRequests);
        }

        try
        {
            await _turn.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            T? result = default;
            if (_isDisposed) throw new InvalidDataException("The program ends.");
            await LowPriority.RunAwaited(() => result = work(), "microscope").ConfigureAwait(false);
            _idle.Change(Unused, Timeout.InfiniteTimeSpan);
            return result!;
        }
        finally
        {
            _turn.Release();
        }
    }

    MagnifiedFrame Open(byte[] jpeg)
    {
        var picture = ImageFile.ReadJpeg(jpeg, MostPixels);
        var model = _pipeline.Model;
        if (_microscope is not null && _microscope.Hash != model.Hash) Forget();
        if (_microscope is null)
        {
            var opened = new Microscope(model.Path);
            if (opened.Hash != model.Hash)
            {
                opened.Dispose();
                throw new InvalidDataException($"Model '{model.Path}': expected the file of the model that runs, found that it was changed since.");
            }

            _microscope = opened;
        }

        var frame = _microscope.Look(picture.View);
        if (_frames.Count == MostFrames) _frames.RemoveAt(0);
        _frames.Add((++_opened, frame));
        return frame;
    }

    MagnifiedFrame Find(HttpContext context)
    {
        var id = long.Parse((string)context.GetRouteValue("frame")!, CultureInfo.InvariantCulture);
        return _frames.Find(one => one.Id == id).Frame
            ?? throw new BadHttpRequestException("This frame is not under the microscope any more; open it again.", StatusCodes.Status410Gone);
    }

    async Task ForgetAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        Forget();
        _turn.Release();
    }

    void Forget()
    {
        _frames.Clear();
        _microscope?.Dispose();
        _microscope = null;
    }

    static byte[] Serialize(object answer) => JsonSerializer.SerializeToUtf8Bytes(answer, Json);

    static async Task WriteAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }

    static T At<T>(IReadOnlyList<T> list, HttpContext context, string name) => Number(context, name) is var i && i >= 0 && i < list.Count ? list[i]
        : throw new InvalidDataException($"{name}: expected 0..{list.Count - 1}, found {i}.");

    static int Number(HttpContext context, string name) => int.Parse((string)context.GetRouteValue(name)!, CultureInfo.InvariantCulture);

    /// <summary>Four decimals, which the eye cannot tell from all of them; what is not finite stays out of JSON.</summary>
    static double Round(float value) => float.IsFinite(value) ? Math.Round(value, 4) : 0;
}
