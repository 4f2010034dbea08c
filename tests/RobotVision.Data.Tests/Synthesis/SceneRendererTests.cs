using System.Numerics;
using RobotVision.Cameras;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Placing;

namespace RobotVision.Data.Tests.Synthesis;

[TestFixture]
public class SceneRendererTests
{
    const float Radius = 0.1f;

    static SceneRecipe EmptyScene(ICameraModel camera, CameraPose? pose = null, Hall? hall = null)
    {
        var random = new SceneRandom(5);
        var layout = new FieldLayout();
        return new()
        {
            Camera = camera,
            Pose = pose ?? new(1, 0, 0.6, 0),
            Layout = layout,
            Turf = new(layout, random),
            Hall = hall ?? new(layout, random),
            Light = new(random),
        };
    }

    static ICameraModel[] Cameras() =>
    [
        new PinholeCamera(new(320, 240, 200, 200, 160, 120), -0.1),
        new FisheyeCamera(new(320, 240, 130, 130, 161, 118), -0.02, 0.003),
    ];

    static List<Label> Labels(SceneRecipe scene, ObjectClass objectClass) =>
        [.. SceneRenderer.Render(scene, "test").Labels.Where(label => label.Class == objectClass)];

    [TestCaseSource(nameof(Cameras))]
    public void Render_BallAtAKnownPosition_DrawsItAtItsProjectionToAPixel(ICameraModel camera)
    {
        var scene = EmptyScene(camera);
        var red = new Vector3(1, 0, 0);
        var owner = scene.Add(ObjectClass.Obstacle); // an obstacle's box is counted from pixels, a ball's computed
        scene.Solids.Add(Solid.Ellipsoid(new(1.4f, 0.2f, Radius), new(Radius), Quaternion.Identity, Material.Plain(red), owner));
        Assert.That(BallOutline.TryBox(camera, scene.Pose.ToCamera(new(1.4, 0.2, Radius)), Radius, out var expected), Is.True);
        var painted = Labels(scene, ObjectClass.Obstacle).Single().Box;
        Assert.That(painted.X1, Is.EqualTo(expected.X1).Within(1));
        Assert.That(painted.Y1, Is.EqualTo(expected.Y1).Within(1));
        Assert.That(painted.X2, Is.EqualTo(expected.X2).Within(1));
        Assert.That(painted.Y2, Is.EqualTo(expected.Y2).Within(1));
    }

    [TestCaseSource(nameof(Cameras))]
    public void Render_BallInView_IsLabelledAroundItsCentre(ICameraModel camera)
    {
        var scene = EmptyScene(camera);
        scene.AddBall(new(1.4f, 0.2f, Radius), Radius, new(BallPatternKind.Pentagons, new(1)));
        var ball = Labels(scene, ObjectClass.Ball).Single();
        Assert.That(camera.TryProject(scene.Pose.ToCamera(new(1.4, 0.2, Radius)), out var x, out var y), Is.True);
        Assert.That(ball.Ignore, Is.False);
        Assert.That(ball.Box.CenterX, Is.EqualTo(x).Within(0.6));
        Assert.That(ball.Box.CenterY, Is.EqualTo(y).Within(0.6));
    }

    [Test]
    public void Render_BallBehindABox_IsIgnored()
    {
        var scene = EmptyScene(Cameras()[0]);
        scene.AddBall(new(1.6f, 0, Radius), Radius, new(BallPatternKind.Dots, new(1)));
        scene.Solids.Add(Solid.Box(new(1.2f, 0, 0.3f), new(0.05f, 0.5f, 0.3f), Quaternion.Identity, Material.Plain(Vector3.One), -1));
        Assert.That(Labels(scene, ObjectClass.Ball).Single().Ignore, Is.True);
    }

    [Test]
    public void Render_BallTooFarToSee_IsIgnored()
    {
        var scene = EmptyScene(Cameras()[1]);
        scene.AddBall(new(12, 0, Radius), Radius, new(BallPatternKind.Plain, new(1)));
        Assert.That(Labels(scene, ObjectClass.Ball).Single().Ignore, Is.True);
    }

    [Test]
    public void Render_BallBehindTheCamera_HasNoLabel()
    {
        var scene = EmptyScene(Cameras()[0]);
        scene.AddBall(new(-1.5f, 0, Radius), Radius, new(BallPatternKind.Plain, new(1)));
        Assert.That(Labels(scene, ObjectClass.Ball), Is.Empty);
    }

    [Test]
    public void Render_CrossingInView_IsLabelledAtItsProjection()
    {
        var scene = EmptyScene(Cameras()[1]);
        var place = new Vector2(3.5f, 1.5f); // corner of the goal area
        scene.Camera.TryProject(scene.Pose.ToCamera(new(place.X, place.Y, 0)), out var x, out var y);
        Assert.That(Labels(scene, ObjectClass.LineL).Any(label => Math.Abs(label.Box.CenterX - x) < 0.01 && Math.Abs(label.Box.CenterY - y) < 0.01), Is.True);
    }

    // A level camera without distortion sees 0.8 m to the left at a distance of 1 m; the box stands at that edge.
    [TestCase(0.04f, true)]
    [TestCase(0.3f, false)]
    public void Render_ObjectCutByTheEdge_IsIgnoredIfOnlyAStripIsLeft(float inside, bool ignore)
    {
        var scene = EmptyScene(new PinholeCamera(new(320, 240, 200, 200, 160, 120)), new(0.3, 0, 0, 0));
        var owner = scene.Add(ObjectClass.Robot);
        var center = new Vector3(1, 0.8f + 0.4f - inside * 0.8f, 0.3f);
        scene.Solids.Add(Solid.Box(center, new(0.001f, 0.4f, 0.3f), Quaternion.Identity, Material.Plain(Vector3.One), owner));
        var label = Labels(scene, ObjectClass.Robot).Single();
        Assert.That(label.Box.Width, Is.GreaterThan(2.5), "wider than what is too small anyway");
        Assert.That(label.Ignore, Is.EqualTo(ignore));
    }

    [TestCase(0.1f, true)]
    [TestCase(0.3f, false)]
    public void Render_BallCutByTheEdge_IsABallWhileACrescentIsLeft(float inside, bool ignore)
    {
        var camera = new PinholeCamera(new(320, 240, 200, 200, 160, 120));
        var scene = EmptyScene(camera);
        // Straight before the lens's centre column, moved up until its upper part is beyond the image's upper edge.
        for (var z = 0.5f; z < 3; z += 0.002f)
        {
            BallOutline.TryBox(camera, scene.Pose.ToCamera(new(1.2, 0, z)), Radius, out var box);
            if (box.Intersect(new(0, 0, 320, 240)).Area / box.Area > inside) continue;
            scene.AddBall(new(1.2f, 0, z), Radius, new(BallPatternKind.Plain, new(1)));
            break;
        }

        Assert.That(Labels(scene, ObjectClass.Ball).Single().Ignore, Is.EqualTo(ignore));
    }

    [Test]
    public void Render_Spectators_AreIgnoredAreasOfObstacles()
    {
        var layout = new FieldLayout();
        for (ulong seed = 1; seed < 30; seed++)
        {
            var hall = new Hall(layout, new(seed));
            if (!hall.Crowds().Any()) continue;
            var areas = Labels(EmptyScene(Cameras()[0], new(1, 0, 0.05, 0), hall), ObjectClass.Obstacle);
            if (areas.Count == 0) continue; // they stand behind the camera
            Assert.That(areas.Select(area => area.Ignore), Is.All.True);
            Assert.That(areas.Select(area => area.Box.Y1), Is.All.LessThan(120), "they reach above the horizon");
            return;
        }

        Assert.Fail("expected spectators in one of thirty halls");
    }
}
