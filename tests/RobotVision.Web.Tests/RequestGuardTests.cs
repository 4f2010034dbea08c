using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RobotVision.Web.Tests;

/// <summary>What another page in the same browser, another user of the machine or a broken program may send to a running server.</summary>
public class RequestGuardTests
{
    PageServer _server = null!;
    HttpClient _client = null!; // as the page: with the session's cookie
    int _changes;

    string Host => $"127.0.0.1:{_server.Port}";

    string Address => $"http://{Host}";

    [SetUp]
    public async Task Start()
    {
        _changes = 0;
        _server = await PageServer.StartAsync(["tag"], 0, Map, TimeProvider.System);
        _client = new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = new(Address) };
        using var session = await SendAsync(HttpMethod.Post, "/api/session", _server.Token);
        Assert.That(session.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/read", context => context.Response.WriteAsync("secret"));
        api.MapPost("/change", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            await reader.ReadToEndAsync();
            _changes++;
        });
        api.MapGet("/socket", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        api.MapGet("/full", _ => throw new IOException("no space left on the disk"));
    }

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? origin = "", Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body);
        if (origin is not null) request.Headers.Add("Origin", origin.Length > 0 ? origin : Address);
        with?.Invoke(request);
        return await _client.SendAsync(request);
    }

    /// <summary>Sends a request byte by byte, since clients put paths right before they send them; the status that comes back.</summary>
    async Task<int> SendRawAsync(string target, string headers = "")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {Host}\r\n{headers}Connection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Test, CancelAfter(300_000)]
    public async Task Page_WithSession_ReadsAndChanges()
    {
        using var change = await SendAsync(HttpMethod.Post, "/api/change", "{}");
        Assert.That((await _client.GetStringAsync("/api/read"), change.StatusCode, _changes), Is.EqualTo(("secret", HttpStatusCode.OK, 1)));
    }

    [Test, CancelAfter(300_000)]
    public async Task Page_Files_HaveAStrictPolicy()
    {
        using var page = await _client.GetAsync("/");
        var html = await page.Content.ReadAsStringAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Headers.GetValues("Content-Security-Policy").Single(),
                Does.Contain("default-src 'none'").And.Contain("script-src 'self'").And.Not.Contain("unsafe"));
            Assert.That(page.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(html, Does.Not.Contain("style=").And.Not.Contain("onclick").And.Not.Contain("<style"));
            Assert.That(html.Split("<script").Length - 1, Is.EqualTo(html.Split("<script src=").Length - 1), "scripts inside the page");
        }
    }

    [TestCase("/api/read", TestName = "reading")]
    [TestCase("/api/nothing", TestName = "what is not there")]
    public async Task Request_NoCookie_IsRefused(string path)
    {
        using var stranger = new HttpClient();
        using var answer = await stranger.GetAsync(new Uri(Address + path));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("")]
    [TestCase("0000")]
    [TestCase(null)]
    public async Task Session_WrongToken_IsRefused(string? token)
    {
        token ??= _server.Token + "0";
        using var answer = await SendAsync(HttpMethod.Post, "/api/session", token);
        Assert.That((answer.StatusCode, answer.Headers.Contains("Set-Cookie")), Is.EqualTo((HttpStatusCode.Unauthorized, false)));
    }

    [Test, CancelAfter(300_000)]
    public async Task Session_Cookie_IsOutOfReachOfScriptsAndOtherSites()
    {
        using var session = await SendAsync(HttpMethod.Post, "/api/session", _server.Token);
        var cookie = session.Headers.GetValues("Set-Cookie").Single();
        Assert.That(cookie, Does.Contain("httponly").And.Contain("samesite=strict").And.Not.Contain(_server.Token));
    }

    [TestCase("http://evil.example")]
    [TestCase("null")]
    [TestCase("http://127.0.0.1:1")]
    [TestCase(null, TestName = "no origin")]
    public async Task Change_ForeignOrigin_IsRefused(string? origin)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/change", "{}", origin);
        Assert.That((answer.StatusCode, _changes), Is.EqualTo((HttpStatusCode.Forbidden, 0)));
    }

    [TestCase("http://evil.example")]
    [TestCase("null")]
    public async Task Read_ForeignOrigin_IsRefused(string origin)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/api/read", null, origin);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("cross-site")]
    [TestCase("same-site")]
    public async Task Read_ByAnotherSite_IsRefused(string site)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/api/read", null, null, request => request.Headers.Add("Sec-Fetch-Site", site));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("evil.example")]
    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.1:1")]
    [TestCase("127.0.0.1.evil.example")]
    public async Task Request_ForeignHost_IsRefused(string host)
    {
        using var read = await SendAsync(HttpMethod.Get, "/api/read", null, null, request => request.Headers.Host = host);
        using var change = await SendAsync(HttpMethod.Post, "/api/change", "{}", $"http://{host}", request => request.Headers.Host = host);
        Assert.That((read.StatusCode, change.StatusCode, _changes), Is.EqualTo((HttpStatusCode.MisdirectedRequest, HttpStatusCode.MisdirectedRequest, 0)));
    }

    [TestCase("/../etc/passwd")]
    [TestCase("/api/../../etc/passwd")]
    [TestCase("/%2e%2e/%2e%2e/etc/passwd")]
    [TestCase("/..%2f..%2fetc/passwd")]
    [TestCase("/api%2fread")]
    [TestCase("/..\\etc\\passwd")]
    [TestCase("/tag.js%00.png")]
    public async Task Request_PathThatLeadsOut_IsRefused(string target) => Assert.That(await SendRawAsync(target), Is.EqualTo(400));

    [TestCase("/etc/passwd")]
    [TestCase("/pages/tag.js")]
    [TestCase("/tag.html")]
    [TestCase("//tag.js")]
    public async Task Request_FileByItsPath_IsNotServed(string target) => Assert.That(await SendRawAsync(target), Is.EqualTo(401));

    [TestCase("own", true, HttpStatusCode.SwitchingProtocols)]
    [TestCase("own", false, HttpStatusCode.Unauthorized)]
    [TestCase("http://evil.example", true, HttpStatusCode.Forbidden)]
    [TestCase(null, true, HttpStatusCode.Forbidden)]
    public async Task Socket_OfWhom_IsLetInOnlyFromThePage(string? origin, bool withCookie, HttpStatusCode expected)
    {
        using var session = await SendAsync(HttpMethod.Post, "/api/session", _server.Token);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin == "own" ? Address : origin);
        if (withCookie) socket.Options.SetRequestHeader("Cookie", session.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{Host}/api/socket"), default);
        }
        catch (WebSocketException)
        {
            // Refused: the status says why.
        }

        Assert.That(socket.HttpStatusCode, Is.EqualTo(expected));
    }

    [Test, CancelAfter(300_000)]
    public async Task Change_BodyOfTenMegabytes_IsRefused()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/change", new string('x', 10_000_000), "", request => request.Headers.ExpectContinue = true);
        Assert.That((answer.StatusCode, _changes), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, 0)));
    }

    [Test, CancelAfter(300_000)]
    public async Task Change_BodyOfUnknownLength_IsRefusedWhenItGetsTooLong()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/change") { Content = new StreamContent(new MemoryStream(new byte[10_000_000])) };
        request.Headers.Add("Origin", Address);
        request.Headers.TransferEncodingChunked = true;
        HttpStatusCode? status = null;
        try
        {
            using var answer = await _client.SendAsync(request);
            status = answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The server may hang up before all was sent.
        }

        Assert.That((status is null or HttpStatusCode.RequestEntityTooLarge, _changes), Is.EqualTo((true, 0)), $"{status}");
    }

    [Test, CancelAfter(300_000)]
    public async Task Endpoint_DiskFull_TellsThePage()
    {
        using var answer = await _client.GetAsync("/api/full");
        Assert.That(((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((507, """{"message":"no space left on the disk"}""")));
    }

    /// <summary>A flood of connections is let in slowly, and none of them is refused.</summary>
    [Test, CancelAfter(300_000)]
    public async Task Server_ManyNewConnections_LetsInAHundredASecond()
    {
        const int Count = 250;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Count; i++)
        {
            using var answer = await SendAsync(HttpMethod.Get, "/api/read", with: request => request.Headers.ConnectionClose = true);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(1)), $"a hundred at once, and {Count - 100} at a hundred a second");
    }

    [Test, CancelAfter(300_000)]
    public async Task Server_OtherAddressesOfTheMachine_DoNotAnswer()
    {
        var own = (await Dns.GetHostAddressesAsync(Dns.GetHostName())).FirstOrDefault(address =>
            address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        if (own is null) Assert.Ignore("This machine has no other address.");
        using var client = new TcpClient();
        Assert.That(() => client.ConnectAsync(own!, _server.Port), Throws.InstanceOf<SocketException>());
    }

    [TestCase("127.0.0.1", HttpStatusCode.Unauthorized)]
    [TestCase("192.168.0.7", HttpStatusCode.Unauthorized)]
    [TestCase("[::1]", HttpStatusCode.Unauthorized)]
    [TestCase("own", HttpStatusCode.Unauthorized)]
    [TestCase("evil.example", HttpStatusCode.MisdirectedRequest)]
    [TestCase("192.168.0.7.evil.example", HttpStatusCode.MisdirectedRequest)]
    public async Task Server_ListeningToOthers_AnswersToFiguresAndItsNameAlone(string host, HttpStatusCode expected)
    {
        await using var open = await PageServer.StartAsync(["tag"], 0, Map, TimeProvider.System, listen: IPAddress.Any);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{open.Port}/api/read");
        request.Headers.Host = $"{(host == "own" ? Dns.GetHostName() : host)}:{open.Port}";
        using var answer = await _client.SendAsync(request); // its cookie is that of another server
        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test, CancelAfter(300_000)]
    public async Task Viewers_NotServed_HaveNoPath()
    {
        using var answer = await _client.GetAsync(new Uri(_server.ViewAddress.Replace("ws:", "http:", StringComparison.Ordinal)));
        using var socket = new ClientWebSocket();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(() => socket.ConnectAsync(new(_server.ViewAddress), default), Throws.InstanceOf<WebSocketException>());
    }

    [Test, CancelAfter(300_000)]
    public void Start_PortInUse_SaysWhichOption() => Assert.That(() => PageServer.StartAsync(["tag"], _server.Port, Map, TimeProvider.System),
        Throws.InstanceOf<OptionException>().With.Message.StartsWith("--port:"));
}
