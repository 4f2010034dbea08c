using RobotVision.Cameras;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Data.Tests.Synthesis;

/// <summary>Renders each scene with and without one object: the box around the changed pixels is the label's box.</summary>
[TestFixture]
public class LabelTruthTests
{
    const int Width = 320, Height = 240;

    static readonly FieldLayout Layout = new() { PenaltyAreaDepth = 2 };

    static ICameraModel[] Lenses() =>
    [
        new PinholeCamera(new(Width, Height, 200, 200, 160, 120), -0.1),
        new FisheyeCamera(new(Width, Height, 130, 130, 161, 118), -0.02, 0.003),
        new RollingShutterCamera(new FisheyeCamera(new(Width, Height, 130, 130, 161, 118), -0.02, 0.003), (0.05, 0.1)),
    ];

    [Test]
    public void Render_WithAndWithoutAnObject_ChangesThePixelsOfItsBox(
        [ValueSource(nameof(Lenses))] ICameraModel camera,
        [Values(ObjectClass.Ball, ObjectClass.Robot, ObjectClass.Goalpost, ObjectClass.Obstacle)] ObjectClass objectClass)
    {
        var without = Scene(camera);
        var with = Scene(camera);
        if (objectClass == ObjectClass.Ball) with.AddBall(new(1.8f, 0.2f, 0.1f), 0.1f, new(BallPatternKind.Plain, new(1)));
        else AddObject(with, with.Add(objectClass), objectClass);
        with.Decals.Clear(); // shadows change pixels too, but are not part of the object
        var image = SceneRenderer.Render(with, "with");
        var label = image.Labels.Single(label => label.Class == objectClass).Box;
        var changed = Changed(image, SceneRenderer.Render(without, "without"));
        Assert.Multiple(() =>
        {
            Assert.That(changed.X1, Is.EqualTo(label.X1).Within(1.5));
            Assert.That(changed.Y1, Is.EqualTo(label.Y1).Within(1.5));
            Assert.That(changed.X2, Is.EqualTo(label.X2).Within(1.5));
            Assert.That(changed.Y2, Is.EqualTo(label.Y2).Within(1.5));
        });
    }

    [Test]
    public void Render_Crossings_AreLabelledOnTheWhiteLine(
        [ValueSource(nameof(Lenses))] ICameraModel camera,
        [Values(ObjectClass.LineL, ObjectClass.LineT, ObjectClass.LineX, ObjectClass.PenaltyMark)] ObjectClass objectClass)
    {
        var (_, place) = Layout.Points().First(point => point.Class == objectClass);
        var pose = new CameraPose(1, 0, 0.7, 0, place.X - 1.2, place.Y);
        var image = SceneRenderer.Render(Scene(camera, pose), "crossing");
        var away = Scene(camera, pose, Layout with { LineWidth = 1e-4f, MarkRadius = 1e-4f });
        var bare = SceneRenderer.Render(away, "bare");
        camera.TryProject(pose.ToCamera(new(place.X, place.Y, 0)), out var x, out var y);
        var label = image.Labels.Where(label => label.Class == objectClass)
            .MinBy(label => Math.Abs(label.Box.CenterX - x) + Math.Abs(label.Box.CenterY - y));
        int column = (int)label.Box.CenterX, row = (int)label.Box.CenterY;
        Assert.That(Difference(image, bare, column, row), Is.GreaterThan(40), "the centre of the label is on the line");
    }

    static SceneRecipe Scene(ICameraModel camera, CameraPose? pose = null, FieldLayout? layout = null)
    {
        var random = new SceneRandom(5);
        return new()
        {
            Camera = camera,
            Pose = pose ?? new(1, 0, 0.5, 0),
            Layout = layout ?? Layout,
            Turf = new(layout ?? Layout, random),
            Hall = new(layout ?? Layout, random),
            Light = new(random),
        };
    }

    static void AddObject(SceneRecipe scene, int owner, ObjectClass objectClass)
    {
        var red = Material.Plain(new(1, 0, 0));
        var body = new BodyBuilder(scene.Solids, owner, new(2, 0.3f, 0), BodyBuilder.Heading(0.4f));
        switch (objectClass)
        {
            case ObjectClass.Goalpost:
                body.Cylinder(new(0, 0, 0.4f), new(0.06f, 0.06f, 0.4f), red);
                break;
            case ObjectClass.Obstacle:
                body.Box(new(0, 0, 0.25f), new(0.2f, 0.3f, 0.25f), red);
                break;
            default:
                body.Capsule(new(0, -0.1f, 0.1f), new(0, 0.1f, 0.6f), 0.08f, red);
                body.Ellipsoid(new(0, 0, 0.5f), new(0.1f, 0.2f, 0.1f), red);
                break;
        }
    }

    static Box Changed(LabelledImage a, LabelledImage b)
    {
        int x1 = Width, y1 = Height, x2 = 0, y2 = 0;
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                if (Difference(a, b, x, y) > 12)
                    (x1, y1, x2, y2) = (Math.Min(x1, x), Math.Min(y1, y), Math.Max(x2, x + 1), Math.Max(y2, y + 1));
        return new(x1, y1, x2, y2);
    }

    static int Difference(LabelledImage a, LabelledImage b, int x, int y)
    {
        var n = (y * Width + x) * 3;
        return Enumerable.Range(n, 3).Max(i => Math.Abs(a.Image.Pixels[i] - b.Image.Pixels[i]));
    }
}
