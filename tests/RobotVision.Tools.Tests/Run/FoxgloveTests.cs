using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using RobotVision.Imaging;
using RobotVision.Testing;
using RobotVision.Wire.Foxglove;

namespace RobotVision.Tools.Tests.Run;

/// <summary>What Foxglove viewers of <c>run --foxglove</c> get, and what bad ones can do.</summary>
[CancelAfter(600_000)]
[NonParallelizable] // the tests share one program, whose viewers are counted
public partial class FoxgloveTests
{
    const int Side = 96;

    const string Calibration = """
        %YAML:1.0
        ---
        image_width: 96
        image_height: 96
        camera_matrix: !!opencv-matrix
          rows: 3
          cols: 3
          dt: d
          data: [60., 0., 47.5, 0., 60., 47.5, 0., 0., 1.]
        distortion_coefficients: !!opencv-matrix
          rows: 5
          cols: 1
          dt: d
          data: [0., 0., 0., 0., 0.]
        """;

    readonly List<ClientWebSocket> _sockets = [];
    TemporaryFolder _folder = null!;
    CommandLine _program = null!;
    string _address = "";

    [GeneratedRegex(@"(?<=foxglove  )ws://\S+")]
    private static partial Regex Printed();

    [OneTimeSetUp]
    public void Start()
    {
        _folder = new();
        File.WriteAllText(_folder["camera.yaml"], Calibration);
        _program = CommandLine.Start(null, "run", "--camera", TestVideo.WriteLong(_folder["clip.mp4"], width: Side, height: Side), "--model", Workplace.Model,
            "--foxglove", "--calibration", _folder["camera.yaml"], "--pose", "0.6,40,0", "--threshold", "ball=0.0001", "--jsonl", _folder["live.jsonl"]);
        Assert.That(() => _address = Printed().Match(_program.Errors).Value, Is.Not.Empty.After(180_000, 50), _program.Errors);
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

    async Task<ClientWebSocket> ConnectAsync(string? origin = null, string protocol = "foxglove.sdk.v1", string? address = null)
    {
        var socket = new ClientWebSocket();
        _sockets.Add(socket);
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.AddSubProtocol(protocol);
        socket.Options.CollectHttpResponseDetails = true;
        await socket.ConnectAsync(new(address ?? _address), default);
        return socket;
    }

    static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    /// <summary>The next text message; null once the other side has closed.</summary>
    static async Task<string?> ReadAsync(ClientWebSocket socket)
    {
        var (message, buffer) = (new MemoryStream(), new byte[1 << 16]);
        try
        {
            while (await socket.ReceiveAsync(buffer, default) is { MessageType: not WebSocketMessageType.Close } part)
            {
                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage) return Encoding.UTF8.GetString(message.ToArray());
            }
        }
        catch (WebSocketException)
        {
            // Closed without a word.
        }

        return null;
    }

    int Published() => File.Exists(_folder["live.jsonl"])
        ? File.ReadAllText(_folder["live.jsonl"]).Split("robotvision.frame/1").Length - 1
        : 0;

    /// <summary>Runs the published client of the protocol against the program.</summary>
    async Task<JsonElement> ViewAsync(string protocol, CancellationToken stop)
    {
        if (!Directory.Exists(Path.Combine(Repository.Root, "node_modules", "@foxglove")))
            Assert.Ignore("tools/setup.sh has not fetched @foxglove/ws-protocol.");
        var script = Path.Combine(Repository.Root, "tests", "RobotVision.Tools.Tests", "Run", "foxglove.cjs");
        using var node = Process.Start(
            new ProcessStartInfo("node", [script, _address, protocol]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(stop), node.StandardError.ReadToEndAsync(stop));
        await node.WaitForExitAsync(stop);
        Assert.That(node.ExitCode, Is.Zero, await errors);
        return JsonDocument.Parse(await output).RootElement;
    }

    static byte[][] Messages(JsonElement got, string topic) =>
        [.. got.GetProperty("messages").GetProperty(topic).EnumerateArray().Select(message => message.GetProperty("data").GetBytesFromBase64())];

    [TestCase("foxglove.sdk.v1")]
    [TestCase("foxglove.websocket.v1")]
    public async Task PublishedClient_EveryChannel_GetsFramesWithTheirResultsAndStates(string protocol, CancellationToken cancellationToken)
    {
        var got = await ViewAsync(protocol, cancellationToken);
        Assert.That((got.GetProperty("protocol").GetString(), got.GetProperty("name").GetString()), Is.EqualTo((protocol, "RobotVision")));
        foreach (var channel in got.GetProperty("channels").EnumerateArray().Where(channel => channel.GetProperty("encoding").GetString() == "protobuf"))
        {
            var files = FileDescriptorSet.Parser.ParseFrom(channel.GetProperty("schema").GetBytesFromBase64());
            Assert.That(files.File.SelectMany(file => file.MessageType.Select(message => $"{file.Package}.{message.Name}")),
                Does.Contain(channel.GetProperty("schemaName").GetString()));
        }

        // Pictures, annotations and results of one frame have one time, so that the viewer puts them together.
        static DateTimeOffset TimeOf(JsonElement results) => results.GetProperty("captured_at").GetDateTimeOffset();
        static bool AreEqual(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() < TimeSpan.FromMicroseconds(2); // JSON has so many digits
        var (picture, drawn, results) = (
            from one in Messages(got, "/camera").Select(CompressedImage.Parser.ParseFrom)
            from other in Messages(got, "/annotations").Select(ImageAnnotations.Parser.ParseFrom)
            where other.Points.Count > 0 && Equals(other.Points[0].Timestamp, one.Timestamp)
            from found in Messages(got, "/detections").Select(bytes => JsonDocument.Parse(bytes).RootElement)
            where AreEqual(TimeOf(found), one.Timestamp.ToDateTimeOffset())
            select (one, other, found)).First();
        var image = ImageFile.Read(_folder.Write("picture.jpg", picture.Data.ToByteArray()));
        var scene = SceneUpdate.Parser.ParseFrom(Messages(got, "/scene")[0]).Entities.Single();
        var diagnostics = DiagnosticArray.Parser.ParseFrom(Messages(got, "/diagnostics")[0]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((image.Width, image.Height, picture.Format), Is.EqualTo((Side, Side, "jpeg")));
            Assert.That(JsonSchema.Load("robotvision.frame.schema.json").Validate(results.GetRawText()), Is.Empty);
            Assert.That(JsonSchema.Load("robotvision.state.schema.json").Validate(Encoding.UTF8.GetString(Messages(got, "/state")[0])), Is.Empty);
            Assert.That(drawn.Points, Has.Count.EqualTo(results.GetProperty("detections").GetArrayLength()));
            Assert.That(drawn.Texts[0].Text, Does.StartWith(results.GetProperty("detections")[0].GetProperty("class").GetString()!));
            Assert.That(drawn.Points[0].Points[0].X,
                Is.EqualTo(results.GetProperty("detections")[0].GetProperty("box")[0].GetDouble()).Within(0.06));
            Assert.That(scene.FrameId, Is.EqualTo("robot"));
            Assert.That(scene.Lines, Has.Count.EqualTo(scene.Spheres.Count + scene.Cylinders.Count).And.Count.Positive, "an ellipse each");
            Assert.That(diagnostics.Status.Select(status => (status.Name, status.Level)), Does.Contain(("camera", 0u)));
            Assert.That(Log.Parser.ParseFrom(Messages(got, "/log")[0]).Message, Is.Not.Empty);
        }
    }

    [Test]
    public async Task Viewers_ThatNeverReadOrSendGarbage_DoNotStopTheRobotFromSeeing()
    {
        // Let in once those of another test are gone.
        bool IsLetIn() => ConnectAsync().ContinueWith(task => task.IsCompletedSuccessfully, TaskScheduler.Default).Result;
        for (var i = 0; i < Onboard.Live.LiveFeed.MostViewers; i++) Assert.That(IsLetIn, Is.True.After(180_000, 100));
        _sockets.RemoveAll(socket => socket.State != WebSocketState.Open);
        foreach (var socket in _sockets)
            await SendAsync(socket, """{"op":"subscribe","subscriptions":[{"id":1,"channelId":0},{"id":2,"channelId":3}]}"""); // and reads nothing
        Assert.That(() => ConnectAsync(), Throws.InstanceOf<WebSocketException>());
        Assert.That(_sockets[^1].HttpStatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        var before = Published();
        Assert.That(() => Published(), Is.GreaterThan(before + 30).After(180_000, 100));

        var talker = _sockets[0];
        await SendAsync(talker, """{"op":"unsubscribe","subscriptionIds":[1,2]}""");
        foreach (var bad in new[] { "garbage", "[]", """{"op":"subscribe","subscriptions":[{"id":3,"channelId":99}]}""" })
        {
            await SendAsync(talker, bad);
            string? answer;
            do answer = await ReadAsync(talker);
            while (answer is not null && !answer.Contains("\"status\"", StringComparison.Ordinal));
            Assert.That(answer, Does.Contain("expected"), bad);
        }

        await SendAsync(talker, new string(' ', 100_000));
        while (await ReadAsync(talker) is not null)
        {
            // What was on its way before it was sent away.
        }

        Assert.That(IsLetIn, Is.True.After(180_000, 200), "its place is free again");
    }

    [TestCase("http://evil.example", "", "foxglove.sdk.v1", HttpStatusCode.Forbidden)]
    [TestCase("null", "", "foxglove.sdk.v1", HttpStatusCode.Forbidden)]
    [TestCase(null, "0", "foxglove.sdk.v1", HttpStatusCode.Unauthorized)]
    [TestCase(null, "", "other", HttpStatusCode.BadRequest)]
    [TestCase(null, "", "foxglove.sdk.v1", HttpStatusCode.SwitchingProtocols)]
    [TestCase("https://app.foxglove.dev", "", "foxglove.sdk.v1", HttpStatusCode.SwitchingProtocols)]
    [TestCase("http://localhost:8080", "", "foxglove.sdk.v1", HttpStatusCode.SwitchingProtocols)]
    public async Task Viewer_OfWhom_IsLetInOnlyWithTheAddress(string? origin, string more, string protocol, HttpStatusCode expected)
    {
        try
        {
            await ConnectAsync(origin, protocol, _address + more);
        }
        catch (WebSocketException)
        {
            // Refused: the status says why.
        }

        Assert.That(_sockets[^1].HttpStatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Address_ForViewers_OpensNothingElse()
    {
        using var client = new HttpClient();
        var server = $"http://{new Uri(_address).Authority}";
        client.DefaultRequestHeaders.Add("Origin", server);
        using var session = await client.PostAsync(new Uri($"{server}/api/session"), new StringContent(_address[(_address.LastIndexOf('/') + 1)..]));
        using var ordinary = await client.GetAsync(new Uri(_address.Replace("ws:", "http:", StringComparison.Ordinal)));
        Assert.That((session.StatusCode, ordinary.StatusCode), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)));
    }
}
