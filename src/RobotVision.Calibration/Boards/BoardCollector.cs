using System.Diagnostics.CodeAnalysis;
using OpenCvSharp;
using RobotVision.Capture;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Boards;

/// <summary>Collects views of a board from photos, a video or a camera, and keeps those that are sharp and differ from each other.</summary>
/// <param name="finder">Finds the board.</param>
/// <param name="maximum">Maximum number of views.</param>
public sealed class BoardCollector(IBoardFinder finder, int maximum = 60)
{
    /// <summary>Two views closer than this in every part of their description are similar; chosen as the effect of moving a board by about 10 cm.</summary>
    const double SimilarDistance = 0.04;

    /// <summary>A view below this fraction of the median sharpness is blurred; chosen with hand-held boards at 30 frames per second.</summary>
    const double BlurredFraction = 0.5;

    readonly List<(BoardView View, double[] Description)> _kept = [];
    readonly List<string> _leftOut = [];
    (int Width, int Height, string Name)? _size;
    double _sampleSpread;
    bool _isVideo;

    /// <summary>Views that are compared with the median sharpness while they are collected.</summary>
    const int ViewsToCompare = 3;

    /// <summary>Whether blurred views are refused as they come, so that one can take them again; otherwise they are left out at the end.</summary>
    public bool RefusesBlurred { get; init; }

    /// <summary>The views so far, without blurred ones.</summary>
    public IReadOnlyList<BoardView> Views
    {
        get
        {
            var least = LeastSharpness;
            return [.. _kept.Where(item => item.View.Sharpness >= least).Select(item => item.View)];
        }
    }

    /// <summary>Whether each image was taken on purpose, so that it is said why one is of no use.</summary>
    bool IsOfPhotos => !_isVideo && !RefusesBlurred;

    double LeastSharpness => _kept.Count == 0 ? 0 : BlurredFraction * Median(_kept.Select(item => item.View.Sharpness));

    /// <summary>Number of images searched.</summary>
    public int Looked { get; private set; }

    /// <summary>Number of images in which the board was found.</summary>
    public int Found { get; private set; }

    /// <summary>Whether the maximum number of views is reached.</summary>
    public bool IsFull => _kept.Count >= maximum;

    /// <summary>The images that were left out, with the reason, one line each.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>The image in which the board is largest, for the report; null before one was found.</summary>
    public BgrImage? Sample { get; private set; }

    /// <summary>Searches every frame of a source, about 600 of a long one; a live source until enough views are kept.</summary>
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
            if (outcome == ReadOutcome.BadFrame) _leftOut.Add(source.Problem ?? $"{frame.Source}: it cannot be read");
            if (outcome != ReadOutcome.Frame || number % stride != 0) continue;
            Look(_isVideo ? $"{Path.GetFileName(source.Name)} frame {number}" : frame.Source, frame.View, frame.TimeMicroseconds);
            report(Looked);
        }
    }

    /// <summary>The views, without blurred ones.</summary>
    /// <exception cref="InvalidDataException">The board was found in no image; the message says what was found instead.</exception>
    public IReadOnlyList<BoardView> Finish()
    {
        if (_kept.Count == 0)
        {
            var pattern = finder.Pattern;
            throw new InvalidDataException(
                $"Board: expected {pattern.Columns}x{pattern.Rows} inner corners ({pattern.Columns + 1}x{pattern.Rows + 1} squares) "
                + $"in some of {Looked} images, found them in none. "
                + (finder.Explain() is { } explanation ? $"{explanation} " : "Count the corners where four squares meet. ")
                + "Show the whole board with its white rim, evenly lit and sharp.");
        }

        _leftOut.AddRange(_kept.Where(item => item.View.Sharpness < LeastSharpness).Select(item => Blurred(item.View)));
        return Views;
    }

    /// <summary>Searches one image.</summary>
    /// <param name="name">Its name for messages.</param>
    /// <param name="image">The image; borrowed for the call.</param>
    /// <param name="time">Its time stamp on the poses' clock in microseconds; null where it has none.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="InvalidDataException">It has another size than those before.</exception>
    public BoardLook Look(string name, ImageView image, long? time)
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
            // Only reported for photos: most frames of a video do not show the board.
            if (IsOfPhotos) _leftOut.Add($"{name}: the board was not found");
            return new(null, null);
        }

        Found++;
        var refusal = RefusesBlurred && _kept.Count >= ViewsToCompare && view.Sharpness < LeastSharpness
            ? Blurred(view)
            : Keep(view with { TimeMicroseconds = time });
        var spread = view.X.Max() - view.X.Min();
        if (refusal is null && spread > _sampleSpread)
        {
            _sampleSpread = spread;
            Sample = BgrImage.CopyOf(image);
        }

        return new(view, refusal);
    }

    string Blurred(BoardView view) => FormattableString.Invariant(
        $"{view.Name}: blurred (sharpness {view.Sharpness:0.00}, median {LeastSharpness / BlurredFraction:0.00}); hold the board still");

    bool TryFind(string name, GreyImage grey, [NotNullWhen(true)] out BoardView? view)
    {
        try
        {
            return finder.TryFind(name, grey, out view);
        }
        catch (OpenCVException exception)
        {
            throw new InvalidDataException(
                $"Image '{name}': OpenCV cannot look for the board in its {grey.Grey.Cols}x{grey.Grey.Rows} pixels: {exception.ErrMsg}. "
                + "Take larger photos, or a smaller --window.",
                exception);
        }
    }

    // A view similar to a kept one replaces it if it is sharper. When there are too many views, the one most similar to another is removed. Says why it is not
    // kept; null if it is.
    string? Keep(BoardView view)
    {
        var description = view.Describe(finder.Pattern);
        var similar = _kept.FindIndex(item => Distance(item.Description, description) < SimilarDistance);
        if (similar >= 0)
        {
            var other = _kept[similar].View;
            var better = view.Sharpness > other.Sharpness;
            if (better) _kept[similar] = (view, description);
            var told = better ? $"{other.Name}: like {view.Name}, which is sharper" : $"{view.Name}: like {other.Name}, which is as sharp";
            if (IsOfPhotos) _leftOut.Add(told);
            return better ? null : told;
        }

        _kept.Add((view, description));
        if (_kept.Count <= maximum) return null;
        var least = Enumerable.Range(0, _kept.Count).MinBy(i => _kept.Where((_, j) => j != i).Min(other => Distance(other.Description, _kept[i].Description)));
        _kept.RemoveAt(least);
        return null;
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

/// <summary>What became of an image.</summary>
/// <param name="View">The board in it; null where it was not found.</param>
/// <param name="Refusal">Why the view is not kept, with its name and what to do; null if it is kept, or if there is none.</param>
public sealed record BoardLook(BoardView? View, string? Refusal);
