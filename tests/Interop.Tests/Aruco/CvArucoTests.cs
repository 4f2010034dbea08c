using OpenCvSharp.Aruco;

namespace OpenCvSharp.Tests.Aruco;

public sealed class CvArucoTests
{
    [Test]
    public void DetectMarkers_DrawnMarkers_FindsNumbersAndCorners()
    {
        using var dictionary = CvAruco.GetPredefinedDictionary(PredefinedDictionaryName.Dict5X5_100);
        using var image = new Mat(300, 500, MatType.CV_8UC1, new Scalar(255));
        foreach (var (id, x) in ((int, int)[])[(7, 50), (93, 300)])
        {
            using var marker = new Mat();
            CvAruco.DrawMarker(dictionary, id, 120, marker);
            image[new Rect(x, 80, 120, 120)] = marker;
        }

        CvAruco.DetectMarkers(image, dictionary, out Point2f[][] corners, out int[] ids, new DetectorParameters(), out _);

        Assert.That(ids, Is.EquivalentTo(new[] { 7, 93 }));
        Point2f first = corners[Array.IndexOf(ids, 7)][0], third = corners[Array.IndexOf(ids, 93)][2];
        Assert.That(new double[] { first.X, first.Y, third.X, third.Y }, Is.EqualTo(new double[] { 50, 80, 419, 199 }).Within(1));
    }

    [Test]
    public void DetectMarkers_OtherDictionary_FindsNone()
    {
        using var dictionary = CvAruco.GetPredefinedDictionary(PredefinedDictionaryName.Dict4X4_50);
        using var image = new Mat(100, 100, MatType.CV_8UC1, new Scalar(255));

        CvAruco.DetectMarkers(image, dictionary, out Point2f[][] corners, out int[] ids, new DetectorParameters(), out _);

        Assert.That(ids, Is.Empty);
        Assert.That(corners, Is.Empty);
    }
}
