using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace RobotVision.Web;

/// <summary>
/// Every request goes through here first: it must name this server as its host, come from the page itself, carry the session's cookie and be
/// small. So neither another web page in the same browser nor another user of the machine can read or change anything. Viewers that are other programs
/// open a WebSocket at a path with a secret instead.
/// </summary>
/// <param name="access">Knows the secrets.</param>
/// <param name="pages">The pages' files.</param>
/// <param name="hosts">The server's names.</param>
/// <param name="open">Paths that programs of this machine may read without the cookie, for example <c>/health</c>.</param>
/// <param name="viewers">The sites whose pages may view besides; null where no other programs may view.</param>
/// <param name="clock">Where times come from.</param>
sealed class RequestGuard(
    PageAccess access, EmbeddedPages pages, HostNames hosts, IReadOnlySet<string> open, IReadOnlyList<string>? viewers, TimeProvider clock)
{
    /// <summary>The largest body of a request in bytes; the labels of a frame take some kilobytes.</summary>
    public const long LargestBody = 1 << 20;

    /// <summary>Where the token is exchanged for the cookie.</summary>
    public const string SessionPath = "/api/session";

    /// <summary>The beginning of the path at which other programs view; the secret follows.</summary>
    public const string ViewPath = "/view/";

    /// <summary>The endpoint for them.</summary>
    const string ViewEndpoint = "/api/view";

    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static readonly string[] HiddenPaths = ["..", "%2e", "%2f", "%5c", "\\", "%00"];

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

        var isView = IsView(context.Request);
        if (context.Request.Path != SessionPath && !IsOpen(context) && !(isView ? access.IsViewer(context.Request.Path) : access.IsAllowed(context.Request)))
        {
            await Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized, isView
                ? "Expected the address for viewers that the program printed when it was started, found another."
                : "Expected the cookie of a session, found none: open the address that the program printed when it was started.").ConfigureAwait(false);
            return;
        }

        if (isView) context.Request.Path = ViewEndpoint;
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
                OperationCanceledException => StatusCodes.Status503ServiceUnavailable, // the program ends
                IOException or UnauthorizedAccessException or EnvironmentException => StatusCodes.Status507InsufficientStorage,
                _ => StatusCodes.Status500InternalServerError,
            };
            if (status == StatusCodes.Status500InternalServerError)
                await Console.Error.WriteLineAsync($"{clock.GetUtcNow():HH:mm:ss} bug in {context.Request.Path}: {exception}").ConfigureAwait(false);
            await Refusal.WriteAsync(context, status, exception is OperationCanceledException ? "The program has been ended." : exception.Message)
                .ConfigureAwait(false);
        }
    }

    (int Status, string Message)? Problem(HttpRequest request)
    {
        if (!hosts.Has(request.Host)) return (StatusCodes.Status421MisdirectedRequest, $"Host: expected {hosts.Shown}, found another name.");
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (Array.Exists(HiddenPaths, hidden => target.Contains(hidden, StringComparison.OrdinalIgnoreCase)))
            return (StatusCodes.Status400BadRequest, "Path: expected one of this page's, found one with encoded or relative parts.");
        var origin = request.Headers[HeaderNames.Origin].ToString();
        if (IsView(request))
            return IsOfViewer(origin) ? null : (StatusCodes.Status403Forbidden, "Origin: expected a viewer that is allowed, found another site.");
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            return (StatusCodes.Status403Forbidden, "Expected a request of this page, found one of another site.");
        // Browsers let every site open a WebSocket and read what comes.
        var mayChange = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) || request.Headers.ContainsKey(HeaderNames.Upgrade);
        if ((mayChange || origin.Length > 0) && origin != $"http://{request.Host.Value}")
            return (StatusCodes.Status403Forbidden, "Origin: expected this page, found another or none.");
        return request.ContentLength > LargestBody
            ? (StatusCodes.Status413PayloadTooLarge, $"Body: expected at most {LargestBody} bytes, found {request.ContentLength}.")
            : null;
    }

    /// <summary>Whether a program of this machine asks for what is open to those; a server that listens to others is none the more open.</summary>
    bool IsOpen(HttpContext context) => HttpMethods.IsGet(context.Request.Method) && open.Contains(context.Request.Path)
        && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote);

    bool IsView(HttpRequest request) => viewers is not null && request.Headers.ContainsKey(HeaderNames.Upgrade) && HttpMethods.IsGet(request.Method)
        && request.Path.Value!.StartsWith(ViewPath, StringComparison.Ordinal);

    /// <summary>Whether a program, a page of the viewer's own machine, or one of the known sites asks; whoever it is needs the secret besides.</summary>
    bool IsOfViewer(string origin) => origin.Length == 0 || viewers!.Contains(origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var site) && (site.IsFile || site.IsLoopback));

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
