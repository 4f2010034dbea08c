using RobotVision.Geometry;
using RobotVision.Training.Calibration;
using RobotVision.Training.Randomness;
using RobotVision.Training.Synthesis;

namespace RobotVision.Training.Tests.Calibration;

[TestFixture]
public class FieldLineFitTests
{
    const double Degree = Math.PI / 180;
    static readonly FisheyeCamera Camera = new(new(640, 480, 290, 291, 322, 238), -0.02, 0.002);

    [Test]
    public void Calibrate_RenderedFrames_RecoversThePose()
    {
        const double height = -0.03, roll = 1.5 * Degree, pitch = -2 * Degree; // what the pose is off by
        var layout = new FieldLayout { PenaltyAreaDepth = 2, MarkDistance = 2.1f };
        var field = layout.Dimensions;
        var random = new RandomSequence(4, 0);
        (double X, double Y, double Yaw)[] places = [(1.8, 0.9, -0.2), (2, -1.2, 0.3), (1.2, 0.2, 0.1), (2.3, 1.9, -0.7), (-1.7, 0.5, 3), (-2, -1.4, 2.9)];
        var frames = new List<FieldFrame>();
        foreach (var (x, y, yaw) in places)
        {
            var truth = new CameraPose(0.85 + height, roll, 0.5 + pitch, yaw, x, y);
            var scene = new SceneRandom((ulong)frames.Count + 1);
            var recipe = new SceneRecipe { Camera = Camera, Pose = truth, Layout = layout, Turf = new(layout, scene), Hall = new(layout, scene), Light = new(scene) };
            var crossings = new List<MarkSighting>();
            foreach (var mark in field.Marks())
            {
                if (Math.Sqrt((mark.X - x) * (mark.X - x) + (mark.Y - y) * (mark.Y - y)) > 4) continue;
                if (!Camera.TryProject(truth.ToCamera(new(mark.X, mark.Y, 0)), out var u, out var v) || u < 0 || v < 0 || u > 640 || v > 480) continue;
                crossings.Add(new(mark.Class, u + 3 * random.Normal(), v + 3 * random.Normal())); // as a network finds them
            }

            frames.Add(new($"frame {frames.Count}", new(0.85, 0, 0.5, 0), crossings) { Image = SceneRenderer.Render(recipe, "frame").Image });
        }

        var rough = FieldExtrinsics.Calibrate(Camera, field, [.. frames.Select(frame => frame with { Image = null })]);
        var found = FieldExtrinsics.Calibrate(Camera, field, frames);

        TestContext.Out.WriteLine($"crossings {rough}\nlines     {found}");
        Assert.That(found.Height, Is.EqualTo(height).Within(0.01));
        Assert.That(found.Roll, Is.EqualTo(roll).Within(0.3 * Degree));
        Assert.That(found.Pitch, Is.EqualTo(pitch).Within(0.3 * Degree));
        Assert.That(found.PitchDeviation, Is.LessThan(rough.PitchDeviation / 2), "the lines tell more than the crossings");
    }
}
