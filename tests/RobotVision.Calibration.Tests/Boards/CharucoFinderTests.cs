using OpenCvSharp;
using OpenCvSharp.Aruco;
using RobotVision.Calibration.Boards;

namespace RobotVision.Calibration.Tests.Boards;

[TestFixture]
public class CharucoFinderTests
{
    const double MarkerPart = 0.75;
    const int MarkerPixels = 56; // 7 cells of 8

    /// <summary>Brightness of a board at a point, in squares from its first inner corner; markers where column plus row is odd (1) or even (0).</summary>
    static Func<double, double, double> Board(int parity, int rows = 7)
    {
        var columns = BoardScene.Pattern.Columns + 1;
        var markers = new Dictionary<(int, int), byte[]>();
        using var dictionary = CvAruco.GetPredefinedDictionary(PredefinedDictionaryType.Dict5X5_100);
        for (var square = 0; square < columns * rows; square++)
        {
            if ((square % columns + square / columns) % 2 != parity) continue;
            using var marker = new Mat();
            dictionary.GenerateImageMarker(markers.Count, MarkerPixels, marker);
            marker.GetArray(out byte[] pixels);
            markers[(square % columns, square / columns)] = pixels;
        }

        return (x, y) =>
        {
            (x, y) = (x + 1, y + 1);
            if (x < -1 || y < -1 || x > columns + 1 || y > rows + 1) return 0.5;
            if (x < 0 || y < 0 || x >= columns || y >= rows) return 1;
            if (!markers.TryGetValue(((int)x, (int)y), out var pixels)) return 0;
            double u = (x % 1 - 0.5) / MarkerPart + 0.5, v = (y % 1 - 0.5) / MarkerPart + 0.5;
            return u is >= 0 and < 1 && v is >= 0 and < 1 ? pixels[(int)(v * MarkerPixels) * MarkerPixels + (int)(u * MarkerPixels)] / 255.0 : 1;
        };
    }

    [TestCase(1, 7, TestName = "TryFind_OddRowsOfSquares_FindsCornersWhereTheyAre")]
    [TestCase(1, 6, TestName = "TryFind_EvenRowsSinceOpenCv47_FindsCornersWhereTheyAre")]
    [TestCase(0, 6, TestName = "TryFind_EvenRowsBeforeOpenCv47_FindsCornersWhereTheyAre")]
    public void TryFind_RenderedBoard_FindsCornersWhereTheyAre(int parity, int rows)
    {
        var placement = new BoardPlacement(new(0.3, -0.4, 0.1), new(-0.11, -0.06, 0.3));
        using var finder = new CharucoFinder(new(9, rows - 1, 0.025), MarkerPart * 0.025, "5X5_100");
        using var grey = new GreyImage(BoardScene.Render(BoardScene.Pinhole, placement, Board(parity, rows)).View);

        Assert.That(finder.TryFind("board", grey, out var view), Is.True);

        Assert.That(view!.Corners, Has.Length.GreaterThan(35));
        AssertAt(placement, view);
    }

    [Test]
    public void TryFind_BoardPartlyOutOfTheImage_FindsTheRestWithItsNumbers()
    {
        var placement = new BoardPlacement(new(0.2, 0.2, -0.1), new(-0.27, -0.02, 0.3));
        using var finder = new CharucoFinder(BoardScene.Pattern, MarkerPart * BoardScene.Pattern.SquareMetres, "5x5_100");
        using var grey = new GreyImage(BoardScene.Render(BoardScene.Pinhole, placement, Board(1)).View);

        Assert.That(finder.TryFind("board", grey, out var view), Is.True);

        Assert.That(view!.Corners.Length, Is.InRange(10, 48));
        AssertAt(placement, view);
    }

    [Test]
    public void Constructor_UnknownDictionary_NamesTheKnown() =>
        Assert.That(() => new CharucoFinder(BoardScene.Pattern, 0.01, "9X9"), Throws.TypeOf<OptionException>().With.Message.Contains("6X6_250"));

    [Test]
    public void Constructor_MarkerLargerThanSquare_IsRejected() =>
        Assert.That(() => new CharucoFinder(BoardScene.Pattern, 0.03, "5X5_100"),
            Throws.TypeOf<OptionException>().With.Message.Contains("below the square's 0.025"));

    static string? Explain(BoardPattern pattern, string dictionary)
    {
        using var finder = new CharucoFinder(pattern, MarkerPart * 0.025, dictionary);
        using var grey = new GreyImage(BoardScene.Render(BoardScene.Pinhole, new(new(0.3, -0.4, 0.1), new(-0.11, -0.06, 0.3)), Board(1)).View);
        Assert.That(finder.TryFind("a.png", grey, out _), Is.False);
        return finder.Explain();
    }

    [Test]
    public void Explain_SquaresCountedInsteadOfCorners_SaysSo() =>
        Assert.That(Explain(new(10, 7, 0.025), "5X5_100"), Does.Contain(
            "markers of 5X5_100 with numbers up to 34 are seen in 'a.png'").And.Contain("where a 10x7 board has them").And.Contain("9x6"));

    [Test]
    public void Explain_WrongDictionary_NamesTheOneThatIsSeen() =>
        Assert.That(Explain(BoardScene.Pattern, "4X4_100"), Does.Contain("No marker of 4X4_100").And.Contain("try --dictionary 5X5_50"));

    [Test]
    public void Constructor_DictionaryWithTooFewMarkers_IsRejected() =>
        Assert.That(() => new CharucoFinder(new(14, 10, 0.025), 0.01, "4X4_50"),
            Throws.TypeOf<OptionException>().With.Message.Contains("at least 82").And.Message.Contains("found 50"));

    static void AssertAt(BoardPlacement placement, BoardView view)
    {
        double sumX = 0, sumY = 0;
        for (var i = 0; i < view.Corners.Length; i++)
        {
            BoardScene.Pinhole.TryProject(placement.ToCamera(BoardScene.Pattern.Place(view.Corners[i])), out var x, out var y);
            // A corner with a wrong number would be off by one square, 40 pixels.
            Assert.That(Math.Abs(view.X[i] - x) + Math.Abs(view.Y[i] - y), Is.LessThan(1), $"corner {view.Corners[i]}");
            (sumX, sumY) = (sumX + view.X[i] - x, sumY + view.Y[i] - y);
        }

        Assert.That(Math.Abs(sumX) + Math.Abs(sumY), Is.LessThan(0.15 * view.Corners.Length), "all are off the same way");
    }
}
