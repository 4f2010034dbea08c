using RobotVision.Calibration.Boards;
using RobotVision.Calibration.Extrinsics;
using RobotVision.Calibration.Tests.Boards;
using RobotVision.Data.Randomness;
using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Calibration.Tests.Extrinsics;

[TestFixture]
public class MountExtrinsicsTests
{
    const double Degree = Math.PI / 180;
    static readonly BoardPattern Pattern = new(9, 6, 0.05);
    static readonly CameraMount Mount = new(Rotation.FromVector(new(0.02, -0.06, 0.03)), new(0.07, 0.01, 0.05));

    static CameraPose HeadAt(int i) => new(0.5, 0, 0.7 + 0.2 * Math.Cos(0.9 * i), 0.35 * Math.Sin(1.3 * i), 0.02, 0);

    /// <summary>The camera's views of a board on the ground, and the head's poses: exact ones and ones with joint errors.</summary>
    static (List<BoardView> Views, PoseHistory Heads) Record(Func<int, CameraPose> headAt, double poseNoise = 0, double scale = 1, long late = 0)
    {
        var random = new RandomSequence(11, 0);
        var (views, heads) = (new List<BoardView>(), new PoseHistory());
        for (var i = 0; i < 24; i++)
        {
            var head = TimedPose.Of(headAt(i), i * 200_000);
            for (var step = -1; step <= 1; step++)
            {
                Vector3d draw = new(poseNoise * random.Normal(), poseNoise * random.Normal(), poseNoise * random.Normal());
                heads.Add(head with { TimeMicroseconds = i * 200_000 + step * 20_000, Orientation = head.Orientation * Rotation.FromVector(draw) });
            }

            var pose = Mount.CameraOf(head);
            double[] x = new double[Pattern.Count], y = new double[Pattern.Count];
            var isSeen = true;
            for (var corner = 0; corner < Pattern.Count; corner++)
            {
                var place = Pattern.Place(corner) * scale;
                isSeen &= BoardScene.Fisheye.TryProject(
                    pose.ToCamera(new(0.75 + 0.2 * place.X - 0.98 * place.Y, 0.2 - 0.98 * place.X - 0.2 * place.Y, 0)), out x[corner], out y[corner]);
                (x[corner], y[corner]) = (x[corner] + 0.2 * random.Normal(), y[corner] + 0.2 * random.Normal());
                isSeen &= x[corner] is > 0 and < 640 && y[corner] is > 0 and < 480;
            }

            // Which end of a chessboard is the first is ambiguous.
            if (i % 3 == 2) (x, y) = ([.. x.Reverse()], [.. y.Reverse()]);
            if (isSeen) views.Add(new($"view {i}", 640, 480, [.. Enumerable.Range(0, Pattern.Count)], x, y, 1) { TimeMicroseconds = i * 200_000 + late });
        }

        return (views, heads);
    }

    [TestCase(0)]
    [TestCase(0.003)]
    public void Calibrate_HeadThatTurnsAndNods_FindsTurnAndOffset(double poseNoise)
    {
        var (views, heads) = Record(HeadAt, poseNoise, late: 40_000);
        var found = MountExtrinsics.Calibrate(BoardScene.Fisheye, Pattern, views, heads, TimeSpan.FromMilliseconds(40));
        TestContext.Out.WriteLine(found);
        Assert.That(found.Views, Is.GreaterThan(12));
        Assert.That(found.Mount.Orientation.AngleTo(Mount.Orientation), Is.LessThan(0.3 * Degree));
        Assert.That((found.Mount.Position - Mount.Position).Length, Is.LessThan(0.01));
        Assert.That(found.PositionDeviation.Length, Is.LessThan(0.02));
    }

    [Test]
    [Category("AnyProcessor")]
    public void Calibrate_FirstPoseWrongAndOneViewMisread_DoesNotChangeTheMount()
    {
        var (views, heads) = Record(HeadAt);
        var first = views[0].TimeMicroseconds!.Value;
        var others = new PoseHistory();
        for (var i = 0; i < 24; i++)
            for (var step = -1; step <= 1; step++)
                if (heads.At(i * 200_000 + step * 20_000, out var pose) == PoseStatus.Known)
                    others.Add(i * 200_000 == first ? pose with { Orientation = pose.Orientation * Rotation.FromAngles(0.4, 1.2, 2), Position = new(3, -2, 1) }
                        : pose);
        views[4] = views[4] with { X = [.. views[4].X.Select(_ => 200.0)] };

        var found = MountExtrinsics.Calibrate(BoardScene.Fisheye, Pattern, views, others, default);

        Assert.That(found.Views, Is.EqualTo(views.Count - 2));
        Assert.That(found.Mount.Orientation.AngleTo(Mount.Orientation), Is.LessThan(0.3 * Degree));
        Assert.That((found.Mount.Position - Mount.Position).Length, Is.LessThan(0.01));
    }

    [Test]
    public void Calibrate_HeadHeldStill_IsRejected() => Rejects(Record(_ => HeadAt(0)), "turns by 10 degrees or more");

    [Test]
    public void Calibrate_SquareTwiceAsLarge_IsRejected() => Rejects(Record(HeadAt, scale: 2), "--square");

    [Test]
    public void Calibrate_PosesOfAnotherClock_AreRejected() => Rejects(Record(HeadAt, late: 100_000_000), "by the frames' clock");

    [Test]
    public void Calibrate_ViewsWithoutTimes_AreRejected()
    {
        var (views, heads) = Record(HeadAt);
        Rejects(([.. views.Select(view => view with { TimeMicroseconds = null })], heads), "expected a time");
    }

    static void Rejects((List<BoardView> Views, PoseHistory Heads) recording, string words)
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            MountExtrinsics.Calibrate(BoardScene.Fisheye, Pattern, recording.Views, recording.Heads, default));
        TestContext.Out.WriteLine(error!.Message);
        Assert.That(error.Message, Does.Contain(words));
    }
}
