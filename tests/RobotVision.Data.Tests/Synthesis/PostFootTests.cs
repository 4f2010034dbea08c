using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Placing;

namespace RobotVision.Data.Tests.Synthesis;

public class PostFootTests
{
    [Test]
    public void X_RenderedPosts_StandWhereTheGoalsDo()
    {
        var (foot, middle) = (new List<double>(), new List<double>());
        for (ulong index = 0; index < 150; index++)
        {
            var options = new SyntheticOptions { OnlyViews = [Viewpoint.Humanoid] };
            var scene = SceneGenerator.Draw(new SceneRandom(77, index), 320, 240, options.ToChoices());
            var projector = new GroundProjector(scene.Camera, new GroundOptions());
            var pose = TimedPose.Of(scene.Pose);
            foreach (var label in SceneRenderer.Render(scene, "posts").Labels)
            {
                var box = label.Box;
                if (label.Class != ObjectClass.Goalpost || label.Ignore || label.Visible < 0.95f) continue;
                if (box.X1 < 2 || box.X2 > 318 || box.Y2 > 238 || box.Height < 24) continue;
                if (!projector.TryLocate(pose, UprightFoot.X(projector, pose, box), box.Y2, 0, out var place)) continue;
                if (!projector.TryLocate(pose, box.CenterX, box.Y2, 0, out var below)) continue;
                foot.Add(Error(scene.Layout, place.X, place.Y));
                middle.Add(Error(scene.Layout, below.X, below.Y));
            }
        }

        Assert.That(foot, Has.Count.GreaterThan(60));
        TestContext.Out.WriteLine($"{foot.Count} posts, median and 90 %, in metres: {Part(foot, 0.5):F3} {Part(foot, 0.9):F3}");
        TestContext.Out.WriteLine($"by the middle of the lower edge: {Part(middle, 0.5):F3} {Part(middle, 0.9):F3}");
        Assert.That(Part(foot, 0.5), Is.LessThan(0.12));
        Assert.That(Part(foot, 0.9), Is.LessThan(0.7 * Part(middle, 0.9)));
    }

    // Metres to the nearest of the four posts.
    static double Error(FieldLayout layout, double x, double y)
    {
        double dx = Math.Abs(x) - layout.Length / 2 - layout.PostRadius, dy = Math.Abs(y) - layout.GoalWidth / 2;
        return Math.Sqrt(dx * dx + dy * dy);
    }

    static double Part(List<double> errors, double part) => errors.Order().ElementAt((int)(part * errors.Count));
}
