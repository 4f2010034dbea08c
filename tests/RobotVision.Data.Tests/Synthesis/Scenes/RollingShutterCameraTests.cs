using RobotVision.Cameras;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Tests.Synthesis.Scenes;

[TestFixture]
public class RollingShutterCameraTests
{
    static ICameraModel[] Lenses() =>
    [
        new PinholeCamera(new(320, 240, 200, 200, 160, 120), -0.1),
        new FisheyeCamera(new(320, 240, 110, 110, 161, 118), -0.02, 0.003),
    ];

    [TestCaseSource(nameof(Lenses))]
    public void TryProject_RayOfAPixel_GivesThatPixel(ICameraModel lens)
    {
        var camera = new RollingShutterCamera(lens, (0.08, -0.12));
        for (var y = 5; y < 240; y += 23)
            for (var x = 5; x < 320; x += 31)
            {
                Assert.That(camera.TryUnproject(x, y, out var ray), Is.True);
                Assert.That(camera.TryProject(ray * 3, out var u, out var v), Is.True);
                Assert.That(u, Is.EqualTo(x).Within(0.01));
                Assert.That(v, Is.EqualTo(y).Within(0.01));
            }
    }

    [Test]
    public void TryUnproject_TurningRight_SeesFurtherRightBelow()
    {
        var lens = Lenses()[0];
        var camera = new RollingShutterCamera(lens, (0, 0.2));
        camera.TryUnproject(160, 0, out var above);
        camera.TryUnproject(160, 240, out var below);
        Assert.That(Math.Atan2(below.X, below.Z) - Math.Atan2(above.X, above.Z), Is.EqualTo(0.2).Within(0.01));
    }
}
