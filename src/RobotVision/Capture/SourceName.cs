using System.Text.RegularExpressions;

namespace RobotVision.Capture;

/// <summary>Masks passwords in the names of sources, so that they can be shown, sent and stored. Any thread.</summary>
public static partial class SourceName
{
    const string Mask = "***";

    /// <summary>
    /// A source, or a text that quotes one, with <c>***</c> in place of each URL's user and password and of the values of its passwords, keys and
    /// tokens. Anything else stays as it is. Where it is not clear where a password ends, more is hidden rather than less.
    /// </summary>
    public static string Masked(string text) =>
        text.Contains("://", StringComparison.Ordinal) ? Secret().Replace(User().Replace(text, Mask + "@"), Mask) : text;

    // A password may hold another @ or a slash, which would otherwise end the host. What follows a colon and is no port counts as a password,
    // up to the last @ of the word. The host in brackets is an IPv6 address.
    [GeneratedRegex(@"(?<=://)(?:[^/?#\s\[\]@]*:(?!\d*(?:[/?#\s'""]|$))\S*@|[^/?#'""]*@)")]
    private static partial Regex User();

    // Cameras take user and password in the query as well, some in the path, most under names of their own.
    [GeneratedRegex(
        @"(?<=://\S*(?:token|key|pass?|pw|psw|auth|secret|sig|credential|hmac|jwt|session|streamid|user|usr|login)[\w.\-%]*=)[^&;#\s'""]+",
        RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
