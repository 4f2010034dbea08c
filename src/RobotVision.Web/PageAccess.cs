using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace RobotVision.Web;

/// <summary>
/// Who may use the page: whoever knows the token that the program printed gets a cookie for it. Other programs that only view have a token of their own
/// in the path of their address, because they send no cookies. Each is 256 random bits and new in each run.
/// </summary>
sealed class PageAccess
{
    const int SecretBytes = 32;

    readonly string _cookie = NewSecret();

    /// <summary>The secret that the program prints.</summary>
    public string Token { get; } = NewSecret();

    /// <summary>The secret of the address for viewers that are other programs; it opens nothing else.</summary>
    public string ViewToken { get; } = NewSecret();

    /// <summary>The server's port: browsers do not keep the cookies of two ports of one machine apart, so it is part of the name.</summary>
    public int Port { get; set; }

    string CookieName => FormattableString.Invariant($"robotvision-{Port}");

    /// <summary>Whether a request has the cookie.</summary>
    public bool IsAllowed(HttpRequest request) => request.Cookies.TryGetValue(CookieName, out var cookie) && AreEqual(cookie, _cookie);

    /// <summary>Whether the last part of a path is the viewers' secret.</summary>
    public bool IsViewer(string path) => AreEqual(path[(path.LastIndexOf('/') + 1)..], ViewToken);

    /// <summary>Exchanges the token, the whole body of the request, for the cookie.</summary>
    public async Task OpenSession(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = new char[2 * Token.Length];
        var length = await reader.ReadBlockAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (!AreEqual(new string(body, 0, length), Token))
        {
            await Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized,
                "This address is not, or no longer, valid: open the one that the program printed when it was started.").ConfigureAwait(false);
            return;
        }

        context.Response.Cookies.Append(CookieName, _cookie, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Compares hashes, so that the time tells nothing, not even of the length.</summary>
    static bool AreEqual(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
}
