using RobotVision.Calibration.Boards;
using RobotVision.Calibration.Lenses;
using RobotVision.Capture;
using RobotVision.Imaging;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Calibrate;

/// <summary>
/// Collects views of a board while somebody watches: looks at each frame as it comes, says what became of it, and calibrates the lens anew, beside, whenever
/// a view was kept. Any thread, but for <see cref="RunAsync"/>.
/// </summary>
/// <param name="source">The camera; borrowed.</param>
/// <param name="finder">Finds the board; borrowed.</param>
/// <param name="most">Views that are kept at most.</param>
/// <param name="options">The lens.</param>
sealed class LensSession(IFrameSource source, IBoardFinder finder, int most, IntrinsicsOptions options) : IDisposable
{
    /// <summary>Quality of the pictures on the page.</summary>
    const int JpegQuality = 80;

    readonly BoardCollector _collector = new(finder, most) { RefusesBlurred = true };
    readonly Frame _frame = new FramePool(1).Rent(CancellationToken.None);
    readonly NewestValue<LensFrame> _newest = new();
    readonly ManualResetEventSlim _watched = new();
    volatile IReadOnlyList<BoardView> _views = [];
    volatile LensResult? _result;
    volatile BgrImage? _sample;
    volatile Task _solving = Task.CompletedTask;

    /// <summary>The camera's name.</summary>
    public string Camera => source.Name;

    /// <summary>Views that are kept at most.</summary>
    public int Most => most;

    /// <summary>The source's own controls; null where it has none.</summary>
    public Controls.CameraControls? Controls => (source as LiveSource)?.Controls;

    /// <summary>The newest result; null before the first.</summary>
    public LensResult? Result => _result;

    /// <summary>The picture in which the board is largest; null before one was kept.</summary>
    public BgrImage? Sample => _sample;

    /// <summary>Waits for a frame that is newer than another one.</summary>
    /// <param name="after">The number of the other one, from 1; 0 for any.</param>
    /// <param name="stop">Ends the waiting.</param>
    public Task<(long Number, LensFrame Frame)> NextAsync(long after, CancellationToken stop)
    {
        _watched.Set();
        return _newest.NextAsync(after, stop);
    }

    /// <summary>
    /// Looks at frames, once somebody watches, until the source ends or it is stopped; a last frame says that it has ended.
    /// </summary>
    /// <exception cref="InvalidDataException">The pictures change their size.</exception>
    public Task RunAsync(CancellationToken stop) => Task.Factory.StartNew(() => Run(stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose()
    {
        _solving.Wait();
        _frame.Dispose();
        _watched.Dispose();
    }

    void Run(CancellationToken stop)
    {
        if (WaitHandle.WaitAny([_watched.WaitHandle, stop.WaitHandle]) == 1) return;
        var last = new LensFrame(0, 0, [], null, LensVerdict.None, null, [], null, false);
        for (long number = 0; !stop.IsCancellationRequested; number++)
        {
            var outcome = source.Read(_frame);
            if (outcome == ReadOutcome.Frame) last = Look(number);
            else last = last with { Problem = source.Problem, IsEnded = outcome == ReadOutcome.End };
            _newest.Set(last);
            if (outcome == ReadOutcome.End) return;
        }
    }

    LensFrame Look(long number)
    {
        var name = $"frame {number}";
        var look = _collector.Look(name, _frame.View, _frame.TimeMicroseconds);
        var isKept = look is { View: not null, Refusal: null };
        if (isKept)
        {
            (_views, _sample) = (_collector.Views, _collector.Sample);
            if (_solving.IsCompleted) _solving = LowPriority.RunAwaited(Solve, "calibration");
        }

        return new(
            _frame.Width, _frame.Height, ImageFile.EncodeJpeg(_frame.View, JpegQuality), look.View,
            look.View is null ? LensVerdict.None : isKept ? LensVerdict.Kept : LensVerdict.Refused, look.Refusal?[(name.Length + 2)..], _views, null, false);
    }

    /// <summary>Calibrates until the newest views are in the result.</summary>
    void Solve()
    {
        for (var views = _views; !ReferenceEquals(_result?.Of, views); views = _views)
        {
            try
            {
                _result = new(views, IntrinsicsCalibrator.Calibrate(finder.Pattern, views, options), null);
            }
            catch (InvalidDataException exception)
            {
                _result = new(views, null, exception.Message);
            }
        }
    }
}

/// <summary>What became of a frame.</summary>
enum LensVerdict
{
    /// <summary>There is no board in it.</summary>
    None,

    /// <summary>The board's view is kept.</summary>
    Kept,

    /// <summary>The board's view is of no use.</summary>
    Refused,
}

/// <summary>A frame with what became of it.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Jpeg">The picture as a JPEG file; empty before the first.</param>
/// <param name="Board">The board in it; null where it was not found.</param>
/// <param name="Verdict">What became of the board's view.</param>
/// <param name="Reason">Why it was refused, and what to do.</param>
/// <param name="Views">The views that are kept so far, with this one.</param>
/// <param name="Problem">What is wrong with the camera; null when nothing is.</param>
/// <param name="IsEnded">Whether no more frames come.</param>
sealed record LensFrame(
    int Width, int Height, byte[] Jpeg, BoardView? Board, LensVerdict Verdict, string? Reason, IReadOnlyList<BoardView> Views, string? Problem, bool IsEnded);

/// <summary>A calibration of some views, or why there is none yet.</summary>
/// <param name="Of">The views.</param>
/// <param name="Calibration">The lens; null where the views do not determine it.</param>
/// <param name="Problem">What is missing.</param>
sealed record LensResult(IReadOnlyList<BoardView> Of, IntrinsicsCalibration? Calibration, string? Problem);
