using RobotVision.Classroom.Layers;

namespace RobotVision.Classroom.Tests.Layers;

public class ConvolutionLessonTests
{
    /// <summary>Pixel (row, column) has the value 7 row + column.</summary>
    static readonly float[] Ramp = [.. Enumerable.Range(0, 49).Select(i => (float)i)];

    static readonly float[] Sum = [.. Enumerable.Repeat(1f, 9)];

    [TestCase(3, 1, 0, 5)]
    [TestCase(3, 2, 0, 3)]
    [TestCase(3, 1, 1, 7)]
    [TestCase(3, 3, 1, 3)]
    [TestCase(5, 2, 0, 2)]
    [TestCase(7, 1, 0, 1)]
    public void Compute_SizeThatFits_IsThatOfTheFormula(int kernel, int stride, int padding, int expected)
    {
        var state = ConvolutionLesson.Compute(new() { Image = Ramp, Filter = new float[kernel * kernel], Kernel = kernel, Stride = stride, Padding = padding });
        Assert.That((state.Size.Fits, state.Size.Size, state.Size.Value), Is.EqualTo((true, expected, (double)expected)));
        Assert.That(state.Output, Has.Length.EqualTo(expected * expected));
    }

    [Test]
    public void Compute_SevenBySevenFilterThreeStrideThree_IsRefusedWithTheFormulasResult()
    {
        var state = ConvolutionLesson.Compute(new() { Image = Ramp, Filter = Sum, Stride = 3 });
        Assert.That(state.Size.Value, Is.EqualTo(7 / 3.0).Within(1e-12));
        Assert.That(state.Size.Problem, Does.Contain("(7 - 3 + 2*0)/3 + 1 = 2.333"));
        Assert.That((state.Size.Fits, state.Output), Is.EqualTo((false, (float[]?)null)));
    }

    [Test]
    public void Compute_SumOverTheRamp_IsNineTimesItsMiddle()
    {
        var state = ConvolutionLesson.Compute(new() { Image = Ramp, Filter = Sum, Stride = 2 });
        Assert.That(state.Output, Is.EqualTo(new[] { 72f, 90, 108, 198, 216, 234, 324, 342, 360 }).Within(1e-3));
    }

    [Test]
    public void Compute_ReluAndPooling_AreThoseOfTheValues()
    {
        float[] filter = [0, 0, 0, 0, 1, 0, 0, 0, 0];
        float[] image = [.. Ramp.Select(value => value - 24)];
        var max = ConvolutionLesson.Compute(new() { Image = image, Filter = filter, Pool = PoolKind.Max, PoolSize = 3, PoolStride = 2 });
        Assert.That(max.Rectified!.Min(), Is.Zero);
        Assert.That(max.Output!.Min(), Is.EqualTo(8 - 24).Within(1e-5));
        Assert.That(max.Pooled, Is.EqualTo(new[] { 0f, 2, 14, 16 }).Within(1e-5));
        var average = ConvolutionLesson.Compute(
            new() { Image = image, Filter = filter, HasRelu = false, Pool = PoolKind.Average, PoolSize = 3, PoolStride = 2 });
        Assert.That(average.Pooled, Is.EqualTo(new[] { -8f, -6, 6, 8 }).Within(1e-5));
        var refused = ConvolutionLesson.Compute(new() { Image = image, Filter = filter, Pool = PoolKind.Max });
        Assert.That((refused.PooledSize!.Value, refused.PooledSize.Fits, refused.Pooled), Is.EqualTo((2.5, false, (float[]?)null)));
    }

    [Test]
    public void Compute_WrongOptions_AreRefused()
    {
        Assert.That(() => ConvolutionLesson.Compute(new() { Image = [1], Filter = Sum }), Throws.TypeOf<OptionException>().With.Message.Contains("49 values"));
        Assert.That(() => ConvolutionLesson.Compute(new() { Image = Ramp, Filter = [float.NaN] }), Throws.TypeOf<OptionException>());
        Assert.That(() => ConvolutionLesson.Compute(new() { Image = Ramp, Filter = Sum, Stride = 0 }), Throws.TypeOf<OptionException>());
    }
}
