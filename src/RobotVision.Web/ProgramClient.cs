using System.Net.Http.Json;
using System.Text.Json;

namespace RobotVision.Web;

/// <summary>Calls a running program of this machine by the address that it printed, as its own page would.</summary>
public sealed class ProgramClient : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60); // a model is loaded meanwhile

    readonly HttpClient _client;
    readonly string _address;

    ProgramClient(HttpClient client, string address) => (_client, _address) = (client, address);

    /// <summary>Connects.</summary>
    /// <param name="address">What the program printed: <c>http://127.0.0.1:PORT/#TOKEN</c>.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="OptionException">It is no such address, or its token is not that of the program.</exception>
    /// <exception cref="EnvironmentException">No program answers there.</exception>
    public static async Task<ProgramClient> OpenAsync(string address, CancellationToken stop)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || !uri.IsLoopback || uri.Fragment.Length < 2)
            throw new OptionException(
                $"Address: expected the one that the running program printed, http://127.0.0.1:PORT/#TOKEN, found '{address}'; put it in quotes.");
        // Proxies of the environment are for other machines.
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(uri.GetLeftPart(UriPartial.Authority)), Timeout = Limit };
        client.DefaultRequestHeaders.Add("Origin", uri.GetLeftPart(UriPartial.Authority));
        var opened = new ProgramClient(client, uri.GetLeftPart(UriPartial.Authority));
        try
        {
            using var token = new StringContent(uri.Fragment[1..]);
            using var answer = await opened.SendAsync("/api/session", token, stop).ConfigureAwait(false);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Sends a change and returns the program's answer.</summary>
    /// <param name="path">The endpoint, for example <c>/api/model</c>.</param>
    /// <param name="body">What to send, as JSON.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="InvalidDataException">The program refused it; the message is its own.</exception>
    /// <exception cref="EnvironmentException">No program answers.</exception>
    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken stop)
    {
        using var content = JsonContent.Create(body);
        using var answer = await SendAsync(path, content, stop).ConfigureAwait(false);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(stop).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, CancellationToken stop)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _client.PostAsync(new Uri(path, UriKind.Relative), content, stop).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new EnvironmentException($"No program answers at {_address}: {exception.Message}. Is it still running?", exception);
        }
        catch (OperationCanceledException exception) when (!stop.IsCancellationRequested)
        {
            throw new EnvironmentException($"The program at {_address} did not answer within {Limit.TotalSeconds:F0} s.", exception);
        }

        if (answer.IsSuccessStatusCode) return answer;
        var text = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        answer.Dispose();
        throw answer.StatusCode == System.Net.HttpStatusCode.Unauthorized ? new OptionException(Message(text)) : new InvalidDataException(Message(text));
    }

    static string Message(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement.GetProperty("message").GetString() ?? text;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"The program refused: {text}";
        }
    }
}
