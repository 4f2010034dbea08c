using RobotVision.Cameras;

namespace RobotVision.Tests.Cameras;

public class LensFoldTests
{
    static readonly CameraIntrinsics Intrinsics = new(640, 480, 500, 500, 320, 240);

    static IEnumerable<TestCaseData> Good() =>
    [
        new TestCaseData(new PinholeCamera(Intrinsics, -0.25, 0.08)).SetArgDisplayNames("usual"),
        new TestCaseData(new FisheyeCamera(Intrinsics with { Fx = 180, Fy = 180 }, -0.02, 0.004)).SetArgDisplayNames("fisheye"),
    ];

    static IEnumerable<TestCaseData> Folding() =>
    [
        new TestCaseData(new PinholeCamera(Intrinsics, -12.5)).SetArgDisplayNames("k1"),
        new TestCaseData(new PinholeCamera(Intrinsics, -0.1, 0, 0, 0, 0, 9)).SetArgDisplayNames("rational"),
        new TestCaseData(new FisheyeCamera(Intrinsics, -0.9)).SetArgDisplayNames("fisheye"),
    ];

    [TestCaseSource(nameof(Good))]
    public void Describe_LensThatSeesEverywhere_SaysNothing(ICameraModel camera) => Assert.That(LensFold.Describe(camera), Is.Null);

    [TestCaseSource(nameof(Folding))]
    public void Describe_LensThatFoldsInsideThePicture_SaysBeyondWhichRadius(ICameraModel camera) =>
        Assert.That(LensFold.Describe(camera), Does.Match("beyond \\d+ px from the optical axis the lens model folds over, and \\d+ % of the picture"));
}
