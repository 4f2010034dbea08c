namespace OpenCvSharp.Tests.Calib3d;

public sealed class Cv2FishEyeTests
{
    static readonly double[] Board = [.. Enumerable.Range(0, 35).SelectMany(i => (double[])[i % 7 * 0.03, i / 7 * 0.03, 0])];
    static readonly double[] Lens = [-0.02, 0.003, 0, 0];

    static Mat CameraMatrix() => new(3, 3, MatType.CV_64FC1, new double[] { 300, 0, 320, 0, 305, 240, 0, 0, 1 });

    static Mat Project(double[] points, double[] rotation, double[] translation)
    {
        using Mat matrix = CameraMatrix(), distortion = Mat.FromArray(Lens), rvec = Mat.FromArray(rotation), tvec = Mat.FromArray(translation);
        using var objects = new Mat(points.Length / 3, 1, MatType.CV_64FC3, points);
        var pixels = new Mat();
        Cv2.FishEye.ProjectPoints(objects, pixels, rvec, tvec, matrix, distortion);
        return pixels;
    }

    [Test]
    public void ProjectPoints_PointToTheSide_GrowsWithItsAngle()
    {
        using Mat pixels = Project([1, 0, 1], [0, 0, 0], [0, 0, 0]);

        pixels.GetArray(out double[] found);

        double angle = Math.PI / 4;
        Assert.That(found[0], Is.EqualTo(320 + 300 * angle * (1 - 0.02 * angle * angle + 0.003 * Math.Pow(angle, 4))).Within(1e-9));
        Assert.That(found[1], Is.EqualTo(240).Within(1e-9));
    }

    [Test]
    public void UndistortPoints_ProjectedPoint_GivesBackThePinhole()
    {
        using Mat pixels = Project([0.4, -0.3, 1], [0, 0, 0], [0, 0, 0]), ideal = new(), matrix = CameraMatrix(), distortion = Mat.FromArray(Lens);

        Cv2.FishEye.UndistortPoints(pixels, ideal, matrix, distortion);

        ideal.GetArray(out double[] found);
        Assert.That(found, Is.EqualTo(new[] { 0.4, -0.3 }).Within(1e-6));
    }

    [Test]
    public void Calibrate_ProjectedViews_RecoversTheCamera()
    {
        double[][] rotations = [[0.3, 0.1, 0], [-0.3, 0.2, 0.1], [0.1, -0.4, 0], [0.2, 0.4, -0.2], [-0.2, -0.3, 0.3]];
        Mat[] pixels = [.. rotations.Select(rotation => Project(Board, rotation, [-0.1, -0.05, 0.2]))];
        Mat[] objects = [.. rotations.Select(_ => new Mat(35, 1, MatType.CV_64FC3, Board))];
        using Mat matrix = new(), distortion = new();

        double error = Cv2.FishEye.Calibrate(
            objects, pixels, new Size(640, 480), matrix, distortion, out IEnumerable<Mat> rvecs, out IEnumerable<Mat> tvecs,
            FishEyeCalibrationFlags.RecomputeExtrinsic | FishEyeCalibrationFlags.FixSkew);

        rvecs.ElementAt(1).GetArray(out double[] rotationFound);
        tvecs.ElementAt(4).GetArray(out double[] translationFound);
        foreach (Mat mat in pixels.Concat(objects).Concat(rvecs).Concat(tvecs)) mat.Dispose();
        Assert.That(error, Is.LessThan(1e-3));
        Assert.That(matrix.At<double>(0, 0), Is.EqualTo(300).Within(0.1));
        Assert.That(matrix.At<double>(1, 2), Is.EqualTo(240).Within(0.1));
        Assert.That(rotationFound, Is.EqualTo(rotations[1]).Within(1e-3));
        Assert.That(translationFound[2], Is.EqualTo(0.2).Within(1e-3));
    }
}
