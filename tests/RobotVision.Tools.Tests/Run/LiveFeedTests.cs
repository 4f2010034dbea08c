using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Run;

/// <summary>What viewers of <c>run --web</c> get over the wire, and what bad ones can do.</summary>
[CancelAfter(600_000)]
[NonParallelizable] // the tests share one program, whose viewers are counted
public class LiveFeedTests
{
    static readonly JsonSchema Live = JsonSchema.Load("robotvision.live.schema.json");
    static readonly JsonSchema State = JsonSchema.Load("robotvision.state.schema.json");
    static readonly JsonSchema Frame = JsonSchema.Load("robotvision.frame.schema.json");

    readonly List<ClientWebSocket> _sockets = [];
    TemporaryFolder _folder = null!;
    CommandLine _program = null!;
    CookieContainer _cookies = null!;
    Uri _address = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _folder = new();
        _program = CommandLine.Start(null, "run", "--camera", TestVideo.WriteLong(_folder["clip.mp4"]), "--model", Workplace.Model, "--web",
            "--jsonl", _folder["live.jsonl"]);
        var address = (await _program.WaitForAddressAsync()).Split("/#");
        (_address, _cookies) = (new(address[0]), new());
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = _cookies });
        client.DefaultRequestHeaders.Add("Origin", address[0]);
        using var answer = await client.PostAsync(new Uri(_address, "/api/session"), new StringContent(address[1]));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [OneTimeTearDown]
    public void End()
    {
        _program?.Dispose();
        _folder?.Dispose();
    }

    [TearDown]
    public void Leave()
    {
        foreach (var socket in _sockets) socket.Dispose();
        _sockets.Clear();
    }

    /// <summary>Whether a viewer is let in; tried again, since those of another test may not be gone yet.</summary>
    bool IsLetIn() => ConnectAsync().ContinueWith(task => task.IsCompletedSuccessfully, TaskScheduler.Default).Result;

    async Task<ClientWebSocket> ConnectAsync(string? origin = null, bool withCookie = true)
    {
        var socket = new ClientWebSocket();
        _sockets.Add(socket);
        socket.Options.SetRequestHeader("Origin", origin ?? _address.GetLeftPart(UriPartial.Authority));
        if (withCookie) socket.Options.Cookies = _cookies;
        socket.Options.CollectHttpResponseDetails = true;
        await socket.ConnectAsync(new UriBuilder(_address) { Scheme = "ws", Path = "/api/live" }.Uri, default);
        return socket;
    }

    static async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, default);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return (part.MessageType, message.ToArray());
        }
    }

    static async Task UntilClosedAsync(ClientWebSocket socket)
    {
        try
        {
            while ((await ReceiveAsync(socket)).Type != WebSocketMessageType.Close)
            {
                // What was on its way.
            }
        }
        catch (WebSocketException)
        {
            // Closed without a word.
        }
    }

    int Published()
    {
        if (!File.Exists(_folder["live.jsonl"])) return 0;
        using var file = new StreamReader(new FileStream(_folder["live.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Split("robotvision.frame/1").Length - 1;
    }

    [Test]
    public async Task Viewer_Frames_AreAsTheSchemasSay()
    {
        var socket = await ConnectAsync();
        string? state = null;
        byte[]? frame = null;
        while (state is null || frame is null)
        {
            var (type, bytes) = await ReceiveAsync(socket);
            if (type == WebSocketMessageType.Text) state = Encoding.UTF8.GetString(bytes);
            else frame = bytes;
        }

        Assert.That(Live.Validate(state), Is.Empty);
        Assert.That(State.Validate(JsonDocument.Parse(state).RootElement.GetProperty("state").GetRawText()), Is.Empty);
        var length = BitConverter.ToInt32(frame);
        Assert.That(Frame.Validate(Encoding.UTF8.GetString(frame, 4, length)), Is.Empty);
        var picture = _folder.Write("frame.jpg", frame[(4 + length)..]);
        Assert.That((ImageFile.Read(picture).Width, ImageFile.Read(picture).Height), Is.EqualTo((TestVideo.Width, TestVideo.Height)));
    }

    [Test]
    public async Task Viewers_ThatNeverAnswerOrSendGarbage_DoNotStopTheRobotFromSeeing()
    {
        for (var i = 0; i < Onboard.Live.LiveFeed.MostViewers; i++) Assert.That(IsLetIn, Is.True.After(180_000, 100)); // none of them reads or answers
        _sockets.RemoveAll(socket => socket.State != WebSocketState.Open);
        Assert.That(() => ConnectAsync(), Throws.InstanceOf<WebSocketException>());
        Assert.That(_sockets[^1].HttpStatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = _cookies });
        using var why = await client.GetAsync(new Uri(_address, "/api/live")); // so a page asks
        Assert.That((why.StatusCode, await why.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.TooManyRequests,
            """{"message":"Expected at most 16 viewers at the same time, found more: close another window."}""")));
        var before = Published();
        Assert.That(() => Published(), Is.GreaterThan(before + 30).After(180_000, 100));
        Assert.That(_sockets[0].State, Is.EqualTo(WebSocketState.Open));

        await _sockets[0].SendAsync(new byte[100_000], WebSocketMessageType.Binary, true, default);
        await UntilClosedAsync(_sockets[0]); // whoever sends more than an answer is sent away
        Assert.That(IsLetIn, Is.True.After(180_000, 200), "its place is free again");
    }

    [Test]
    public async Task Microscope_WhatIsNotThere_IsRefused()
    {
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = _cookies });
        client.DefaultRequestHeaders.Add("Origin", _address.GetLeftPart(UriPartial.Authority));
        Uri At(string path) => new(_address, $"/api/live/microscope{path}");
        async Task<string> OpenAsync(byte[] picture) =>
            await (await client.PostAsync(At(""), new ByteArrayContent(picture))).Content.ReadAsStringAsync();
        async Task<string> GetAsync(string path) => await (await client.GetAsync(At(path))).Content.ReadAsStringAsync();
        var jpeg = ImageFile.EncodeJpeg(new BgrImage(64, 48).View, 85);
        var huge = jpeg.ToArray();
        huge.AsSpan(huge.AsSpan().IndexOf((byte[])[0xFF, 0xC0]) + 5, 4).Fill(0xFF); // 65,535 x 65,535 by its header
        var opened = JsonDocument.Parse(await OpenAsync(jpeg)).RootElement;
        var id = opened.GetProperty("id").GetInt64();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(opened.GetProperty("answer").GetProperty("features").GetArrayLength(), Is.EqualTo(8));
            Assert.That(await OpenAsync(huge), Does.Contain("found 65535 x 65535"));
            Assert.That(await OpenAsync([1, 2, 3]), Does.Contain("expected a JPEG"));
            Assert.That(await GetAsync($"/{id}/layers/999"), Does.Contain("layer: expected 0.."));
            Assert.That(await GetAsync($"/{id}/filters/999"), Does.Contain("layer: expected 0.."));
            Assert.That(await GetAsync($"/{id}/pixels/8/0"), Does.Contain("found class 8, value 0"));
            Assert.That(await GetAsync($"/{id}/covered?x=0&y=NaN&width=1&height=1"), Does.Contain("expected the number"));
            Assert.That(await GetAsync($"/{id + 1}/layers/0"), Does.Contain("open it again"));
        }
    }

    [Test]
    public void Viewer_OfAnotherSiteOrWithoutSession_IsRefused()
    {
        Assert.That(() => ConnectAsync("http://evil.example"), Throws.InstanceOf<WebSocketException>());
        Assert.That(_sockets[^1].HttpStatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(() => ConnectAsync(withCookie: false), Throws.InstanceOf<WebSocketException>());
        Assert.That(_sockets[^1].HttpStatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }
}
