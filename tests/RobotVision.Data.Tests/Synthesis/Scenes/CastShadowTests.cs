using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Tests.Synthesis.Scenes;

[TestFixture]
public class CastShadowTests
{
    static readonly Material Paint = Material.Plain(Vector3.One);
    static readonly ShadowLamp Lamp = new(Vector3.Normalize(new(1, 0.3f, 1.2f)), 0.5f, 0.01f);

    static Solid[] Solids() =>
    [
        Solid.Ellipsoid(new(0, 0, 0.4f), new(0.2f), Quaternion.Identity, Paint, -1),
        Solid.Box(new(0, 0, 0.4f), new(0.2f, 0.1f, 0.3f), Quaternion.CreateFromYawPitchRoll(0, 0, 0.4f), Paint, -1),
        Solid.Capsule(new(0.2f, 0, 0.2f), new(-0.2f, 0.1f, 0.6f), 0.1f, Paint, -1),
    ];

    // The reference is a ray from the ground to the lamp.
    [TestCase(0), TestCase(1), TestCase(2)]
    public void Cover_PointsOnTheGround_AgreesWithARayToTheLamp(int shape)
    {
        var solid = Solids()[shape];
        var shadow = CastShadow.Of([solid], [Lamp]).Single();
        var random = new SceneRandom(6);
        var (dark, wrong) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            var ground = new Vector3(random.Range(-1.5f, 1), random.Range(-1, 1), 0);
            var hidden = float.IsFinite(new SolidInView(solid, ground).Intersect(Lamp.Direction));
            if (hidden) dark++;
            if (hidden != shadow.Cover(ground) > 0.5f) wrong++;
        }
        Assert.That(dark, Is.GreaterThan(50));
        Assert.That(wrong, Is.LessThan(dark / 8), "only points at the soft edge may differ");
    }

    [Test]
    public void Of_NetsAndFlatSolids_CastNone()
    {
        var net = Solid.Box(new(0, 0, 1), new(0.1f, 1, 1), Quaternion.Identity, new() { Kind = MaterialKind.Net }, -1);
        var cable = Solid.Capsule(new(0, 0, 0.006f), new(1, 0, 0.006f), 0.008f, Paint, -1);
        Assert.That(CastShadow.Of([net, cable], [Lamp]), Is.Empty);
    }
}
