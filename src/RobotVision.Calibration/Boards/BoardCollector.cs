using System.Diagnostics.CodeAnalysis;
using OpenCvSharp;
using RobotVision.Capture;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Boards;

/// <summary>Looks for a board in photos, in a video or at a camera, and keeps the views that are sharp and differ.</summary>
/// <param name="finder">What is looked for.</param>
/// <param name="maximum">How many views are kept at most.</param>
public sealed class BoardCollector(IBoardFinder finder, int maximum = 60)
{
    /// <summary>Two views closer than this in every part of their description are alike; chosen by what moving a board by a hand's breadth changes.</summary>
    const double AlikeDistance = 0.04;

    /// <summary>A view less sharp than this part of the usual one is blurred; chosen by hand-moved boards at 30 frames a second.</summary>
    const double BlurredPart = 0.5;

    readonly List<(BoardView View, double[] Description)> _kept = [];
    readonly List<string> _left = [];
    (int Width, int Height, string Name)? _size;
    double _sampleSpread;
    bool _isVideo;

    /// <summary>Images looked at.</summary>
    public int Looked { get; private set; }

    /// <summary>Images in which the board was found.</summary>
    public int Found { get; private set; }

    /// <summary>Whether as many views are kept as were asked for.</summary>
    public bool IsFull => _kept.Count >= maximum;

    /// <summary>What was left out, and why, one line each.</summary>
    public IReadOnlyList<string> LeftOut => _left;

    /// <summary>The image in which the board fills most, for showing; null before one was found.</summary>
    public BgrImage? Sample { get; private set; }

    /// <summary>Looks at every frame of a source, or at about 600 of a long one; of a live one until enough views are kept.</summary>
    /// <exception cref="InvalidDataException">The images differ in size.</exception>
    public void Collect(IFrameSource source, Action<int> report, CancellationToken stop)
    {
        var pool = new FramePool(1);
        using var frame = pool.Rent(stop);
        var stride = source.FramesPerSecond is null ? 1 : Math.Max(1, (source.FrameCount ?? 0) / 600);
        _isVideo = source.IsLive || source.FramesPerSecond is not null;
        for (long number = 0; !source.IsLive || !IsFull; number++)
        {
            stop.ThrowIfCancellationRequested();
            var outcome = source.Read(frame);
            if (outcome == ReadOutcome.End) break;
            if (outcome == ReadOutcome.BadFrame) _left.Add(source.Problem ?? $"{frame.Source}: it cannot be read");
            if (outcome != ReadOutcome.Frame || number % stride != 0) continue;
            Look(_isVideo ? $"{Path.GetFileName(source.Name)} frame {number}" : frame.Source, frame.View, frame.TimeMicroseconds);
            report(Looked);
        }
    }

    /// <summary>The views: varied ones first taken, blurred ones left out.</summary>
    public IReadOnlyList<BoardView> Finish()
    {
        if (_kept.Count == 0)
        {
            var pattern = finder.Pattern;
            throw new InvalidDataException(
                $"Board: expected {pattern.Columns}x{pattern.Rows} inner corners ({pattern.Columns + 1}x{pattern.Rows + 1} squares) in some of {Looked} images, found them in none. "
                + (finder.Explain() is { } explanation ? $"{explanation} " : "Count the corners where four squares meet. ")
                + "Show the whole board with its white rim, evenly lit and sharp.");
        }

        var usual = Median(_kept.Select(item => item.View.Sharpness));
        foreach (var (view, _) in _kept.Where(item => item.View.Sharpness < BlurredPart * usual))
            _left.Add(FormattableString.Invariant($"{view.Name}: blurred (sharpness {view.Sharpness:0.00}, usual {usual:0.00}); hold the board still"));
        return [.. _kept.Where(item => item.View.Sharpness >= BlurredPart * usual).Select(item => item.View)];
    }

    void Look(string name, ImageView image, long? time)
    {
        Looked++;
        if (_size is { } size && (size.Width, size.Height) != (image.Width, image.Height))
        {
            throw new InvalidDataException(
                $"Image '{name}': expected {size.Width}x{size.Height} pixels as '{size.Name}', found {image.Width}x{image.Height}. "
                + "A calibration belongs to one resolution: take all photos with the same settings, and none cropped or turned.");
        }

        _size ??= (image.Width, image.Height, name);
        using var grey = new GreyImage(image);
        if (!TryFind(name, grey, out var view))
        {
            // Of a video most frames show none: only photos were all meant to.
            if (!_isVideo) _left.Add($"{name}: the board was not found");
            return;
        }

        Found++;
        Keep(view with { TimeMicroseconds = time });
        var spread = view.X.Max() - view.X.Min();
        if (spread <= _sampleSpread) return;
        _sampleSpread = spread;
        Sample = BgrImage.CopyOf(image);
    }

    bool TryFind(string name, GreyImage grey, [NotNullWhen(true)] out BoardView? view)
    {
        try
        {
            return finder.TryFind(name, grey, out view);
        }
        catch (OpenCVException exception)
        {
            throw new InvalidDataException(
                $"Image '{name}': OpenCV cannot look for the board in its {grey.Grey.Cols}x{grey.Grey.Rows} pixels: {exception.ErrMsg}. Take larger photos, or a smaller --window.",
                exception);
        }
    }

    // A view that is like a kept one takes its place where it is sharper. A full list makes room by giving up the more alike of views.
    void Keep(BoardView view)
    {
        var description = view.Describe(finder.Pattern);
        var alike = _kept.FindIndex(item => Distance(item.Description, description) < AlikeDistance);
        if (alike >= 0)
        {
            var other = _kept[alike].View;
            var better = view.Sharpness > other.Sharpness;
            if (better) _kept[alike] = (view, description);
            if (!_isVideo)
                _left.Add(better ? $"{other.Name}: like {view.Name}, which is sharper" : $"{view.Name}: like {other.Name}, which is as sharp");
            return;
        }

        _kept.Add((view, description));
        if (_kept.Count <= maximum) return;
        var least = Enumerable.Range(0, _kept.Count).MinBy(i => _kept.Where((_, j) => j != i).Min(other => Distance(other.Description, _kept[i].Description)));
        _kept.RemoveAt(least);
    }

    static double Distance(double[] a, double[] b)
    {
        var most = 0.0;
        for (var i = 0; i < a.Length; i++) most = Math.Max(most, Math.Abs(a[i] - b[i]));
        return most;
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
