using RobotVision.Calibration.Extrinsics;
using RobotVision.Cameras;
using RobotVision.Data.Randomness;
using RobotVision.Field;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Tests.Extrinsics;

[TestFixture]
public class FieldExtrinsicsTests
{
    const double Degree = Math.PI / 180;
    static readonly FieldDimensions Field = FieldDimensions.Leagues["humanoid"];
    static readonly FisheyeCamera Camera = new(new(640, 480, 290, 291, 322, 238), -0.02, 0.002);

    /// <summary>Frames of a robot at several places, whose camera pose differs from the assumed one.</summary>
    static List<FieldFrame> Frames(int count, double noise, (double Height, double Roll, double Pitch) error, ulong seed, double wrong = 0)
    {
        var random = new RandomSequence(seed, 0);
        var frames = new List<FieldFrame>();
        while (frames.Count < count)
        {
            double x = random.Uniform(-4, 4), y = random.Uniform(-2.5f, 2.5f), yaw = random.Uniform(-3.1f, 3.1f), pitch = random.Uniform(0.3f, 0.7f),
                head = random.Uniform(-0.5f, 0.5f);
            var truth = new CameraPose(0.85, 0, pitch, yaw + head, x, y);
            var crossings = new List<MarkSighting>();
            foreach (var mark in Field.Marks())
            {
                if (Math.Sqrt((mark.X - x) * (mark.X - x) + (mark.Y - y) * (mark.Y - y)) > 4.5) continue;
                if (!Camera.TryProject(truth.ToCamera(new(mark.X, mark.Y, 0)), out var u, out var v) || u < 0 || v < 0 || u > 640 || v > 480) continue;
                var outlier = random.Chance((float)wrong) ? 60 : 0;
                crossings.Add(new(mark.Class, u + noise * random.Normal() + outlier, v + noise * random.Normal()));
            }

            if (crossings.Count >= 4) frames.Add(new($"frame {frames.Count}", new(0.85 - error.Height, -error.Roll, pitch - error.Pitch, head), crossings));
        }

        return frames;
    }

    [TestCase(0.04, 2.5, -4, 0)]
    [TestCase(-0.05, -3, 6, 0)]
    [TestCase(0, 0, 0, 0.08)]
    public void Calibrate_NoisyCrossings_FindsThePosePreciselyEnough(double height, double roll, double pitch, double wrong)
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var found = FieldExtrinsics.Calibrate(Camera, Field, Frames(25, 1, (height, roll * Degree, pitch * Degree), seed, wrong));
            TestContext.Out.WriteLine($"{found}");
            Assert.That(found.Height, Is.EqualTo(height).Within(0.01));
            Assert.That(found.Roll, Is.EqualTo(roll * Degree).Within(0.3 * Degree));
            Assert.That(found.Pitch, Is.EqualTo(pitch * Degree).Within(0.3 * Degree));
            Assert.That(Math.Abs(found.Pitch - pitch * Degree), Is.LessThan(4 * found.PitchDeviation));
            Assert.That(Math.Abs(found.Height - height), Is.LessThan(4 * found.HeightDeviation));
        }
    }

    [Test]
    [Category("AnyProcessor")]
    public void Calibrate_OneImageOfSomethingElse_DoesNotChangeThePose()
    {
        var random = new RandomSequence(77, 0);
        var frames = Frames(8, 1, (0.03, 2 * Degree, 3 * Degree), 2);
        var misplaced = frames[0].Crossings.Select(mark => new MarkSighting(mark.Class, random.Uniform(0, 640), random.Uniform(200, 480)));
        frames[0] = frames[0] with { Crossings = [.. misplaced] };
        var found = FieldExtrinsics.Calibrate(Camera, Field, frames);
        Assert.That(found.Height, Is.EqualTo(0.03).Within(0.02));
        Assert.That(found.Roll, Is.EqualTo(2 * Degree).Within(0.5 * Degree));
        Assert.That(found.Pitch, Is.EqualTo(3 * Degree).Within(0.5 * Degree));
    }

    [Test]
    public void Calibrate_PoseFarFromTheTruth_IsRejectedOrRight()
    {
        // Off by 15 degrees where 8 are supported: the result must be right, or an exception.
        for (ulong seed = 1; seed <= 4; seed++)
        {
            try
            {
                Assert.That(FieldExtrinsics.Calibrate(Camera, Field, Frames(6, 1, (0.3, 0, 15 * Degree), seed)).Pitch, Is.EqualTo(15 * Degree)
                    .Within(1 * Degree));
            }
            catch (InvalidDataException exception)
            {
                Assert.That(exception.Message, Does.StartWith("Extrinsics: expected"));
            }
        }
    }

    [Test]
    public void Calibrate_TwoImages_AreTooFew() =>
        Assert.That(() => FieldExtrinsics.Calibrate(Camera, Field, Frames(2, 1, default, 1)),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("at least 3 images with 3 crossings"));

    [Test]
    public void Calibrate_AnotherField_IsRejected() =>
        Assert.That(() => FieldExtrinsics.Calibrate(Camera, FieldDimensions.Leagues["msl"], Frames(8, 1, default, 1)), Throws.TypeOf<InvalidDataException>());
}
