using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Detections;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Onboard.Live;

/// <summary>What the live page asks the program: frames and states as they come (a WebSocket), what to change, and frames to keep.</summary>
/// <param name="feed">Hands out frames and states.</param>
/// <param name="pipeline">What is shown.</param>
/// <param name="snapshots">The folder of the frames that are kept.</param>
/// <param name="played">The recording that is played; null where there is none.</param>
sealed class LiveEndpoints(LiveFeed feed, VisionPipeline pipeline, string snapshots, PlayedSource? played = null)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly Lock _changing = new();

    /// <summary>The name of the page.</summary>
    public const string Page = "live";

    /// <summary>Swaps the model; null where that cannot be done.</summary>
    public ModelSwap? Swap { get; init; }

    /// <summary>What the page can do besides.</summary>
    public IReadOnlyList<ILiveExtra> Extras { get; init; } = [];

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/live", context => feed.ServeAsync(context, protocol: null, CancellationToken.None)); // until the feed ends, with the last state
        api.MapGet("/live/model", GetModel);
        api.MapPut("/live/thresholds", SetThreshold);
        api.MapPut("/live/close-ups", SetCloseUps);
        if (Swap is not null) api.MapPost("/live/model", SwapModel);
        api.MapPost("/live/snapshots/{frame:long}", Keep);
        api.MapGet("/live/extras", context => context.Response.WriteAsJsonAsync(
            Extras.ToDictionary(extra => extra.Name, extra => extra.Target), Json, context.RequestAborted));
        foreach (var extra in Extras) extra.Map(api);
        if (played is null) return;
        api.MapPut("/live/playing", Play);
        api.MapPut("/live/frame", Jump);
        api.MapPost("/live/step", context =>
        {
            played.Step();
            return Done(context);
        });
        api.MapPost("/live/step-back", context =>
        {
            played.StepBack();
            return Done(context);
        });
    }

    /// <summary>What there is to know of the model: its file's name, what it is, what it was made from; and which others can be swapped in.</summary>
    Task GetModel(HttpContext context)
    {
        var now = pipeline.Model;
        using var origin = JsonDocument.Parse(now.Contract.Origin);
        return context.Response.WriteAsJsonAsync(
            new
            {
                Name = Path.GetFileName(now.Path),
                now.Hash,
                now.Contract.Network,
                now.Contract.Precision,
                Provider = now.Provider.Name(),
                now.ProviderNote,
                now.Contract.Untrained,
                Origin = origin.RootElement.Clone(),
                Models = Swap?.Names ?? [],
            }, Json, context.RequestAborted);
    }

    async Task SwapModel(HttpContext context)
    {
        var wanted = await ReadAsync<SwapMessage>(context).ConfigureAwait(false);
        await AnswerAsync(context, await Swap!.SwapToNameAsync(wanted.Name, wanted.Force, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Answers a request to swap the model, and tells it on the standard error.</summary>
    internal static async Task AnswerAsync(HttpContext context, SwapAnswer answer)
    {
        await Console.Error.WriteLineAsync(answer.Told).ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(answer, Json, context.RequestAborted).ConfigureAwait(false);
    }

    async Task SetThreshold(HttpContext context)
    {
        var wanted = await ReadAsync<ThresholdMessage>(context).ConfigureAwait(false);
        var classes = pipeline.Model.Contract.Classes;
        if (!classes.TryParse(wanted.Class, out var objectClass))
            throw new InvalidDataException($"Class: expected one of {classes}, found '{wanted.Class}'.");
        if (wanted.Value is not (null or (> 0 and < 1)))
            throw new InvalidDataException(FormattableString.Invariant($"Threshold: expected a number between 0 and 1, found {wanted.Value}."));
        lock (_changing) pipeline.Thresholds = pipeline.Thresholds.With(objectClass, wanted.Value ?? Thresholds.Off);
        await Done(context).ConfigureAwait(false);
    }

    async Task SetCloseUps(HttpContext context)
    {
        var wanted = await ReadAsync<CloseUpsMessage>(context).ConfigureAwait(false);
        if (wanted.Count < 0 || wanted.Count > pipeline.MostCloseUps)
            throw new InvalidDataException($"Close-ups: expected 0..{pipeline.MostCloseUps}, found {wanted.Count}.");
        pipeline.CloseUps = wanted.Count;
        await Done(context).ConfigureAwait(false);
    }

    async Task Play(HttpContext context)
    {
        var wanted = await ReadAsync<PlayingMessage>(context).ConfigureAwait(false);
        played!.Play(wanted.Goes, wanted.Speed);
        await Done(context).ConfigureAwait(false);
    }

    async Task Jump(HttpContext context)
    {
        played!.Jump((await ReadAsync<JumpMessage>(context).ConfigureAwait(false)).Frame);
        await Done(context).ConfigureAwait(false);
    }

    static Task Done(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Writes a frame of the last seconds as the viewers got it into the folder of snapshots.</summary>
    Task Keep(HttpContext context)
    {
        var frame = long.Parse((string)context.GetRouteValue("frame")!, CultureInfo.InvariantCulture);
        var camera = CameraOf(context);
        var jpeg = feed.Recent.JpegOf(camera, frame);
        var name = pipeline.Cameras[camera] is { IsNamed: true } named ? $"{named.Name}-" : "";
        var file = Path.Combine(
            snapshots, string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}-{name}{frame:000000}.jpg"));
        WholeFile.WriteAllBytes(file, jpeg.ToArray());
        return context.Response.WriteAsJsonAsync(new { File = file }, Json, context.RequestAborted);
    }

    /// <summary>The place of the camera that a request names; the first where it names none.</summary>
    int CameraOf(HttpContext context)
    {
        var name = context.Request.Query["camera"].ToString();
        if (name.Length == 0) return 0;
        foreach (var (index, camera) in pipeline.Cameras.Index())
            if (camera.Name == name) return index;
        throw new InvalidDataException($"Camera: expected one of {string.Join(", ", pipeline.Cameras.Select(one => one.Name))}, found '{name}'.");
    }

    static async Task<T> ReadAsync<T>(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<T>(Json, context.RequestAborted).ConfigureAwait(false)
                ?? throw new InvalidDataException("Expected a change, found nothing.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Expected a change as this page sends it, found other JSON: {exception.Message}", exception);
        }
    }

    sealed record ThresholdMessage(string Class, float? Value);

    sealed record SwapMessage(string Name, bool Force);

    sealed record CloseUpsMessage(int Count);

    sealed record JumpMessage(long Frame);

    sealed record PlayingMessage(bool Goes, double Speed);
}
