using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Imaging;
using RobotVision.Tagging.Choosing;
using RobotVision.Tagging.Following;
using RobotVision.Tagging.Session;
using RobotVision.Tagging.Storage;

namespace RobotVision.Tools.Tag;

/// <summary>What the page of <c>robotvision tag</c> asks the program: frames, images, changes. Frames are named by number alone.</summary>
/// <param name="session">The tagging.</param>
/// <param name="teaches">Whether models are trained beside.</param>
/// <param name="stop">Ends the streams of changes.</param>
sealed class TagEndpoints(TagSession session, bool teaches, CancellationToken stop)
{
    const int MostFollowed = 1000; // frames of one request

    const double LongestWork = 600; // seconds of work at one change; a page cannot make the sum meaningless

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100); // between two messages of changes

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    readonly TrackFollowing _following = new(session);
    readonly string _version = session.Set.Version;

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/set", GetSet);
        api.MapGet("/frames/{index:int}", context => Answer(context, GetFrame(context)));
        api.MapGet("/frames/{index:int}/image", GetImage);
        api.MapPut("/frames/{index:int}", Save);
        api.MapPost("/undo", context => Step(context, session.ToUndo, session.Undo));
        api.MapPost("/redo", context => Step(context, session.ToRedo, session.Redo));
        api.MapPost("/follow", Follow);
        api.MapPost("/range", Repeat);
        api.MapPost("/confirm", Confirm);
        api.MapPost("/teach", Choose);
        api.MapGet("/changes", StreamChanges);
    }

    Task GetSet(HttpContext context)
    {
        var set = session.Set;
        return Answer(context, new
        {
            Version = _version,
            Teaches = teaches,
            Title = Path.GetFileName(set.Folder),
            Classes = set.Classes.Select(known => ClassMessage.Of(known, set)),
            Names = set.Frames.Select(frame => frame.Name),
            Recordings = set.Frames.Select(frame => frame.Recording),
        });
    }

    FrameMessage GetFrame(HttpContext context)
    {
        var index = IndexOf(context);
        session.Looks.Want(index);
        return FrameMessage.Of(session.Read(index), session.Looks.Find(index));
    }

    async Task GetImage(HttpContext context)
    {
        var frame = session.Set.Frames[IndexOf(context)];
        frame.CheckImage();
        var type = Path.GetExtension(frame.Image).ToLowerInvariant() switch
        {
            ".png" => "image/png",
            ".jpg" or ".jpeg" => "image/jpeg",
            ".webp" => "image/webp",
            ".bmp" => "image/bmp",
            _ => null,
        };
        // What browsers do not show is turned into PNG.
        var bytes = type is not null
            ? await File.ReadAllBytesAsync(frame.Image, context.RequestAborted).ConfigureAwait(false)
            : ImageFile.Encode(".png", ImageFile.Read(frame.Image).View);
        context.Response.ContentType = type ?? "image/png";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    async Task Save(HttpContext context)
    {
        var index = IndexOf(context);
        var change = await ReadAsync<SaveMessage>(context).ConfigureAwait(false);
        if (change.Objects?.Contains(null!) != false || change.Version is null || change.Why is null)
            throw new InvalidDataException("Frame: expected 'objects' as a list of objects, 'version' and 'why' as texts, found null.");
        // A page that waited for a program that was started again numbers frames and classes as the one before did.
        if ((change.Set ?? _version) != _version) throw new EnvironmentException("The data set has other frames or classes now; load this page anew.");
        await RunAsync(context, () => FrameMessage.Of(
            session.Save(index, change.Version, [.. change.Objects.Select(tagged => tagged.ToObject())], change.Status, Shortened(change.Why),
                Math.Clamp(change.Seconds, 0, LongestWork)),
            session.Looks.Find(index))).ConfigureAwait(false);
    }

    static Task Step(HttpContext context, string? what, Func<IReadOnlyList<int>> step) => RunAsync(context, () => new { Frames = step(), What = what });

    async Task Follow(HttpContext context)
    {
        var wanted = await ReadAsync<FollowMessage>(context).ConfigureAwait(false);
        await RunAsync(context, () => _following.Follow(
            Checked(wanted.Frame), wanted.Object, Math.Clamp(wanted.Count, 1, MostFollowed), wanted.Joined, context.RequestAborted)).ConfigureAwait(false);
    }

    async Task Repeat(HttpContext context)
    {
        var wanted = await ReadAsync<RangeMessage>(context).ConfigureAwait(false);
        await RunAsync(context, () => _following.Repeat(Checked(wanted.Frame), wanted.Object, wanted.End)).ConfigureAwait(false);
    }

    async Task Confirm(HttpContext context)
    {
        var wanted = await ReadAsync<ConfirmMessage>(context).ConfigureAwait(false);
        await RunAsync(context, () => _following.Confirm(Checked(wanted.Frame))).ConfigureAwait(false);
    }

    async Task Choose(HttpContext context)
    {
        var wanted = await ReadAsync<ChooseMessage>(context).ConfigureAwait(false);
        var (frames, message) = FrameChoice.Choose(session, Math.Clamp(wanted.Count, 1, 1000));
        await Answer(context, new { frames, message }).ConfigureAwait(false);
    }

    /// <summary>Streams what changes (server-sent events), at most ten times a second; each message holds all since the last one.</summary>
    async Task StreamChanges(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stop);
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Signal() => signal.Writer.TryWrite(true);
        session.Changed += Signal;
        try
        {
            context.Response.ContentType = "text/event-stream";
            var revision = 0L;
            while (true)
            {
                var (now, rows) = session.Rows(revision);
                revision = now;
                var text = JsonSerializer.Serialize(
                    new
                    {
                        Set = _version,
                        Rows = rows.Select(PackRow),
                        Progress = session.Progress(),
                        session.ToUndo,
                        session.ToRedo,
                        Model = session.Looks.SourceName,
                    }, Json);
                await context.Response.WriteAsync($"data: {text}\n\n", ending.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(ending.Token).ConfigureAwait(false);
                await Task.Delay(Pause, ending.Token).ConfigureAwait(false);
                await signal.Reader.ReadAsync(ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the program ends.
        }
        finally
        {
            session.Changed -= Signal;
        }
    }

    /// <summary>A row as few numbers: index, status, doubt in %, disagreements, guesses, problem, then class number and count of each class.</summary>
    static int[] PackRow(FrameRow row) =>
        [row.Index, (int)row.Status, (int)(100 * row.Doubt), row.Disagreements, row.Guesses, row.HasProblem ? 1 : 0, .. row.Objects];

    int IndexOf(HttpContext context) =>
        Checked(int.Parse((string)context.GetRouteValue("index")!, System.Globalization.CultureInfo.InvariantCulture));

    int Checked(int index)
    {
        return index >= 0 && index < session.Set.Frames.Count
            ? index
            : throw new InvalidDataException($"Frame: expected 0..{session.Set.Frames.Count - 1}, found {index}.");
    }

    static string Shortened(string why) => why.Length <= 80 ? why : why[..80];

    /// <summary>Runs a change; a conflict is told as one, and whether the disk is to blame as well.</summary>
    static async Task RunAsync(HttpContext context, Func<object> change)
    {
        try
        {
            await Answer(context, change()).ConfigureAwait(false);
        }
        catch (FrameConflictException exception)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await Answer(context, new { exception.Message }).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what the page sent.</summary>
    static async Task<T> ReadAsync<T>(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<T>(Json, context.RequestAborted).ConfigureAwait(false)
                ?? throw new InvalidDataException("Expected a change, found nothing.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Expected a change as this page sends it, found other JSON: {exception.Message}", exception);
        }
    }

    static Task Answer(HttpContext context, object answer) => context.Response.WriteAsJsonAsync(answer, answer.GetType(), Json, context.RequestAborted);
}
