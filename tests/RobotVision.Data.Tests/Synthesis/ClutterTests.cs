using System.Numerics;
using RobotVision.Cameras;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Objects;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Data.Tests.Synthesis;

/// <summary>Objects similar to balls and posts are visible and have no label; robots have a label with any cover.</summary>
[TestFixture]
public class ClutterTests
{
    const int Width = 160, Height = 120;
    const int Seeds = 40; // enough for each of at most eight kinds to appear with 96 % probability; the seeds are fixed

    static readonly FieldLayout Layout = new();
    static readonly Lazy<BgrImage> Bare = new(() => SceneRenderer.Render(Scene(), "without").Image);
    static readonly Vector2 Place = new(2, 0.1f);

    [Test]
    public void AddNearBall_AnySeed_IsVisibleAndHasNoLabel() => AssertVisibleWithoutLabel(Clutter.AddNearBall);

    [Test]
    public void AddNearPost_AnySeed_IsVisibleAndHasNoLabel() => AssertVisibleWithoutLabel(Clutter.AddNearPost);

    [Test]
    public void Add_AnyFamilyOfRobots_IsLabelledAtItsPixels([Values] RobotFamily family)
    {
        for (ulong seed = 1; seed <= 6; seed++)
        {
            var scene = Scene();
            RobotFamilies.Add(scene, scene.Add(ObjectClass.Robot), family, new(Place, seed, Stance.Any, seed, seed));
            scene.Decals.Clear(); // its shadow is not part of the robot
            var image = SceneRenderer.Render(scene, "with");
            var label = image.Labels.Single(label => label.Class == ObjectClass.Robot);
            var (changed, outside) = Changed(image, label.Box);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(label.Ignore, Is.False, $"seed {seed}");
                Assert.That(changed, Is.GreaterThan(label.Box.Area / 7), $"seed {seed}: the robot fills its box");
                Assert.That(outside, Is.LessThan(5), $"seed {seed}: nothing of the robot is outside its box");
            }
        }
    }

    static void AssertVisibleWithoutLabel(Action<SceneRecipe, SceneRandom, Vector2> add)
    {
        var shapes = new HashSet<int>();
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var scene = Scene();
            add(scene, new SceneRandom(seed), Place);
            shapes.Add(scene.Solids.Count);
            var image = SceneRenderer.Render(scene, "with");
            Assert.That(Changed(image, default).Outside, Is.GreaterThan(15), $"seed {seed}: the object is in the image");
            Assert.That(image.Labels.Where(label => !label.Class.IsPoint()), Is.Empty, $"seed {seed}: only the field's points have labels");
        }

        Assert.That(shapes, Has.Count.GreaterThanOrEqualTo(3), "several kinds of objects");
    }

    static SceneRecipe Scene()
    {
        var random = new SceneRandom(5);
        return new()
        {
            Camera = new PinholeCamera(new(Width, Height, 100, 100, 80, 60), -0.1),
            Pose = new CameraPose(1, 0, 0.4, 0),
            Layout = Layout,
            Turf = new(Layout, random),
            Hall = new(Layout, random),
            Light = new(random),
        };
    }

    // Counts the pixels that differ from the bare scene: inside a box, extended by 1.5 pixels, and outside.
    static (int Inside, int Outside) Changed(LabelledImage image, Box box)
    {
        var bare = Bare.Value;
        var wide = new Box(box.X1 - 1.5f, box.Y1 - 1.5f, box.X2 + 1.5f, box.Y2 + 1.5f);
        var (inside, outside) = (0, 0);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                var n = (y * Width + x) * 3;
                if (Enumerable.Range(n, 3).All(i => Math.Abs(image.Image.Pixels[i] - bare.Pixels[i]) <= 12)) continue;
                if (wide.Contains(x + 0.5f, y + 0.5f)) inside++;
                else outside++;
            }

        return (inside, outside);
    }
}
