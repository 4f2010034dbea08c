using System.Numerics;
using RobotVision.Cameras;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Detections;

namespace RobotVision.Data.Tests.Synthesis.Bodies;

/// <summary>The sizes that rendered robots have in the image are those of real robots in the same posture.</summary>
public class PosturesTests
{
    const double Distance = 3, Focal = 400;

    static readonly FieldLayout Layout = new();

    // A camera at the ground's height, far away and with a narrow lens: a pixel is 7.5 mm.
    static Box BoxOf(RobotFamily family, Stance stance, ulong seed, float yaw)
    {
        var scene = new SceneRecipe
        {
            Camera = new PinholeCamera(new(320, 320, Focal, Focal, 160, 160)),
            Pose = new(0.3, 0, 0, Math.PI, Distance, 0),
            Layout = Layout,
            Turf = new(Layout, new(5)),
            Hall = new(Layout, new(5)),
            Light = new(new(5)),
        };
        RobotFamilies.Add(scene, scene.Add(ObjectClass.Robot), family, new(Vector2.Zero, yaw, stance, seed, seed));
        return SceneRenderer.Render(scene, "robot").Labels.Single(label => label.Class == ObjectClass.Robot).Box;
    }

    static double Metres(double pixels) => pixels * Distance / Focal;

    [Test]
    public void Squat_Nao_Is40CentimetresHighAndOneAndAHalfTimesAsHighAsWide()
    {
        var boxes = Enumerable.Range(1, 12).Select(seed => BoxOf(RobotFamily.Nao, Stance.Squat, (ulong)seed, seed * 0.5f)).ToArray();
        Assert.That(boxes.Select(box => Metres(box.Height)), Is.All.InRange(0.36, 0.5));
        var ratios = boxes.Select(box => box.Height / box.Width).Order().ToArray();
        Assert.That(ratios[6], Is.InRange(1.2, 1.7), "the median from all sides");
    }

    [Test]
    public void Upright_Nao_IsAsHighAsItsDataSheetSays() =>
        Assert.That(Enumerable.Range(1, 8).Select(seed => Metres(BoxOf(RobotFamily.Nao, Stance.Upright, (ulong)seed, 0.4f).Height)), Is.All.InRange(0.5, 0.68));

    [Test]
    public void AnyStance_Nao_TouchesTheGround(
        [Values("Squat", "Upright", "AllFours", "Lying", "Sitting", "Rising")] string name)
    {
        var stance = Enum.Parse<Stance>(name);
        for (ulong seed = 1; seed <= 4; seed++)
        {
            // The camera is 0.3 m above the ground, which it sees at the robot's distance 40 pixels below the horizon.
            var below = Metres(BoxOf(RobotFamily.Nao, stance, seed, seed).Y2 - 160) - 0.3;
            Assert.That(below, Is.InRange(-0.04, 0.06), $"seed {seed}");
        }
    }

    [Test]
    public void Lying_Nao_IsLowAndAcrossWiderThanHigh()
    {
        var across = BoxOf(RobotFamily.Nao, Stance.Lying, 3, MathF.PI / 2);
        Assert.That(across.Width / across.Height, Is.GreaterThan(1.4));
        Assert.That(Metres(across.Height), Is.LessThan(0.4));
    }
}
