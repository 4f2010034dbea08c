using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Controls;

namespace RobotVision.Onboard.Live;

/// <summary>
/// Has a page show the controls of a camera, change them, and set them back; of several cameras those that the query names by their place (<c>of=1</c>),
/// else those of the first.
/// </summary>
/// <param name="cameras">The controls of the cameras that have some, one at least.</param>
public sealed class CameraPanel(params IReadOnlyList<CameraControls> cameras) : ILiveExtra
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <inheritdoc/>
    public string Name => "camera";

    /// <inheritdoc/>
    public string Target => cameras[0].Camera;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/camera", AnswerAsync);
        api.MapPut("/camera", SetAsync);
        api.MapPost("/camera/reset", context =>
        {
            Chosen(context).Reset();
            return AnswerAsync(context);
        });
    }

    async Task SetAsync(HttpContext context)
    {
        ControlMessage wanted;
        try
        {
            wanted = await context.Request.ReadFromJsonAsync<ControlMessage>(Json, context.RequestAborted).ConfigureAwait(false)
                ?? throw new InvalidDataException("Expected a control and its value, found nothing.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Expected a control and its value as this page sends it, found other JSON: {exception.Message}", exception);
        }

        Chosen(context).Set(wanted.Name ?? "", wanted.Value);
        await AnswerAsync(context).ConfigureAwait(false); // other controls may follow
    }

    Task AnswerAsync(HttpContext context)
    {
        var controls = Chosen(context);
        return context.Response.WriteAsJsonAsync(
            new { Cameras = cameras.Select(one => one.Camera), Controls = controls.Read(), controls.Problems }, Json, context.RequestAborted);
    }

    CameraControls Chosen(HttpContext context)
    {
        var text = context.Request.Query["of"].ToString();
        if (text.Length == 0) return cameras[0];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < cameras.Count ? cameras[place]
            : throw new InvalidDataException($"Camera: expected a place of 0..{cameras.Count - 1}, found '{text}'.");
    }

    sealed record ControlMessage(string? Name, long Value);
}
