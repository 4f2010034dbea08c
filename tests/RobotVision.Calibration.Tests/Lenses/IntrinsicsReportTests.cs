using RobotVision.Calibration.Boards;
using RobotVision.Calibration.Lenses;
using RobotVision.Calibration.Tests.Boards;
using RobotVision.Data.Randomness;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Tests.Lenses;

[TestFixture]
public class IntrinsicsReportTests
{
    [Test]
    public void Of_Calibration_ShowsParametersViewsAndWhatWasLeftOut()
    {
        var random = new RandomSequence(1, 1);
        var views = new List<BoardView>();
        foreach (var placement in BoardScene.Placements(BoardScene.Pinhole, 8, 1))
            views.Add(BoardScene.View(BoardScene.Pinhole, placement, 0.1, ref random, $"photo{views.Count}.png"));
        var calibration = IntrinsicsCalibrator.Calibrate(BoardScene.Pattern, views, new());
        var html = IntrinsicsReport.Of("head", calibration, ["dark.png: the board was not found"], new BgrImage(640, 480)).ToHtml();
        foreach (var expected in (string[])["Calibration of head", "photo3.png", "dark.png: the board was not found", "Reprojection errors",
            "<td>fx</td>", "undistorted"])
            Assert.That(html, Does.Contain(expected));
    }

    [Test]
    public void Apply_LineThatTheLensBends_IsStraight()
    {
        var camera = BoardScene.Pinhole;
        var image = new BgrImage(640, 480);
        for (var y = 0; y < 480; y++)
            for (var x = 0; x < 640; x++)
                if (camera.TryUnproject(x + 0.5, y + 0.5, out var ray) && Math.Abs(ray.Y / ray.Z + 0.3) < 0.01)
                    image.Pixels.AsSpan((y * 640 + x) * 3, 3).Fill(255);
        var straight = Undistortion.Apply(image.View, camera);
        // The line y = -0.3 of the ideal image.
        var row = (int)(camera.Intrinsics.Cy - 0.3 * camera.Intrinsics.Fy);
        for (var x = 60; x < 580; x += 20) Assert.That(straight.Pixels[(row * 640 + x) * 3], Is.GreaterThan(120), $"{x}");
    }
}
