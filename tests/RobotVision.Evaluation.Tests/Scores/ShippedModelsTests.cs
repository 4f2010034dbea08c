using RobotVision.Data.Synthesis;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Detections;
using RobotVision.Evaluation.CloseUps;
using RobotVision.Evaluation.Scores;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Scores;

/// <summary>A sanity check of the shipped models on a few new rendered images; their cards have the measured figures.</summary>
[TestFixture]
public class ShippedModelsTests
{
    // Robots and cameras like those that the shipped models were trained on.
    static readonly SyntheticDataset Fresh = new(new()
    {
        Seed = 4_000_001,
        Count = 60,
        OnlyFamilies = [RobotFamily.Mixed, RobotFamily.Cart, RobotFamily.Ssl],
        OnlyViews = [Viewpoint.Humanoid, Viewpoint.Msl, Viewpoint.Low, Viewpoint.Any],
    });

    [Test]
    public void Lecture_UnseenImages_IsFarAboveTheBaseRate()
    {
        var score = Score("lecture.int8.onnx");
        double gained = 0, possible = 0;
        foreach (var one in Enumerable.Range(0, ObjectClasses.Count).Select(i => score[(ObjectClass)i]))
        {
            var baseRate = (double)one.Labels / one.Frames;
            var precision = one.AveragePrecision() ?? throw new AssertionException($"{one.Class}: nothing to find");
            TestContext.Out.WriteLine($"{one.Class}: {precision:0.000}, base rate {baseRate:0.000}");
            (gained, possible) = (gained + precision - baseRate, possible + 1 - baseRate);
            Assert.That(precision, Is.GreaterThan(baseRate), one.Class.ToString());
        }

        Assert.That(gained / possible, Is.GreaterThan(0.5), "the gain over the base rate, as a fraction of the possible gain");
    }

    [TestCase("grid.onnx")]
    [TestCase("grid.int8.onnx")]
    [TestCase("grid-s.onnx")]
    [TestCase("grid-s.int8.onnx")]
    public void Grid_UnseenImages_FindsRobotsAndCrossings(string name)
    {
        var score = Score(name);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(score[ObjectClass.Robot].AveragePrecision(), Is.GreaterThan(0.35));
            Assert.That(score[ObjectClass.LineX].AveragePrecision(), Is.GreaterThan(0.35));
            Assert.That(score[ObjectClass.Ball].AveragePrecision(), Is.GreaterThan(0.15));
        }
    }

    [Test]
    public void Grid_SixCloseUps_FindManyMoreTinyObjectsAtEqualPrecision()
    {
        using var model = Load("grid.int8.onnx", samples: 6);
        var all = new CloseUpRun(model, closeUps: 6).OnImages("fresh", Fresh, _ => { }, CancellationToken.None).Classes[^1];
        TestContext.Out.WriteLine(
            $"under {ClassGain.TinyPixels} px in the whole view: {all.Tiny.Once} of {all.Tiny.Labels} without close-ups, {all.Tiny.Twice} with them");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Tiny.Labels, Is.GreaterThan(30));
            Assert.That(all.Tiny.Twice, Is.GreaterThan(1.5 * all.Tiny.Once));
        }
    }

    // Checks weights, sampling and decoding; the tolerance allows for rounding on other processors.
    [Test]
    [Category("AnyProcessor")]
    public void Grid_KnownImage_GivesTheKnownDetections()
    {
        using var model = Load("grid.onnx");
        using var runner = model.CreateRunner();
        var found = new ImageDetector(runner).Detect(Fresh.Load(3).Image, new([.. model.Contract.ThresholdsFor(0)])).Detections;
        Assert.That(found.Span.ToArray().Select(one => one.Class), Is.EqualTo(new[] { ObjectClass.Ball, ObjectClass.Goalpost }));
        Assert.That(found.Span.ToArray().Select(one => one.Confidence), Is.EqualTo(new[] { 0.7513f, 0.5774f }).Within(0.005f));
        var ball = found.Span[0].Box;
        Assert.That(new[] { ball.X1, ball.Y1, ball.X2, ball.Y2 }, Is.EqualTo(new[] { 203, 54.1f, 320, 202.6f }).Within(1));
    }

    static DetectionScore Score(string name)
    {
        var score = new DetectionScore();
        using var model = Load(name);
        DatasetEvaluator.Score(model, Fresh, score, null, CancellationToken.None);
        return score;
    }

    static VisionModel Load(string name, int samples = 1) => VisionModel.Load(
        Path.Combine(Repository.Root, "models", name), new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1, MaxSamples = samples });
}
