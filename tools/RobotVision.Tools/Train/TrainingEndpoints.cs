using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Detections;
using RobotVision.Training.Monitoring;
using RobotVision.Training.Runs;

namespace RobotVision.Tools.Train;

/// <summary>What the training page asks the program: the run that goes on, and others to compare it with. Runs are named by number alone.</summary>
/// <param name="current">The run that goes on, or the last one; null before the first.</param>
/// <param name="runs">The runs to compare.</param>
/// <param name="stop">Ends the streams, after their last message.</param>
sealed class TrainingEndpoints(Func<RunMonitor?> current, RunFolder runs, CancellationToken stop)
{
    /// <summary>Pages that may watch at the same time.</summary>
    const int MostWatchers = 16;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400); // between two messages

    static readonly TimeSpan LookPause = TimeSpan.FromSeconds(30); // between two looks at the images while somebody watches

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    int _watchers;
    long _lastLook;

    /// <summary>Maps the endpoints.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/training/changes", Stream);
        api.MapPost("/training/end", context => Do(context, monitor => monitor.EndEarly()));
        api.MapPost("/training/look", context => Do(context, monitor => monitor.LookAtSamples()));
        api.MapGet("/training/samples", context => Answer(context, Required().Samples is { } set ? Message(set) : new object()));
        api.MapGet("/training/samples/{look:int}/{index:int}", GetImage);
        api.MapGet("/runs", GetRuns);
        api.MapGet("/runs/{number:int}", context => Answer(context, runs.Curve(Number(context, "number")).Select(Message)));
    }

    Task GetRuns(HttpContext context)
    {
        var (all, name) = (runs.List(), current() is { } run ? runs.NameOf(run.Files) : null);
        return Answer(context, new { Runs = all, Current = all.FirstOrDefault(one => one.Name == name)?.Number });
    }

    /// <summary>Streams what changes (server-sent events); the first message has all so far.</summary>
    async Task Stream(HttpContext context)
    {
        if (Interlocked.Increment(ref _watchers) > MostWatchers)
        {
            Interlocked.Decrement(ref _watchers);
            throw new BadHttpRequestException($"Expected at most {MostWatchers} windows of this page, found more.", StatusCodes.Status429TooManyRequests);
        }

        context.Response.ContentType = "text/event-stream";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stop);
        (RunMonitor? Run, int Generation, int Count) known = (null, 0, 0);
        try
        {
            for (var isLast = false; !isLast;)
            {
                isLast = stop.IsCancellationRequested;
                if (current() is { } run)
                {
                    known = await SendAsync(context, run, known).ConfigureAwait(false);
                    LookFromTimeToTime(run);
                }

                await Task.Delay(Pause, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                context.RequestAborted.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    async Task<(RunMonitor Run, int Generation, int Count)> SendAsync(
        HttpContext context, RunMonitor run, (RunMonitor? Run, int Generation, int Count) known)
    {
        var (generation, from, points) = run.Curve(known.Run == run ? (known.Generation, known.Count) : (-1, 0));
        var text = JsonSerializer.Serialize(
            new { Name = runs.NameOf(run.Files), run.State, From = from, Points = points.Select(Message), Look = run.Samples?.Number ?? 0 }, Json);
        await context.Response.WriteAsync($"data: {text}\n\n", context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        return (run, generation, from + points.Count);
    }

    /// <summary>While somebody watches, also a training that measures nothing in between shows what it has learned.</summary>
    void LookFromTimeToTime(RunMonitor run)
    {
        var last = Interlocked.Read(ref _lastLook);
        if (run.Samples is not null && TimeProvider.System.GetElapsedTime(last) < LookPause) return;
        if (Interlocked.CompareExchange(ref _lastLook, TimeProvider.System.GetTimestamp(), last) == last) run.LookAtSamples();
    }

    async Task GetImage(HttpContext context)
    {
        var (look, index) = (Number(context, "look"), Number(context, "index"));
        if (Required().Samples is not { } set || set.Number != look || index < 0 || index >= set.Samples.Count)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await Answer(context, new { Message = "This look is over; there is a newer one." }).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "image/jpeg";
        await context.Response.Body.WriteAsync(set.Samples[index].Jpeg, context.RequestAborted).ConfigureAwait(false);
    }

    Task Do(HttpContext context, Action<RunMonitor> action)
    {
        action(Required());
        return Answer(context, Required().State);
    }

    RunMonitor Required() => current() ?? throw new InvalidDataException("Expected a training, found none: it has not begun yet.");

    /// <summary>A point with short names, losses as sums and parts.</summary>
    static object Message(CurvePoint point)
    {
        var entry = point.Entry;
        return new
        {
            W = point.Work == TrainingProgress.OfTheModel ? null : point.Work,
            S = entry.Step,
            T = entry.ElapsedSeconds,
            L = entry.Losses,
            Lr = entry.LearningRate,
            V = entry.ImagesPerSecond,
            Train = entry.Training,
            Val = entry.Validation,
            Ap = entry.AveragePrecision,
        };
    }

    static object Message(SampleSet set) => new
    {
        set.Number,
        set.Step,
        set.Work,
        set.AreTrainedOn,
        set.Problem,
        Classes = set.Classes.All,
        Samples = set.Samples.Select(sample => new
        {
            sample.Name,
            sample.Width,
            sample.Height,
            Labels = sample.Labels.Select(label => new { C = (int)label.Class, Box = Corners(label.Box), label.Ignore }),
            Found = sample.Found.Select(found => new { C = (int)found.Class, P = MathF.Round(found.Confidence, 3), Box = Corners(found.Box) }),
            Presence = sample.Presence?.Select(value => MathF.Round(value, 3)),
        }),
    };

    static float[] Corners(Box box) => [MathF.Round(box.X1, 1), MathF.Round(box.Y1, 1), MathF.Round(box.X2, 1), MathF.Round(box.Y2, 1)];

    static int Number(HttpContext context, string name) => int.Parse((string)context.GetRouteValue(name)!, CultureInfo.InvariantCulture);

    static Task Answer(HttpContext context, object answer) => context.Response.WriteAsJsonAsync(answer, answer.GetType(), Json, context.RequestAborted);
}
