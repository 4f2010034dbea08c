using RobotVision.Calibration.Extrinsics;
using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Calibration.Tests.Extrinsics;

public class FieldAlignmentTests
{
    const double Degree = Math.PI / 180;

    static readonly CameraPose Truth = new(0.82, 1.5 * Degree, 26.65 * Degree, -0.2, 1.8, 0.9);
    static readonly FisheyeCamera Lens = RenderedField.Camera;
    static readonly FieldDimensions Field = RenderedField.Layout.Dimensions;

    /// <summary>As with a mouse: four points of the drawn field, one after the other, are pulled to where the picture shows them; two pixels beside.</summary>
    [Test]
    public void PullThenFit_RenderedPicture_FindsThePose()
    {
        var image = RenderedField.Picture(Truth);
        var alignment = new FieldAlignment(Lens, Field);
        var pose = alignment.Start(null);
        List<FieldPin> pins = [];
        foreach (var (x, y) in new[] { (2.5, 1.5), (4.5, -1.5), (3.5, -1.5), (3.5, 1.5) })
        {
            Vector3d place = new(x, y, 0);
            Lens.TryProject(Truth.ToCamera(place), out var seenX, out var seenY);
            Lens.TryProject(pose.ToCamera(place), out var drawnX, out var drawnY);
            Assert.That(alignment.TryFindGround(pose, drawnX, drawnY, out var grabbed), Is.True);
            Assert.That((grabbed - place).Length, Is.LessThan(1e-6));
            pins.Add(new(grabbed, seenX + 2, seenY - 2));
            pose = alignment.Pull(pose, pins);
            Lens.TryProject(pose.ToCamera(place), out var x1, out var y1);
            Assert.That(Math.Abs(x1 - seenX - 2) + Math.Abs(y1 - seenY + 2), Is.LessThan(6), $"the pulled point follows, pull {pins.Count}");
        }

        var (found, calibration) = alignment.Fit(image, pose);
        TestContext.Out.WriteLine($"by hand {pose}\nfitted  {found}\ntruth   {Truth}\n{calibration}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Height, Is.EqualTo(Truth.Height).Within(0.015));
            Assert.That(found.Roll, Is.EqualTo(Truth.Roll).Within(0.4 * Degree));
            Assert.That(found.Pitch, Is.EqualTo(Truth.Pitch).Within(0.4 * Degree));
            Assert.That(found.X, Is.EqualTo(Truth.X).Within(0.05));
            Assert.That(found.Yaw, Is.EqualTo(Truth.Yaw).Within(Degree));
            Assert.That(calibration.RmsPixels, Is.LessThan(1.5));
            Assert.That(Math.Abs(calibration.Height - Truth.Height), Is.LessThan(4 * calibration.HeightDeviation + 0.01));
        }
    }

    [Test]
    public void Fit_PictureWithoutLines_SaysWhatToDo()
    {
        Assert.That(() => new FieldAlignment(Lens, Field).Fit(new BgrImage(640, 480), Truth),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("Pull the drawn lines"));
    }

    [Test]
    public void Draw_TruePose_PutsTheMarksWhereTheyAreSeen()
    {
        Lens.TryProject(Truth.ToCamera(new(2.5, 1.5, 0)), out var x, out var y); // a corner of the penalty area
        var near = new FieldAlignment(Lens, Field).Draw(Truth).SelectMany(line => line).Min(point => Math.Abs(point.X - x) + Math.Abs(point.Y - y));
        Assert.That(near, Is.LessThan(1e-6));
    }

    [Test]
    public void TryFindGround_Sky_IsNone()
    {
        Assert.That(new FieldAlignment(Lens, Field).TryFindGround(Truth, 320, 2, out _), Is.False);
    }
}
