using RobotVision.Training.Graph;

namespace RobotVision.Training.Tests.Graph;

public class ShapesTests
{
    [TestCase(96, 3, 1, 1, 96)]
    [TestCase(96, 4, 2, 1, 48)]
    [TestCase(227, 11, 4, 0, 55)]
    public void Slide_WindowThatFits_FollowsTheFormula(int input, int reach, int stride, int padding, int expected) =>
        Assert.That(Shapes.Slide("conv", input, reach, stride, padding), Is.EqualTo(expected));

    [TestCase(96, 3, 2, 1)]
    [TestCase(4, 7, 1, 1)]
    public void Slide_WindowThatDoesNotFit_NamesLayerSizesAndFormula(int input, int reach, int stride, int padding) =>
        Assert.That(() => Shapes.Slide("conv7", input, reach, stride, padding), Throws.ArgumentException.With.Message.Contains("'conv7'")
            .And.Message.Contains("(I - F + 2P)/S + 1").And.Message.Contains($"({input} - {reach} + 2*{padding})/{stride} + 1"));

    [Test]
    public void Broadcast_AxisOfOne_TakesTheOther()
    {
        int[] expected = [2, 3, 4];
        Assert.That(Shapes.Broadcast([2, 3, 4], [3, 1]), Is.EqualTo(expected));
    }

    [Test]
    public void Broadcast_AxesThatDiffer_IsRejected() =>
        Assert.That(() => Shapes.Broadcast([2, 3], [2, 4]), Throws.ArgumentException.With.Message.Contains("3 and 4"));
}
