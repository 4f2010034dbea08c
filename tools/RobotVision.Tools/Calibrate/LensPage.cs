using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Calibration.Boards;
using RobotVision.Calibration.Lenses;
using RobotVision.CommandLine;
using RobotVision.Imaging;
using RobotVision.Onboard.Live;
using RobotVision.Web;

namespace RobotVision.Tools.Calibrate;

/// <summary>The page of <c>calibrate intrinsics --web</c>.</summary>
/// <param name="session">Collects the views.</param>
/// <param name="write">Writes a result, with the picture in which the board is largest.</param>
/// <param name="output">The name of the file that is written.</param>
/// <param name="stop">Ends open requests.</param>
sealed class LensPage(LensSession session, Action<IntrinsicsCalibration, BgrImage?> write, string output, CancellationToken stop)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a deviation may be infinite
    };

    bool _isSaved;

    /// <summary>Serves the page until Ctrl-C.</summary>
    /// <returns>The exit code: 1 where nothing was saved.</returns>
    /// <exception cref="OptionException">The port is in use or not allowed.</exception>
    public static async Task<int> RunAsync(
        LensSession session, int port, Action<IntrinsicsCalibration, BgrImage?> write, string output, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var page = new LensPage(session, write, output, ending.Token);
        await using var server = await PageServer.StartAsync(["lens"], port, page.Map, TimeProvider.System, "--web").ConfigureAwait(false);
        Console.WriteLine(server.Address);
        var run = session.RunAsync(ending.Token);
        try
        {
            await run.ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the page stays
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
        }

        if (page._isSaved) return CommandRunner.Success;
        await Console.Error.WriteLineAsync($"stopped before a result was saved; {output} is not written").ConfigureAwait(false);
        return CommandRunner.Failure;
    }

    void Map(IEndpointRouteBuilder api)
    {
        if (session.Controls is { } controls) new CameraPanel(controls).Map(api);
        api.MapGet("/lens", context => context.Response.WriteAsJsonAsync(
            new { session.Camera, HasControls = session.Controls is not null, session.Most, Least = IntrinsicsCalibrator.MinimumViews, Output = output },
            Json, context.RequestAborted));
        api.MapGet("/lens/frames/{after:long}", GetFrame);
        api.MapPost("/lens/save", Save);
    }

    /// <summary>The next frame: length of the header (4 bytes, little-endian), header (JSON), picture (JPEG).</summary>
    async Task GetFrame(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stop);
        var after = long.Parse((string)context.GetRouteValue("after")!, CultureInfo.InvariantCulture);
        var (number, frame) = await session.NextAsync(after, ending.Token).ConfigureAwait(false);
        var header = JsonSerializer.SerializeToUtf8Bytes(HeaderOf(number, frame), Json);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        context.Response.ContentType = "application/octet-stream";
        await context.Response.Body.WriteAsync(length, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.WriteAsync(header, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.WriteAsync(frame.Jpeg, context.RequestAborted).ConfigureAwait(false);
    }

    object HeaderOf(long number, LensFrame frame)
    {
        var result = session.Result;
        var coverage = BoardCoverage.Of(frame.Views, Math.Max(1, frame.Width), Math.Max(1, frame.Height));
        return new
        {
            Number = number,
            frame.Width,
            frame.Height,
            Corners = frame.Board is { } board ? board.X.Zip(board.Y, (x, y) => new[] { Math.Round(x, 1), Math.Round(y, 1) }) : null,
            frame.Verdict,
            frame.Reason,
            frame.Problem,
            frame.IsEnded,
            Kept = frame.Views.Count,
            coverage.Seen,
            Coverage = Enumerable.Range(0, coverage.Counts.GetLength(0))
                .Select(row => Enumerable.Range(0, coverage.Counts.GetLength(1)).Select(column => coverage.Counts[row, column])),
            Result = result is null ? null : new
            {
                Views = result.Of.Count,
                result.Problem,
                result.Calibration?.Rms,
                result.Calibration?.Warnings,
                result.Calibration?.Rejected,
                Parameters = result.Calibration?.Parameters.Select(one => new { one.Name, Value = one.InFile, Deviation = one.StandardDeviation }),
            },
        };
    }

    Task Save(HttpContext context)
    {
        var found = session.Result?.Calibration ?? throw new InvalidDataException("Calibration: expected views that determine the lens, found none yet.");
        write(found, session.Sample);
        _isSaved = true;
        return context.Response.WriteAsJsonAsync(new { File = output, Views = found.Views.Count }, Json, context.RequestAborted);
    }
}
