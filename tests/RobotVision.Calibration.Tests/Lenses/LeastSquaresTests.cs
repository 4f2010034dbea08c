using RobotVision.Calibration.Lenses;

namespace RobotVision.Calibration.Tests.Lenses;

[TestFixture]
public class LeastSquaresTests
{
    [Test]
    public void Minimise_Measurements_GivesMeanAndItsDeviation()
    {
        var (numbers, deviations) = LeastSquares.Minimise(x => [x[0] - 1, x[0] - 1.1, x[1] - 2, x[1] - 2.1], [0, 0], 50);
        Assert.That(numbers, Is.EqualTo(new[] { 1.05, 2.05 }).Within(1e-6));
        Assert.That(deviations, Is.EqualTo(new[] { 0.05, 0.05 }).Within(1e-6));
    }

    [Test]
    public void Minimise_NumberWithoutEffect_IsInfinitelyUncertain() =>
        Assert.That(LeastSquares.Minimise(x => [x[0] - 1, x[0] - 1.1, 0, 0], [0, 7], 50).Deviations[1], Is.EqualTo(double.PositiveInfinity));

    [Test]
    public void Minimise_AsManyErrorsAsNumbers_HasInfiniteDeviations() =>
        Assert.That(LeastSquares.Minimise(x => [x[0] - 1, x[1] - 2], [0, 0], 50).Deviations, Is.All.EqualTo(double.PositiveInfinity));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Minimise_ErrorThatBecomesNaN_StaysAtTheStart(double bad)
    {
        var (numbers, deviations) = LeastSquares.Minimise(x => [x[0] - 1, x[0] - 1.1, x[0] > 0.5 ? bad : 0], [0.25], 50);
        Assert.That(numbers, Is.All.Matches<double>(double.IsFinite));
        Assert.That(deviations, Is.All.EqualTo(double.PositiveInfinity));
    }
}
