using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace RobotVision.Web;

/// <summary>
/// Every request goes through here first: it must name this server as its host, come from the page itself, carry the session's cookie and be
/// small. So neither another web page in the same browser nor another user of the machine can read or change anything.
/// </summary>
sealed class RequestGuard(PageAccess access, EmbeddedPages pages, TimeProvider clock)
{
    /// <summary>The largest body of a request in bytes; the labels of a frame take some kilobytes.</summary>
    public const long LargestBody = 1 << 20;

    /// <summary>Where the token is exchanged for the cookie.</summary>
    public const string SessionPath = "/api/session";

    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static readonly string[] HiddenPaths = ["..", "%2e", "%2f", "%5c", "\\", "%00"];

    /// <summary>The port on which the server listens.</summary>
    public int Port { get; set; }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        AddHeaders(context.Response.Headers);
        if (Problem(context.Request) is { } problem)
        {
            await Refusal.WriteAsync(context, problem.Status, problem.Message).ConfigureAwait(false);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && pages.Find(context.Request.Path) is { } file)
        {
            context.Response.ContentType = file.ContentType;
            await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        if (context.Request.Path != SessionPath && !access.IsAllowed(context.Request))
        {
            await Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized,
                "Expected the cookie of a session, found none: open the address that the program printed when it was started.").ConfigureAwait(false);
            return;
        }

        await RunAsync(context, next).ConfigureAwait(false);
    }

    /// <summary>Runs the endpoint; what fails because of the request, the files or the disk is told to the page, anything else is a bug.</summary>
    async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var status = exception switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                InvalidDataException or OptionException => StatusCodes.Status400BadRequest,
                IOException or UnauthorizedAccessException or EnvironmentException => StatusCodes.Status507InsufficientStorage,
                _ => StatusCodes.Status500InternalServerError,
            };
            if (status == StatusCodes.Status500InternalServerError)
                await Console.Error.WriteLineAsync($"{clock.GetUtcNow():HH:mm:ss} bug in {context.Request.Path}: {exception}").ConfigureAwait(false);
            await Refusal.WriteAsync(context, status, exception.Message).ConfigureAwait(false);
        }
    }

    (int Status, string Message)? Problem(HttpRequest request)
    {
        var own = FormattableString.Invariant($"127.0.0.1:{Port}");
        var local = FormattableString.Invariant($"localhost:{Port}");
        var host = request.Host.Value;
        if (host != own && host != local)
            return (StatusCodes.Status421MisdirectedRequest, $"Host: expected {own}, found another name.");
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (Array.Exists(HiddenPaths, hidden => target.Contains(hidden, StringComparison.OrdinalIgnoreCase)))
            return (StatusCodes.Status400BadRequest, "Path: expected one of this page's, found one with encoded or relative parts.");
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            return (StatusCodes.Status403Forbidden, "Expected a request of this page, found one of another site.");
        var origin = request.Headers[HeaderNames.Origin].ToString();
        // Browsers let every site open a WebSocket and read what comes.
        var mayChange = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) || request.Headers.ContainsKey(HeaderNames.Upgrade);
        if ((mayChange || origin.Length > 0) && origin != $"http://{host}")
            return (StatusCodes.Status403Forbidden, "Origin: expected this page, found another or none.");
        return request.ContentLength > LargestBody
            ? (StatusCodes.Status413PayloadTooLarge, $"Body: expected at most {LargestBody} bytes, found {request.ContentLength}.")
            : null;
    }

    static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }
}

/// <summary>An answer that says why a request was refused: <c>{"message": "..."}</c>.</summary>
static class Refusal
{
    public static Task WriteAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { message }, context.RequestAborted);
    }
}
