using RobotVision.Detections;
using RobotVision.Drawing;

namespace RobotVision.Tests.Drawing;

public class LabelPlacerTests
{
    const float Width = 640, Height = 480, Gap = 2;

    [Test]
    public void Place_FreeObject_PutsItsLabelRightAboveIt()
    {
        var placer = new LabelPlacer(Width, Height, Gap);
        placer.Keep(new(100, 100, 150, 150));

        Assert.That(placer.Place(new(100, 100, 150, 150), 80, 16), Is.EqualTo(new Box(100, 82, 180, 98)));
    }

    [TestCase(0, 0)]
    [TestCase(620, 0)]
    [TestCase(0, 460)]
    [TestCase(620, 460)]
    [TestCase(300, 0)]
    public void Place_ObjectAtTheEdge_PutsItsLabelInsideThePicture(float x, float y)
    {
        var placer = new LabelPlacer(Width, Height, Gap);
        var box = new Box(x, y, x + 20, y + 20);
        placer.Keep(box);

        var place = placer.Place(box, 120, 16)!.Value;

        Assert.That(place.Intersect(new(0, 0, Width, Height)), Is.EqualTo(place));
        Assert.That(place.Intersect(box).Area, Is.Zero);
    }

    /// <summary>Crowds of up to forty objects of all sizes.</summary>
    [Test]
    public void Place_Crowd_NoLabelCoversAnObjectOrAnotherLabelOrLeavesThePicture([Range(1, 30)] int seed)
    {
        var random = new Random(seed);
        var objects = Enumerable.Range(0, random.Next(5, 41)).Select(_ =>
        {
            var (w, h) = (4 + 100 * random.NextSingle() * random.NextSingle(), 4 + 160 * random.NextSingle() * random.NextSingle());
            return Box.FromCenter(Width * random.NextSingle(), Height * random.NextSingle(), w, h);
        }).ToArray();
        var placer = new LabelPlacer(Width, Height, Gap);
        foreach (var box in objects) placer.Keep(box);

        var labels = objects.Select(box => placer.Place(box, 60 + 60 * random.NextSingle(), 16)).OfType<Box>().ToArray();

        Assert.That(labels, Is.Not.Empty);
        for (var i = 0; i < labels.Length; i++)
        {
            Assert.That(labels[i].Intersect(new(0, 0, Width, Height)), Is.EqualTo(labels[i]), "inside the picture");
            Assert.That(labels.Take(i).Any(other => Meet(other, labels[i])), Is.False, "covers no label");
            // What is much larger than a label may have one inside, where there is no room elsewhere.
            Assert.That(objects.Any(box => Meet(box, labels[i]) && box.Area < 8 * labels[i].Area), Is.False, "covers no object");
        }
    }

    [Test]
    public void Place_ObjectThatFillsThePicture_TakesItsLabelInside()
    {
        var placer = new LabelPlacer(Width, Height, Gap);
        placer.Keep(new(-10, -10, Width + 10, Height + 10));

        Assert.That(placer.Place(new(-10, -10, Width + 10, Height + 10), 100, 16), Is.EqualTo(new Box(0, 0, 100, 16)));
    }

    [Test]
    public void Place_ObjectThatFillsThePictureWithOthersInIt_KeepsOffThem()
    {
        var placer = new LabelPlacer(Width, Height, Gap);
        Box everything = new(0, 0, Width, Height), ball = new(0, 0, 40, 40);
        placer.Keep(everything);
        placer.Keep(ball);

        Assert.That(placer.Place(everything, 100, 16)!.Value.Intersect(ball).Area, Is.Zero);
    }

    [Test]
    public void Place_LabelLargerThanThePicture_HasNone() =>
        Assert.That(new LabelPlacer(50, 10, Gap).Place(new(10, 2, 20, 8), 80, 16), Is.Null);

    static bool Meet(Box a, Box b) => a.Intersect(b) is { Width: > 0, Height: > 0 };
}
