using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Tests.Synthesis.Scenes;

[TestFixture]
public class SolidTests
{
    static readonly Material Paint = Material.Plain(Vector3.One);

    static Solid[] Solids() =>
    [
        Solid.Ellipsoid(new(3, 0.2f, 0.5f), new(0.4f, 0.8f, 0.3f), Quaternion.CreateFromYawPitchRoll(0.3f, 1, 0.2f), Paint, -1),
        Solid.Box(new(3, 0.2f, 0.5f), new(0.4f, 0.8f, 0.3f), Quaternion.CreateFromYawPitchRoll(0.3f, 1, 0.2f), Paint, -1),
        Solid.Capsule(new(3, -0.5f, 0), new(2.5f, 0.6f, 1.2f), 0.3f, Paint, -1),
        Solid.Cone(new(3, 0.2f, 0.5f), new(0.6f, 0.8f, 0.7f), 0.3f, Quaternion.CreateFromYawPitchRoll(0.3f, 1, 0.2f), Paint, -1),
        Solid.Pyramid(new(3, 0.2f, 0.5f), new(0.4f, 0.5f, 0.5f), 1.6f, Quaternion.CreateFromYawPitchRoll(0.3f, 1, 0.2f), Paint, -1),
    ];

    // The reference walks along the ray in small steps until a point is inside.
    [TestCase(0), TestCase(1), TestCase(2), TestCase(3), TestCase(4)]
    public void Intersect_ManyRays_AgreesWithSteppingAlongThem(int shape)
    {
        var solid = Solids()[shape];
        var random = new SceneRandom(4);
        var (hits, disagreements) = (0, 0);
        for (var i = 0; i < 300; i++)
        {
            var eye = new Vector3(0, random.Range(-1, 1), random.Range(0, 1));
            var ray = Vector3.Normalize(new(1, random.Range(-0.4f, 0.4f), random.Range(-0.3f, 0.3f)));
            var distance = new SolidInView(solid, eye).Intersect(ray);
            var stepped = Step(solid, eye, ray);
            if (float.IsFinite(distance)) hits++;
            if (float.IsFinite(distance) && float.IsFinite(stepped)) Assert.That(distance, Is.EqualTo(stepped).Within(0.006));
            else if (float.IsFinite(distance) != float.IsFinite(stepped)) disagreements++; // a grazing ray between two steps
        }
        Assert.That(hits, Is.GreaterThan(40));
        Assert.That(disagreements, Is.LessThan(4));
    }

    [TestCase(0), TestCase(1), TestCase(2), TestCase(3), TestCase(4)]
    public void Normal_AtAnIntersection_PointsBackAlongTheRay(int shape)
    {
        var solid = Solids()[shape];
        var eye = new Vector3(0, 0.1f, 0.5f);
        var distance = new SolidInView(solid, eye).Intersect(Vector3.UnitX);
        var normal = solid.Normal(eye + Vector3.UnitX * distance);
        Assert.That(normal.Length(), Is.EqualTo(1).Within(1e-4));
        Assert.That(normal.X, Is.LessThan(0));
    }

    static float Step(Solid solid, Vector3 eye, Vector3 ray)
    {
        for (var distance = 0.5f; distance < 6; distance += 0.004f)
            if (Inside(solid, eye + ray * distance)) return distance;
        return float.PositiveInfinity;
    }

    static bool Inside(Solid solid, Vector3 at)
    {
        var local = solid.ToLocal(at);
        if (solid.Shape == SolidShape.Ellipsoid) return local.LengthSquared() <= 1;
        if (solid.Shape == SolidShape.Box) return MathF.Abs(local.X) <= 1 && MathF.Abs(local.Y) <= 1 && MathF.Abs(local.Z) <= 1;
        var width = (1 + solid.Taper) / 2 + (solid.Taper - 1) / 2 * local.Z;
        if (solid.Shape == SolidShape.Cone) return MathF.Abs(local.Z) <= 1 && local.X * local.X + local.Y * local.Y <= width * width;
        if (solid.Shape == SolidShape.Pyramid) return MathF.Abs(local.Z) <= 1 && MathF.Abs(local.X) <= width && MathF.Abs(local.Y) <= width;
        var axis = solid.B - solid.A;
        var along = Math.Clamp(Vector3.Dot(at - solid.A, axis) / axis.LengthSquared(), 0, 1);
        return Vector3.Distance(at, solid.A + axis * along) <= solid.Radius;
    }
}
