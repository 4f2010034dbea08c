using RobotVision.Training.Monitoring;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Training.Tests.Monitoring;

public class RunMonitorTests
{
    PhotoSet _photos = null!;

    [SetUp]
    public void MakeSet() => _photos = new();

    [TearDown]
    public void RemoveSet() => _photos.Dispose();

    [Test]
    public void Monitor_OfARun_HasItsLogAndWhatTheLastWeightsSee()
    {
        using var monitor = Watch(_photos.Recipe with { ValidateEvery = 2 }, out var run);
        run.Run(false, monitor.Progress, default, null, monitor.Work);
        var (generation, from, points) = monitor.Curve((-1, 0));
        Assert.That(points.Select(point => (point.Entry.Step, point.Entry.Validation is not null)),
            Is.EqualTo(new[] { (1L, false), (2, false), (2, true), (3, false), (4, false), (4, true) }));
        Assert.That(points[0].Entry.ElapsedSeconds, Is.Not.Null);
        Assert.That((from, monitor.Curve((generation, 5)).Points.Count), Is.EqualTo((0, 1)), "what is known is not told again");
        monitor.Dispose(); // ends the look that it is at
        var look = monitor.Samples!;
        Assert.That((look.Step, look.AreTrainedOn, look.Problem), Is.EqualTo((4, false, (string?)null)));
        Assert.That(look.Samples.Select(sample => (sample.Width, sample.Labels.Count)), Is.EqualTo(new[] { (48, 2), (48, 2) }), "the two validation images");
        Assert.That(look.Samples[0].Jpeg, Is.Not.Empty);
    }

    [Test]
    public void Monitor_OfARunThatGoesOn_HasTheLogOfBefore()
    {
        using (var first = Watch(_photos.Recipe, out var run))
            run.Run(false, new Told(progress =>
            {
                if (progress.Step == 2) first.EndEarly();
            }), default);
        using var second = Watch(_photos.Recipe, out var resumed);
        resumed.Run(true, second.Progress, default);
        Assert.That(second.Curve((-1, 0)).Points.Select(point => point.Entry.Step), Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Monitor_FramesHeldOut_ShowsFoldsAndSaysWhatIsTrainedOn()
    {
        using var monitor = Watch(_photos.Recipe with { Validation = [], Folds = 2 }, out var run);
        var looks = new List<(string Work, bool AreTrainedOn)>();
        run.WeightsTaken += weights => looks.Add((weights.Work, weights.AreTrainedOn));
        run.Run(false, new Told(progress =>
        {
            run.RequestWeights();
            monitor.Progress.Report(progress);
        }), default);
        Assert.That(monitor.Curve((-1, 0)).Points.Select(point => point.Work).Distinct(),
            Is.EqualTo(new[] { "training without fold 1 of 2", "training without fold 2 of 2", "training" }));
        Assert.That(looks.Distinct(), Is.EqualTo(new[]
        {
            ("training without fold 1 of 2", false), ("training without fold 2 of 2", false), ("training", true),
        }));
    }

    [Test]
    public void Monitor_VeryManyPoints_KeepsFewerAndSaysThatTheyAreOthers()
    {
        using var monitor = Watch(_photos.Recipe, out _);
        var before = monitor.Curve((-1, 0)).Generation;
        for (var step = 1; step <= 10_000; step++)
            monitor.Progress.Report(new(step, 10_000, 1, 1, new Dictionary<string, double>()) { Work = "training without fold 1 of 2" });
        var (generation, _, points) = monitor.Curve((before, 3));
        Assert.That((generation != before, points.Count is > 4000 and < 8193, points[^1].Entry.Step), Is.EqualTo((true, true, 10_000L)));
    }

    RunMonitor Watch(TrainingRecipe recipe, out TrainingRun run) => new(run = new TrainingRun(recipe, _photos["model.onnx"], ""));

    sealed class Told(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
