namespace OpenCvSharp.Tests.Core;

public sealed class RectTests
{
    [Test]
    public void Intersect_Overlapping_IsTheCommonPart() =>
        Assert.That(new Rect(0, 0, 4, 4).Intersect(new Rect(2, 3, 9, 9)), Is.EqualTo(new Rect(2, 3, 2, 1)));

    [Test]
    public void Intersect_Touching_IsEmpty() => Assert.That(new Rect(0, 0, 4, 4).Intersect(new Rect(4, 0, 4, 4)), Is.EqualTo(default(Rect)));

    [TestCase(3, 3, true)]
    [TestCase(4, 3, false)]
    public void Contains_RightEdge_IsOutside(int x, int y, bool expected) =>
        Assert.That(new Rect(0, 0, 4, 4).Contains(new Point(x, y)), Is.EqualTo(expected));
}
