using RobotVision.Calibration.Boards;
using RobotVision.Calibration.Extrinsics;
using RobotVision.Calibration.Tests.Boards;
using RobotVision.Cameras;
using RobotVision.Data.Randomness;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Tests.Extrinsics;

[TestFixture]
public class BoardExtrinsicsTests
{
    const double Degree = Math.PI / 180;

    /// <summary>A camera's view of a board on the ground with the given position of its first corner and heading.</summary>
    static BoardView Look(ICameraModel camera, CameraPose pose, BoardPattern pattern, double x, double y, double turn, ref RandomSequence random)
    {
        double[] px = new double[pattern.Count], py = new double[pattern.Count];
        var (sine, cosine) = Math.SinCos(turn);
        for (var i = 0; i < pattern.Count; i++)
        {
            var place = pattern.Place(i); // seen from above, x right and y down: y runs clockwise
            Vector3d onGround = new(x + cosine * place.X + sine * place.Y, y + sine * place.X - cosine * place.Y, 0);
            Assert.That(camera.TryProject(pose.ToCamera(onGround), out px[i], out py[i]), Is.True);
            px[i] += 0.2 * random.Normal();
            py[i] += 0.2 * random.Normal();
        }

        return new("board", camera.Width, camera.Height, [.. Enumerable.Range(0, pattern.Count)], px, py, 1);
    }

    static IEnumerable<ICameraModel> Cameras() => [BoardScene.Pinhole, BoardScene.Fisheye];

    [TestCaseSource(nameof(Cameras))]
    [Category("AnyProcessor")]
    public void Calibrate_BoardsOnTheGround_FindHeightRollAndPitch(ICameraModel camera)
    {
        var pose = new CameraPose(0.62, 3 * Degree, 38 * Degree, 0.3);
        var pattern = new BoardPattern(9, 6, 0.05);
        var random = new RandomSequence(3, 0);
        BoardView[] views =
        [
            Look(camera, pose, pattern, 0.6, 0.4, -1.3, ref random), Look(camera, pose, pattern, 0.9, 0.2, 0.2, ref random),
            Look(camera, pose, pattern, 0.8, 0.4, -0.4, ref random),
        ];

        var found = BoardExtrinsics.Calibrate(camera, pattern, views);

        Assert.That(found.Height, Is.EqualTo(0.62).Within(0.005));
        Assert.That(found.Roll, Is.EqualTo(3 * Degree).Within(0.3 * Degree));
        Assert.That(found.Pitch, Is.EqualTo(38 * Degree).Within(0.3 * Degree));
        Assert.That(found.RmsPixels, Is.LessThan(0.5));
        Assert.That(found.HeightDeviation, Is.LessThan(0.005));
        Assert.That(BoardExtrinsics.Calibrate(camera, pattern, views, thickness: 0.01).Height, Is.EqualTo(found.Height + 0.01).Within(1e-9));
    }

    [Test]
    public void Calibrate_OneMisreadViewAndOneFromAnotherPose_AreLeftOutByName()
    {
        var pose = new CameraPose(0.62, 3 * Degree, 38 * Degree, 0.3);
        var pattern = new BoardPattern(9, 6, 0.05);
        var random = new RandomSequence(3, 0);
        BoardView[] views =
        [
            Look(BoardScene.Pinhole, pose, pattern, 0.6, 0.4, -1.3, ref random), Look(BoardScene.Pinhole, pose, pattern, 0.9, 0.2, 0.2, ref random),
            Look(BoardScene.Pinhole, pose, pattern, 0.8, 0.4, -0.4, ref random), Look(
                BoardScene.Pinhole, new CameraPose(0.62, 3 * Degree, 45 * Degree, 0.3), pattern, 0.7, 0.4, -1.2, ref random),
            Look(BoardScene.Pinhole, pose, pattern, 0.7, 0.4, -1.2, ref random),
        ];
        views[3] = views[3] with { Name = "kicked" };
        views[4] = views[4] with { Name = "misread", X = [.. views[4].X.Select((x, i) => x + 40 * Math.Sin(i))] };

        var found = BoardExtrinsics.Calibrate(BoardScene.Pinhole, pattern, views);

        Assert.That(found.Rejected, Has.Count.EqualTo(2).And.Some.StartsWith("kicked: height").And.Some.StartsWith("misread: "));
        Assert.That(found.Frames, Is.EqualTo(3));
        Assert.That(found.Pitch, Is.EqualTo(38 * Degree).Within(0.3 * Degree));
    }

    [Test]
    public void Calibrate_SquareInMillimetres_IsRejectedWithAdvice()
    {
        var random = new RandomSequence(3, 0);
        var view = Look(BoardScene.Pinhole, new CameraPose(0.62, 0, 0.66, 0), new BoardPattern(9, 6, 0.05), 0.8, 0.2, -1, ref random);
        Assert.That(() => BoardExtrinsics.Calibrate(BoardScene.Pinhole, new BoardPattern(9, 6, 50), [view]),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("--square").And.Message.Contains("0.025 for 25 mm"));
    }

    [Test]
    public void Calibrate_CameraOfAnotherLens_IsRejectedByTheView()
    {
        var random = new RandomSequence(3, 0);
        var view = Look(BoardScene.Fisheye, new CameraPose(0.5, 0, 0.66, 0), new BoardPattern(9, 6, 0.07), 0.4, 0.3, -1, ref random);
        Assert.That(() => BoardExtrinsics.Calibrate(BoardScene.Pinhole, new BoardPattern(9, 6, 0.07), [view]),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("is this the camera of the file"));
    }
}
