using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Calibration.Extrinsics;
using RobotVision.CommandLine;
using RobotVision.Web;

namespace RobotVision.Tools.Calibrate;

/// <summary>The page of <c>calibrate field --web</c>.</summary>
/// <param name="session">The picture and the drawn field.</param>
/// <param name="write">Writes a result.</param>
/// <param name="output">The name of the file that is written.</param>
sealed class FieldPage(FieldSession session, Action<ExtrinsicsCalibration> write, string output)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    bool _isSaved;

    /// <summary>Serves the page until Ctrl-C.</summary>
    /// <returns>The exit code: 1 where nothing was saved.</returns>
    /// <exception cref="OptionException">The port is in use or not allowed.</exception>
    public static async Task<int> RunAsync(FieldSession session, int port, Action<ExtrinsicsCalibration> write, string output, CancellationToken stop)
    {
        var page = new FieldPage(session, write, output);
        await using var server = await PageServer.StartAsync(["field"], port, page.Map, TimeProvider.System, "--web").ConfigureAwait(false);
        Console.WriteLine(server.Address);
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (page._isSaved) return CommandRunner.Success;
        await Console.Error.WriteLineAsync($"stopped before a result was saved; {output} is not written").ConfigureAwait(false);
        return CommandRunner.Failure;
    }

    void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/field", AnswerAsync);
        api.MapGet("/field/picture/{number:int}", context =>
        {
            context.Response.ContentType = "image/jpeg";
            return context.Response.Body.WriteAsync(session.Jpeg, context.RequestAborted).AsTask();
        });
        api.MapPost("/field/grab", context => MoveAsync(context, to => session.Grab(to.X, to.Y, to.Reach)));
        api.MapPost("/field/drag", context => MoveAsync(context, to => session.Drag(to.X, to.Y)));
        api.MapPost("/field/drop", context => DoAsync(context, session.Drop));
        api.MapPost("/field/undo", context => DoAsync(context, session.Undo));
        api.MapPost("/field/fit", context => DoAsync(context, session.FitLines));
        api.MapPost("/field/next", context => DoAsync(context, session.Next));
        api.MapPost("/field/save", context => DoAsync(context, Save));
    }

    void Save()
    {
        write(session.Fit
            ?? throw new InvalidDataException("Pose: expected lines that were fitted, found that something was dragged since or nothing was fitted."));
        _isSaved = true;
    }

    async Task MoveAsync(HttpContext context, Action<PlaceMessage> move)
    {
        try
        {
            move(await context.Request.ReadFromJsonAsync<PlaceMessage>(Json, context.RequestAborted).ConfigureAwait(false)
                ?? throw new InvalidDataException("Expected a place in the picture, found nothing."));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Expected a place in the picture as this page sends it, found other JSON: {exception.Message}", exception);
        }

        await AnswerAsync(context).ConfigureAwait(false);
    }

    Task DoAsync(HttpContext context, Action work)
    {
        work();
        return AnswerAsync(context);
    }

    Task AnswerAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new { State = session.State, Output = output }, Json, context.RequestAborted);

    sealed record PlaceMessage(double X, double Y, double Reach);
}
