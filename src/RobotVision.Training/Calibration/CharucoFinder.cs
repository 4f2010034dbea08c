using System.Diagnostics.CodeAnalysis;
using OpenCvSharp;
using OpenCvSharp.Aruco;
using RobotVision.Geometry;

namespace RobotVision.Training.Calibration;

/// <summary>
/// Finds a ChArUco board, a chessboard with a numbered marker in every white square, also where only a part of it is in view.
/// Boards of OpenCV before and after 4.7, which begin with another colour when the rows of squares are even, are told apart.
/// </summary>
public sealed class CharucoFinder : IBoardFinder, IDisposable
{
    /// <summary>Fewer corners than this tell too little of a placement.</summary>
    const int MinimumCorners = 8;

    readonly Dictionary _dictionary;
    readonly ArucoDetector _detector;
    readonly double _markerMetres;
    readonly int _window;

    /// <summary>Makes a finder.</summary>
    /// <param name="pattern">The inner corners; markers are numbered row by row from the board's top-left corner.</param>
    /// <param name="markerMetres">Side of a marker, its black border included; less than a square's.</param>
    /// <param name="dictionary">OpenCV's name of the set of markers: <c>4X4_50</c>, <c>5X5_100</c>, <c>6X6_250</c>, ...</param>
    /// <param name="window">Half the side of the window in which a corner is placed exactly, in pixels; less where a marker is near.</param>
    /// <exception cref="ArgumentException">There is no such dictionary, or the marker does not fit the square.</exception>
    public CharucoFinder(BoardPattern pattern, double markerMetres, string dictionary, int window = ChessboardFinder.DefaultWindow)
    {
        if (!(markerMetres > 0 && markerMetres < pattern.SquareMetres))
            throw new ArgumentException(FormattableString.Invariant($"--marker: expected a side below the square's {pattern.SquareMetres} m and above 0, found {markerMetres}."));
        if (!Enum.TryParse<PredefinedDictionaryType>($"Dict{dictionary}", ignoreCase: true, out var name) || !Enum.IsDefined(name))
            throw new ArgumentException($"--dictionary: expected one of {string.Join(", ", Enum.GetNames<PredefinedDictionaryType>().Select(known => known[4..]))}, found '{dictionary}'.");
        (Pattern, _markerMetres, _window) = (pattern, markerMetres, window);
        _dictionary = CvAruco.GetPredefinedDictionary(name);
        _detector = new ArucoDetector(_dictionary);
    }

    /// <inheritdoc/>
    public BoardPattern Pattern { get; }

    int SquareColumns => Pattern.Columns + 1;

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector.Dispose();
        _dictionary.Dispose();
    }

    /// <inheritdoc/>
    public bool TryFind(string name, GreyImage image, [NotNullWhen(true)] out BoardView? view)
    {
        view = null;
        _detector.DetectMarkers(image.Grey, out var quads, out var ids, out _);
        List<Marker> odd = Markers(quads, ids, parity: 1), even = Markers(quads, ids, parity: 0);
        var markers = Disagreement(odd) <= Disagreement(even) ? odd : even;
        var corners = new List<(int Number, Point2f Place)>();
        var window = (double)_window;
        for (var corner = 0; corner < Pattern.Count; corner++)
        {
            var near = markers.Where(marker => IsAt(marker, corner)).ToArray();
            if (near.Length == 0) continue;
            var (x, y) = (near.Average(marker => marker.Map(Pattern.Place(corner)).X), near.Average(marker => marker.Map(Pattern.Place(corner)).Y));
            if (x < 0 || y < 0 || x > image.Grey.Cols - 1 || y > image.Grey.Rows - 1) continue;
            corners.Add((corner, new((float)x, (float)y)));
            // The window must not reach a marker's corner.
            window = Math.Min(window, near.Min(marker => marker.Quad.Min(p => Math.Max(Math.Abs(p.X - x), Math.Abs(p.Y - y)))) - 2);
        }

        var numbers = corners.Select(corner => corner.Number).ToArray();
        if (corners.Count < MinimumCorners || numbers.Select(n => n / Pattern.Columns).Distinct().Count() < 2 || numbers.Select(n => n % Pattern.Columns).Distinct().Count() < 2)
            return false;
        view = ChessboardFinder.Refine(name, image, [.. corners.Select(corner => corner.Place)], numbers, Math.Max(2, (int)window));
        return true;
    }

    /// <summary>The markers of the board with their squares, where those of odd (1) or even (0) distance from the first corner have one.</summary>
    List<Marker> Markers(Point2f[][] quads, int[] ids, int parity)
    {
        var squares = Enumerable.Range(0, SquareColumns * (Pattern.Rows + 1)).Where(square => (square % SquareColumns + square / SquareColumns) % 2 == parity).ToArray();
        var markers = new List<Marker>();
        for (var i = 0; i < ids.Length; i++)
            if (ids[i] < squares.Length) markers.Add(new(squares[ids[i]] % SquareColumns, squares[ids[i]] / SquareColumns, quads[i], Pattern.SquareMetres, _markerMetres));
        return markers;
    }

    bool IsAt(Marker marker, int corner) =>
        corner % Pattern.Columns - marker.Column is 0 or -1 && corner / Pattern.Columns - marker.Row is 0 or -1;

    // How far, in pixels, markers are from where their nearest neighbour expects them.
    static double Disagreement(List<Marker> markers)
    {
        if (markers.Count < 2) return double.MaxValue;
        return markers.Average(marker =>
        {
            var other = markers.Where(other => other != marker).MinBy(other => Math.Abs(other.Column - marker.Column) + Math.Abs(other.Row - marker.Row))!;
            var (x, y) = marker.Map(other.Middle);
            return Math.Abs(x - other.Quad.Average(p => p.X)) + Math.Abs(y - other.Quad.Average(p => p.Y));
        });
    }

    /// <summary>A marker that was seen, and the mapping of its part of the board to the image.</summary>
    sealed class Marker
    {
        readonly double[] _map;

        public Marker(int column, int row, Point2f[] quad, double square, double side)
        {
            (Column, Row, Quad) = (column, row, quad);
            // The first inner corner is the origin, one square in from the board's edge.
            Middle = new((column - 0.5) * square, (row - 0.5) * square, 0);
            float left = (float)(Middle.X - side / 2), top = (float)(Middle.Y - side / 2), size = (float)side;
            Point2f[] places = [new(left, top), new(left + size, top), new(left + size, top + size), new(left, top + size)];
            using var map = Cv2.GetPerspectiveTransform(places, quad);
            map.GetArray(out _map);
        }

        public int Column { get; }

        public int Row { get; }

        public Point2f[] Quad { get; }

        public Vector3d Middle { get; }

        public (double X, double Y) Map(Vector3d place)
        {
            var depth = _map[6] * place.X + _map[7] * place.Y + _map[8];
            return ((_map[0] * place.X + _map[1] * place.Y + _map[2]) / depth, (_map[3] * place.X + _map[4] * place.Y + _map[5]) / depth);
        }
    }
}
