using System.Diagnostics.CodeAnalysis;
using OpenCvSharp;
using OpenCvSharp.Aruco;

namespace RobotVision.Calibration.Boards;

/// <summary>
/// Finds a ChArUco board, a chessboard with a numbered marker in every white square, with OpenCV's detector, even if only a part of it is in view.
/// Handles both layouts, of OpenCV before and after 4.7, which start with different colours when the number of rows of squares is even.
/// </summary>
public sealed class CharucoFinder : IBoardFinder, IDisposable
{
    /// <summary>Fewer corners than this do not determine the board's pose well enough.</summary>
    const int MinimumCorners = 8;

    readonly string _name;
    readonly Dictionary _dictionary;
    readonly (CharucoBoard Board, CharucoDetector Detector)[] _layouts;
    (string Image, int Count, int Highest) _mostMarkers;
    Mat? _imageWithout;

    /// <summary>Creates a finder.</summary>
    /// <param name="pattern">The inner corners; markers are numbered row by row from the board's top-left corner.</param>
    /// <param name="markerMetres">Side of a marker, its black border included; less than a square's.</param>
    /// <param name="dictionary">OpenCV's name of the set of markers: <c>4X4_50</c>, <c>5X5_100</c>, <c>6X6_250</c>, ...</param>
    /// <exception cref="ArgumentException">There is no such dictionary, it has too few markers, or the marker does not fit the square.</exception>
    public CharucoFinder(BoardPattern pattern, double markerMetres, string dictionary)
    {
        if (!(markerMetres > 0 && markerMetres < pattern.SquareMetres))
            throw new OptionException(
                FormattableString.Invariant($"--marker: expected a side below the square's {pattern.SquareMetres} m and above 0, found {markerMetres}."));
        if (!Enum.TryParse<PredefinedDictionaryType>($"Dict{dictionary}", ignoreCase: true, out var type) || !Enum.IsDefined(type))
            throw new OptionException($"--dictionary: expected one of {string.Join(", ", MarkerSets.Names)}, found '{dictionary}'.");
        (Pattern, _name) = (pattern, MarkerSets.NameOf(type));
        var (columns, rows) = (pattern.Columns + 1, pattern.Rows + 1);
        if (MarkerSets.CountOf(_name) is { } count && count < columns * rows / 2)
            throw new OptionException(
                $"--dictionary: expected at least {columns * rows / 2} markers for a board of {columns}x{rows} squares, found {count} in {_name}.");
        _dictionary = CvAruco.GetPredefinedDictionary(type);
        // With odd rows of squares both layouts are the same.
        _layouts = [.. (rows % 2 == 0 ? (bool[])[false, true] : [false]).Select(isOld =>
        {
            var board = new CharucoBoard(columns, rows, (float)pattern.SquareMetres, (float)markerMetres, _dictionary) { LegacyPattern = isOld };
            return (board, new CharucoDetector(board));
        })];
    }

    /// <inheritdoc/>
    public BoardPattern Pattern { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (board, detector) in _layouts)
        {
            detector.Dispose();
            board.Dispose();
        }

        _dictionary.Dispose();
        _imageWithout?.Dispose();
    }

    /// <inheritdoc/>
    public bool TryFind(string name, GreyImage image, [NotNullWhen(true)] out BoardView? view)
    {
        view = null;
        Point2f[] corners = [];
        int[] numbers = [];
        foreach (var (_, detector) in _layouts)
        {
            detector.DetectBoard(image.Grey, out var found, out var ids, out _, out var markers);
            if (markers.Length > _mostMarkers.Count) _mostMarkers = (name, markers.Length, markers.Max());
            if (ids.Length > numbers.Length) (corners, numbers) = (found, ids);
        }

        if (_mostMarkers.Count == 0) _imageWithout ??= image.Grey.Clone();
        if (numbers.Length < MinimumCorners || numbers.Select(n => n / Pattern.Columns).Distinct().Count() < 2
            || numbers.Select(n => n % Pattern.Columns).Distinct().Count() < 2)
            return false;
        Array.Sort(numbers, corners);
        // This detector, unlike the rest of OpenCV, has its origin at the image's corner, as this program (checked on rendered boards).
        double[] x = [.. corners.Select(p => (double)p.X)], y = [.. corners.Select(p => (double)p.Y)];
        view = new(name, image.Grey.Cols, image.Grey.Rows, numbers, x, y, image.Sharpness(corners));
        return true;
    }

    /// <inheritdoc/>
    public string? Explain()
    {
        if (_mostMarkers.Count > 0)
            return $"{_mostMarkers.Count} markers of {_name} with numbers up to {_mostMarkers.Highest} are seen in '{_mostMarkers.Image}', "
                + $"and too few where a {Pattern.Columns}x{Pattern.Rows} board has them. "
                + "--pattern counts inner corners, one less than squares each way: "
                + $"{Pattern.Columns - 1}x{Pattern.Rows - 1} for a board of {Pattern.Columns}x{Pattern.Rows} squares.";
        var others = _imageWithout is null ? null : MarkerSets.Find(_imageWithout);
        return $"No marker of {_name} is seen"
            + (others is { } set ? $", but {set.Count} of {set.Name}: try --dictionary {set.Name}." : ", nor one of another dictionary.");
    }
}
