using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RobotVision.Capture;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;

namespace RobotVision.Tools.Replay;

/// <summary>
/// Finds for the live page the next frame of a recording in which the model that runs, with its present thresholds and close-ups, and another model or the
/// labels differ. It reads the recording a second time, while somebody searches. One search at a time.
/// </summary>
/// <param name="open">Opens the recording once more.</param>
/// <param name="pipeline">Runs the model; borrowed.</param>
/// <param name="other">The other side; owned.</param>
/// <param name="name">Its name, for people.</param>
sealed class DisagreementFinder(Func<IFrameSource> open, VisionPipeline pipeline, IOtherSide other, string name) : ILiveExtra, IDisposable
{
    /// <summary>One request looks at frames for so long, and the page asks again: it shows how far the search has come, and can end it.</summary>
    static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(0.5);

    readonly SemaphoreSlim _searching = new(1);
    readonly Frame _frame = new FramePool(1).Rent(CancellationToken.None);
    IFrameSource? _source;
    ModelRunner? _runner;
    ImageDetector _detector = null!;
    int _closeUps;
    long _next;

    /// <inheritdoc/>
    public string Name => "disagreements";

    /// <inheritdoc/>
    public string Target => name;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api) => api.MapPost("/live/disagreements/{from:long}", SearchAsync);

    /// <inheritdoc/>
    public void Dispose()
    {
        _searching.Wait(); // a search ends after half a second
        _source?.Dispose();
        _runner?.Dispose();
        _frame.Dispose();
        other.Dispose();
        _searching.Dispose();
    }

    async Task SearchAsync(HttpContext context)
    {
        var from = long.Parse((string)context.GetRouteValue("from")!, CultureInfo.InvariantCulture);
        if (from < 0) throw new InvalidDataException($"Frame: expected one from 0 on, found {from}.");
        await _searching.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            SearchAnswer? answer = null;
            await LowPriority.RunAwaited(() => answer = Search(from, context.RequestAborted), "disagreements").ConfigureAwait(false);
            await context.Response.WriteAsJsonAsync(answer, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            _searching.Release();
        }
    }

    SearchAnswer Search(long from, CancellationToken stop)
    {
        _source ??= open();
        if (from >= _source.FrameCount) return new(from - 1, IsAtEnd: true, []);
        if (from != _next) _source.Seek(_next = from);
        TakeModel();
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < RequestTime && !stop.IsCancellationRequested)
        {
            var outcome = _source!.Read(_frame);
            if (outcome == ReadOutcome.End) return new(_next - 1, IsAtEnd: true, []);
            _frame.Number = _next++;
            if (outcome != ReadOutcome.Frame) continue;
            var thresholds = pipeline.Thresholds.For(_closeUps);
            var found = _detector.Detect(_frame, thresholds).Detections.Span.ToArray();
            if (other.Compare(_frame, found, _runner!.Model.Contract.Classes, thresholds, _closeUps) is { Count: > 0 } differences)
                return new(_frame.Number, IsAtEnd: false, [.. differences.Select(one => new DifferenceMessage(
                    one.Class, [one.Box.X1, one.Box.Y1, one.Box.X2, one.Box.Y2], one.IsOwn))]);
        }

        return new(_next - 1, IsAtEnd: false, []);
    }

    /// <summary>Takes what runs now.</summary>
    void TakeModel()
    {
        if (_runner?.Model == pipeline.Model && _closeUps == pipeline.CloseUps) return;
        _runner?.Dispose();
        _runner = pipeline.Model.CreateRunner();
        _closeUps = pipeline.CloseUps;
        _detector = new(_runner, _closeUps);
    }

    /// <param name="Frame">The frame that was looked at last: the one that differs, where there are differences.</param>
    /// <param name="IsAtEnd">Whether the recording has ended.</param>
    /// <param name="Differences">What differs; empty where nothing was found yet.</param>
    sealed record SearchAnswer(long Frame, bool IsAtEnd, IReadOnlyList<DifferenceMessage> Differences);

    /// <param name="Class">The class's name.</param>
    /// <param name="Box">x1, y1, x2, y2 in pixels.</param>
    /// <param name="IsOwn">Whether the model that runs finds it.</param>
    sealed record DifferenceMessage(string Class, IReadOnlyList<float> Box, bool IsOwn);
}
