using OpenCvSharp;
using RobotVision.Cameras;

namespace RobotVision.Tests.Cameras;

public partial class CameraModelTests
{
    static readonly double[] Rational = [-0.21, 0.05, 0.001, -0.002, -0.004, 0.03, -0.01, 0.002];
    static readonly double[] Brown = [-0.21, 0.05, 0.001, -0.002, -0.004];
    static readonly double[] Kannala = [-0.03, 0.004, -0.001, 0.0002];

    static readonly double[] Points =
        [
            .. from x in Enumerable.Range(-4, 9) from y in Enumerable.Range(-4, 9)
            from z in (double[])[1.7, 3] from value in (double[])[x * 0.3, y * 0.25, z] select value,
        ];

    static Mat Matrix() => Mat.FromPixelData(
        3, 3, MatType.CV_64FC1, new double[] { Intrinsics.Fx, 0, Intrinsics.Cx - 0.5, 0, Intrinsics.Fy, Intrinsics.Cy - 0.5, 0, 0, 1 });

    static PinholeCamera Pinhole(double[] k) =>
        k.Length == 5 ? new(Intrinsics, k[0], k[1], k[2], k[3], k[4]) : new(Intrinsics, k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7]);

    [TestCase(5)]
    [TestCase(8)]
    public void TryProject_Pinhole_AgreesWithOpenCv(int coefficients)
    {
        var k = coefficients == 5 ? Brown : Rational;
        using Mat matrix = Matrix(), distortion = Mat.FromArray(k), none = Mat.FromArray(0.0, 0, 0), pixels = new();
        using var points = Mat.FromPixelData(Points.Length / 3, 1, MatType.CV_64FC3, Points);
        Cv2.ProjectPoints(points, none, none, matrix, distortion, pixels);
        AssertProjects(Pinhole(k), pixels);
    }

    [Test]
    public void TryProject_Fisheye_AgreesWithOpenCv()
    {
        using Mat matrix = Matrix(), distortion = Mat.FromArray(Kannala), none = Mat.FromArray(0.0, 0, 0), pixels = new();
        using var points = Mat.FromPixelData(Points.Length / 3, 1, MatType.CV_64FC3, Points);
        Cv2.FishEye.ProjectPoints(points, pixels, none, none, matrix, distortion);
        AssertProjects(Models().Last(), pixels);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void TryUnproject_Always_AgreesWithOpenCv(bool fisheye)
    {
        // OpenCV stops its iterations early; near the middle it has converged.
        double[] pixels =
        [
            .. from x in Enumerable.Range(0, 7) from y in Enumerable.Range(0, 7)
            from value in (double[])[232 + x * 30 - 0.5, 158 + y * 30 - 0.5] select value,
        ];
        using Mat matrix = Matrix(), distortion = Mat.FromArray(fisheye ? Kannala : Brown), ideal = new();
        using var distorted = Mat.FromPixelData(pixels.Length / 2, 1, MatType.CV_64FC2, pixels);
        if (fisheye) Cv2.FishEye.UndistortPoints(distorted, ideal, matrix, distortion);
        else Cv2.UndistortPoints(distorted, ideal, matrix, distortion);
        var expected = Values(ideal);
        var camera = fisheye ? Models().Last() : Pinhole(Brown);
        for (var i = 0; i < pixels.Length; i += 2)
        {
            Assert.That(camera.TryUnproject(pixels[i] + 0.5, pixels[i + 1] + 0.5, out var ray), Is.True);
            Assert.That(ray.X / ray.Z, Is.EqualTo(expected[i]).Within(1e-6));
            Assert.That(ray.Y / ray.Z, Is.EqualTo(expected[i + 1]).Within(1e-6));
        }
    }

    static double[] Values(Mat points)
    {
        using var plain = points.Reshape(1); // GetArray gives single numbers of one channel only
        plain.GetArray(out double[] values);
        return values;
    }

    static void AssertProjects(ICameraModel camera, Mat pixels)
    {
        var expected = Values(pixels);
        for (int i = 0, n = 0; i < Points.Length; i += 3, n += 2)
        {
            Assert.That(camera.TryProject(new(Points[i], Points[i + 1], Points[i + 2]), out var x, out var y), Is.True);
            Assert.That(x, Is.EqualTo(expected[n] + 0.5).Within(1e-6));
            Assert.That(y, Is.EqualTo(expected[n + 1] + 0.5).Within(1e-6));
        }
    }
}
