using System.Text.Json;
using RobotVision.Training.Optimisers;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Tests.Recipes;

public class TrainingOptionsTests
{
    static readonly TrainingOptions Run = new() { LearningRate = 0.5, WarmUpSteps = 10, Steps = 100, FinalRate = 0 };

    [TestCase(RateSchedule.Cosine, 55, 0.25)]
    [TestCase(RateSchedule.Cosine, 100, 0)]
    [TestCase(RateSchedule.Constant, 10, 0.5)]
    [TestCase(RateSchedule.Constant, 99, 0.5)]
    [TestCase(RateSchedule.Step, 33, 0.5)]
    [TestCase(RateSchedule.Step, 34, 0.05)]
    [TestCase(RateSchedule.Step, 68, 0.005)]
    [TestCase(RateSchedule.Step, 99, 0.005)]
    public void LearningRateAt_AfterTheRise_FollowsTheSchedule(RateSchedule schedule, long step, double expected) =>
        Assert.That((Run with { Schedule = schedule }).LearningRateAt(step), Is.EqualTo(expected).Within(1e-12));

    [Test]
    public void LearningRateAt_StepsAndFactorGiven_TakesThem() =>
        Assert.That((Run with { Schedule = RateSchedule.Step, RateStepEvery = 20, RateFactor = 0.5 }).LearningRateAt(65), Is.EqualTo(0.0625).Within(1e-12));

    [Test]
    public void LearningRateAt_WarmUp_RisesInAnySchedule([Values] RateSchedule schedule) =>
        Assert.That((Run with { Schedule = schedule }).LearningRateAt(4), Is.EqualTo(0.25).Within(1e-12));

    [Test]
    public void Validate_NewOptionsOutOfRange_NamesEveryOne()
    {
        var options = new TrainingOptions
        {
            Optimiser = (OptimiserKind)9,
            Momentum = 1,
            GradientLimit = -1,
            Schedule = (RateSchedule)9,
            RateStepEvery = -1,
            RateFactor = 0,
        };
        var message = Assert.Throws<OptionException>(options.Validate).Message;
        foreach (var name in new[] { "optimiser", "momentum", "gradient_limit", "schedule", "rate_step_every", "rate_factor" })
            Assert.That(message, Does.Contain($"training.{name}: expected"));
    }

    /// <summary>A short run of twenty steps used to fail because of the default warm-up of a hundred.</summary>
    [TestCase(1, 0)]
    [TestCase(20, 2)]
    [TestCase(1000, 100)]
    [TestCase(24_000, 100)]
    public void WarmUpSteps_NotGiven_AreATenthOfTheStepsAndNeverMoreThanAHundred(long steps, long expected)
    {
        var options = new TrainingOptions() with { Steps = steps };
        Assert.That(options.WarmUpSteps, Is.EqualTo(expected));
        Assert.That(options.Validate, Throws.Nothing);
    }

    [Test]
    public void WarmUpSteps_Given_DoNotChangeWithTheSteps() =>
        Assert.That((new TrainingOptions { WarmUpSteps = 100 } with { Steps = 20 }).WarmUpSteps, Is.EqualTo(100));

    [Test]
    public void Json_OptionsThatAreGiven_ComeBack()
    {
        var options = Run with
        {
            Optimiser = OptimiserKind.Nesterov,
            Momentum = 0,
            GradientLimit = 2,
            Schedule = RateSchedule.Step,
            RateStepEvery = 7,
            RateFactor = 0.3,
        };
        Assert.That(JsonSerializer.Deserialize<TrainingOptions>(JsonSerializer.Serialize(options)), Is.EqualTo(options));
    }

    /// <summary>Checkpoints contain the options: runs of versions without these options must resume to the same bytes.</summary>
    [Test]
    public void Json_OptionsThatAreNotGiven_DoNotStandInIt()
    {
        var json = JsonSerializer.Serialize(new TrainingOptions());
        string[] names = ["Optimiser", "Momentum", "GradientLimit", "Schedule", "RateStepEvery", "RateFactor"];
        Assert.That(names.Where(json.Contains), Is.Empty);
    }
}
