using RobotVision.Calibration.Extrinsics;
using RobotVision.Cameras;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Calibration.Tests.Extrinsics;

[TestFixture]
public class FieldLineFitTests
{
    const double Degree = Math.PI / 180;
    static readonly FisheyeCamera Camera = RenderedField.Camera;

    const double Height = -0.03, Roll = 1.5 * Degree, Pitch = -2 * Degree; // what the pose is off by
    static readonly FieldLayout Layout = RenderedField.Layout;

    [Test]
    public void Calibrate_RenderedFrames_RecoversThePose()
    {
        var frames = Frames([(1.8, 0.9, -0.2), (2, -1.2, 0.3), (1.2, 0.2, 0.1), (2.3, 1.9, -0.7), (-1.7, 0.5, 3), (-2, -1.4, 2.9)]);

        var rough = FieldExtrinsics.Calibrate(Camera, Layout.Dimensions, [.. frames.Select(frame => frame with { Image = null })]);
        var found = FieldExtrinsics.Calibrate(Camera, Layout.Dimensions, frames);

        TestContext.Out.WriteLine($"crossings {rough}\nlines     {found}");
        Assert.That(found.Height, Is.EqualTo(Height).Within(0.01));
        Assert.That(found.Roll, Is.EqualTo(Roll).Within(0.3 * Degree));
        Assert.That(found.Pitch, Is.EqualTo(Pitch).Within(0.3 * Degree));
        Assert.That(found.PitchDeviation, Is.LessThan(rough.PitchDeviation / 2), "the lines tell more than the crossings");
    }

    [Test]
    public void Calibrate_OneImageWithoutLines_StillTakesThoseOfTheOthers()
    {
        var frames = Frames([(1.8, 0.9, -0.2), (2, -1.2, 0.3), (1.2, 0.2, 0.1), (2.3, 1.9, -0.7)]);
        frames[1] = frames[1] with { Image = new BgrImage(640, 480) };
        var rough = FieldExtrinsics.Calibrate(Camera, Layout.Dimensions, [.. frames.Select(frame => frame with { Image = null })]);
        var found = FieldExtrinsics.Calibrate(Camera, Layout.Dimensions, frames);
        Assert.That(found.Frames, Is.EqualTo(3));
        Assert.That(found.PitchDeviation, Is.LessThan(rough.PitchDeviation / 2));
        Assert.That(found.Pitch, Is.EqualTo(Pitch).Within(0.3 * Degree));
    }

    /// <summary>Photos for the command: height 0.82 m, roll 1.5 and pitch 26.65 degrees; use them with the wrong --pose 0.85,28.65,0.</summary>
    [Test]
    [Explicit("writes photos and the camera's file to the folder that ROBOTVISION_FIELD_PHOTOS names")]
    public void Render_FieldPhotos_ForTheCommand()
    {
        var folder = Environment.GetEnvironmentVariable("ROBOTVISION_FIELD_PHOTOS")
            ?? throw new InvalidOperationException("ROBOTVISION_FIELD_PHOTOS: expected a folder.");
        var random = new RandomSequence(9, 0);
        List<(double, double, double)> places = [];
        for (var i = 0; i < 12; i++)
        {
            double end = i % 2 == 0 ? 1 : -1, x = end * random.Uniform(1, 2.6f), y = random.Uniform(-1.8f, 1.8f);
            places.Add((x, y, Math.Atan2(-0.5 * y, end * 4.5 - x) + random.Uniform(-0.25f, 0.25f)));
        }

        foreach (var frame in Frames(places)) ImageFile.Write(Path.Combine(folder, $"{frame.Name}.png"), frame.Image!.View);
        new CameraFile(Camera) { Name = "head" }.Write(Path.Combine(folder, "head.yaml"));
    }

    static List<FieldFrame> Frames(IEnumerable<(double X, double Y, double Yaw)> places)
    {
        var random = new RandomSequence(4, 0);
        var frames = new List<FieldFrame>();
        foreach (var (x, y, yaw) in places)
        {
            var truth = new CameraPose(0.85 + Height, Roll, 0.5 + Pitch, yaw, x, y);
            var crossings = new List<MarkSighting>();
            foreach (var mark in Layout.Dimensions.Marks())
            {
                if (Math.Sqrt((mark.X - x) * (mark.X - x) + (mark.Y - y) * (mark.Y - y)) > 4) continue;
                if (!Camera.TryProject(truth.ToCamera(new(mark.X, mark.Y, 0)), out var u, out var v) || u < 0 || v < 0 || u > 640 || v > 480) continue;
                crossings.Add(new(mark.Class, u + 3 * random.Normal(), v + 3 * random.Normal())); // as a network finds them
            }

            frames.Add(new($"frame {frames.Count}", new(0.85, 0, 0.5, 0), crossings) { Image = RenderedField.Picture(truth, (ulong)frames.Count + 1) });
        }

        return frames;
    }
}
