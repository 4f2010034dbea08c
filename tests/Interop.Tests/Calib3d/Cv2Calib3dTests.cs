namespace OpenCvSharp.Tests.Calib3d;

public sealed class Cv2Calib3dTests
{
    const double FocalLength = 500;
    static readonly Size ImageSize = new(640, 480);
    static readonly Size Pattern = new(7, 5);

    static Mat CameraMatrix() => new(3, 3, MatType.CV_64FC1, new double[] { FocalLength, 0, 320, 0, FocalLength, 240, 0, 0, 1 });

    static Mat Column(params double[] values) => Mat.FromArray(values);

    /// <summary>The inner corners of a board with squares of 30 mm, in its own plane.</summary>
    static Point3f[] Board() =>
        [.. Enumerable.Range(0, Pattern.Width * Pattern.Height).Select(i => new Point3f(i % Pattern.Width * 0.03f, i / Pattern.Width * 0.03f, 0))];

    static Point2f[] Project(Point3f[] points, Mat rvec, Mat tvec, Mat distortion)
    {
        using Mat matrix = CameraMatrix(), objectPoints = Mat.FromArray(points), imagePoints = new();
        Cv2.ProjectPoints(objectPoints, rvec, tvec, matrix, distortion, imagePoints);
        imagePoints.GetArray(out Point2f[] result);
        return result;
    }

    [Test]
    public void ProjectPoints_OnePoint_FollowsThePinhole()
    {
        using Mat rvec = Column(0, 0, 0), tvec = Column(0, 0, 2), distortion = new();

        Point2f[] pixels = Project([new Point3f(0.2f, -0.1f, 0)], rvec, tvec, distortion);

        Assert.That(pixels[0].X, Is.EqualTo(320 + FocalLength * 0.1).Within(1e-3));
        Assert.That(pixels[0].Y, Is.EqualTo(240 - FocalLength * 0.05).Within(1e-3));
    }

    [Test]
    public void SolvePnP_ProjectedBoard_RecoversThePose()
    {
        using Mat rvec = Column(0.2, -0.3, 0.1), tvec = Column(-0.1, 0.05, 0.8), distortion = Column(0.1, -0.05, 0.001, 0.002, 0);
        using Mat matrix = CameraMatrix(), objectPoints = Mat.FromArray(Board());
        using Mat imagePoints = Mat.FromArray(Project(Board(), rvec, tvec, distortion)), foundRvec = new(), foundTvec = new();

        Cv2.SolvePnP(objectPoints, imagePoints, matrix, distortion, foundRvec, foundTvec);

        foundRvec.GetArray(out double[] rotation);
        foundTvec.GetArray(out double[] translation);
        Assert.That(rotation, Is.EqualTo(new[] { 0.2, -0.3, 0.1 }).Within(1e-3));
        Assert.That(translation, Is.EqualTo(new[] { -0.1, 0.05, 0.8 }).Within(1e-3));
    }

    [Test]
    public void UndistortPoints_DistortedPoints_GivesBackThePinhole()
    {
        using Mat rvec = Column(0, 0, 0), tvec = Column(0, 0, 1), distortion = Column(-0.2, 0.05, 0, 0, 0), none = new();
        Point3f[] points = [new(0.3f, 0.2f, 0), new(-0.4f, 0.1f, 0)];
        using Mat distorted = Mat.FromArray(Project(points, rvec, tvec, distortion)), undistorted = new(), matrix = CameraMatrix();

        Cv2.UndistortPoints(distorted, undistorted, matrix, distortion, p: matrix);

        undistorted.GetArray(out Point2f[] found);
        Point2f[] expected = Project(points, rvec, tvec, none);
        for (int i = 0; i < points.Length; i++)
        {
            Assert.That(found[i].X, Is.EqualTo(expected[i].X).Within(0.05));
            Assert.That(found[i].Y, Is.EqualTo(expected[i].Y).Within(0.05));
        }
    }

    [Test]
    public void CalibrateCamera_ProjectedViews_RecoversTheCamera()
    {
        double[][] rotations = [[0.3, 0.1, 0], [-0.3, 0.2, 0.1], [0.1, -0.4, 0], [0.2, 0.4, -0.2], [-0.2, -0.3, 0.3]];
        using Mat tvec = Column(-0.1, -0.05, 0.6), distortion = Column(-0.1, 0.02, 0, 0, 0);
        var views = new List<Point2f[]>();
        foreach (double[] rotation in rotations)
        {
            using Mat rvec = Column(rotation);
            views.Add(Project(Board(), rvec, tvec, distortion));
        }

        double[,] matrix = new double[3, 3];
        double[] coefficients = new double[5];
        double error = Cv2.CalibrateCamera(
            rotations.Select(_ => Board()), views, ImageSize, matrix, coefficients, out Vec3d[] rvecs, out Vec3d[] tvecs, CalibrationFlags.FixK3);

        Assert.That(error, Is.LessThan(0.01));
        Assert.That(matrix[0, 0], Is.EqualTo(FocalLength).Within(1));
        Assert.That(matrix[1, 2], Is.EqualTo(240).Within(1));
        Assert.That(coefficients[0], Is.EqualTo(-0.1).Within(0.01));
        Assert.That(rvecs[1].Item0, Is.EqualTo(-0.3).Within(0.01));
        Assert.That(tvecs[4].Item2, Is.EqualTo(0.6).Within(0.01));
    }

    [Test]
    public void CalibrateCamera_RoomForTooFewCoefficients_SaysHowMany()
    {
        Point2f[] view = [.. Board().Select(p => new Point2f(100 + 1000 * p.X + 90 * p.Y, 90 + 900 * p.Y + 50 * p.X))];

        Assert.That(
            () => Cv2.CalibrateCamera([Board()], [view], ImageSize, new double[3, 3], new double[4], out _, out _),
            Throws.TypeOf<OpenCVException>().With.Message.Contains("expected room for 5"));
    }

    [Test]
    public void FindChessboardCorners_DrawnBoard_FindsThemWhereTheyAre()
    {
        const int square = 40, margin = 60;
        using var image = new Mat(480, 640, MatType.CV_8UC1, new Scalar(255));
        for (int row = 0; row <= Pattern.Height; row++)
            for (int column = 0; column <= Pattern.Width; column++)
                if ((row + column) % 2 == 0)
                    Cv2.Rectangle(image, new Rect(margin + column * square, margin + row * square, square, square), 0, -1);

        bool found = Cv2.FindChessboardCorners(image, Pattern, out Point2f[] rough);
        Point2f[] corners = Cv2.CornerSubPix(image, rough, new Size(5, 5), new Size(-1, -1), TermCriteria.Both(30, 0.001));

        Assert.That(found, Is.True);
        Assert.That(corners, Has.Length.EqualTo(Pattern.Width * Pattern.Height));
        // The edge lies between two pixels; the board may be read from either end.
        Point2f first = corners.MinBy(p => p.X + p.Y), last = corners.MaxBy(p => p.X + p.Y);
        Assert.That(first.X, Is.EqualTo(margin + square - 0.5).Within(0.2));
        Assert.That(first.Y, Is.EqualTo(margin + square - 0.5).Within(0.2));
        Assert.That(last.X, Is.EqualTo(margin + Pattern.Width * square - 0.5).Within(0.2));
        Assert.That(last.Y, Is.EqualTo(margin + Pattern.Height * square - 0.5).Within(0.2));
    }

    [Test]
    public void FindChessboardCorners_NoBoard_IsFalse()
    {
        using var image = new Mat(480, 640, MatType.CV_8UC1, new Scalar(255));

        Assert.That(Cv2.FindChessboardCorners(image, Pattern, out Point2f[] corners), Is.False);
        Assert.That(corners, Is.Empty);
    }

    [Test]
    public void Rodrigues_QuarterTurnAboutZ_IsItsMatrix()
    {
        using Mat vector = Column(0, 0, Math.PI / 2), matrix = new(), back = new();

        Cv2.Rodrigues(vector, matrix);
        Cv2.Rodrigues(matrix, back);

        matrix.GetArray(out double[] values);
        back.GetArray(out double[] again);
        Assert.That(values, Is.EqualTo(new double[] { 0, -1, 0, 1, 0, 0, 0, 0, 1 }).Within(1e-12));
        Assert.That(again[2], Is.EqualTo(Math.PI / 2).Within(1e-9));
    }
}
