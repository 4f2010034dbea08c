using System.Globalization;

namespace RobotVision.Ros;

/// <summary>
/// A rosbridge server, a topic of it where one is named, and settings: <c>ws://HOST:PORT/TOPIC?NAME=VALUE,NAME=VALUE</c>; also with &amp; between.
/// </summary>
public sealed class RosAddress
{
    /// <summary>The port of rosbridge where the address names none.</summary>
    public const int UsualPort = 9090;

    readonly Dictionary<string, string> _settings = [];

    RosAddress(Uri server, string topic) => (Server, Topic) = (server, topic);

    /// <summary>The server, without topic and settings.</summary>
    public Uri Server { get; }

    /// <summary>The topic with its leading slash; empty where none is named.</summary>
    public string Topic { get; }

    /// <summary>Whether a text is such an address and not another one's.</summary>
    public static bool IsOne(string text) =>
        text.StartsWith("ws://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("wss://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address.</summary>
    /// <param name="option">The option that it was given with, for messages.</param>
    /// <param name="text">The text.</param>
    /// <param name="needsTopic">Whether it must name a topic; else it may.</param>
    /// <param name="settings">The names that may be set.</param>
    /// <exception cref="OptionException">It is not of that form.</exception>
    public static RosAddress Parse(string option, string text, bool needsTopic, params ReadOnlySpan<string> settings)
    {
        var example = $"ws://127.0.0.1:{UsualPort}{(needsTopic ? "/camera/image_raw/compressed" : "")}";
        if (!IsOne(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new OptionException($"{option}: expected a rosbridge server such as {example}, found '{Shown(text)}'.");
        var topic = Uri.UnescapeDataString(uri.AbsolutePath).TrimEnd('/');
        if (needsTopic && topic.Length == 0)
            throw new OptionException($"{option}: expected a topic behind the server, such as {example}, found '{Shown(text)}'.");
        var hasPort = !uri.IsDefaultPort || uri.Authority.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{uri.Port}"), StringComparison.Ordinal);
        var server = new UriBuilder(uri.Scheme, uri.Host, hasPort ? uri.Port : UsualPort) { UserName = "", Path = "" }.Uri;
        var address = new RosAddress(server, topic);
        foreach (var part in uri.Query.TrimStart('?').Split(['&', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.IndexOf('=', StringComparison.Ordinal) is > 0 and var mark ? (part[..mark], part[(mark + 1)..]) : (part, "");
            if (!settings.Contains(name) || value.Length == 0)
            {
                var expected = settings.Length == 0 ? "no settings" : $"{string.Join("=..., ", settings)}=...";
                throw new OptionException($"{option}: expected {expected} behind the question mark, found '{part}'.");
            }

            address._settings[name] = Uri.UnescapeDataString(value);
        }

        return address;
    }

    /// <summary>The value of a setting, or another one where it is not set.</summary>
    public string Setting(string name, string otherwise) => _settings.GetValueOrDefault(name, otherwise);

    /// <inheritdoc/>
    public override string ToString() => $"{Server.ToString().TrimEnd('/')}{Topic}";

    static string Shown(string text) => text.Contains('@', StringComparison.Ordinal) ? "an address with a password" : text;
}
