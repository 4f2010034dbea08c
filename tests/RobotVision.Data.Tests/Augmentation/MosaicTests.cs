using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

public class MosaicTests
{
    static readonly AugmentationOptions Options = AugmentationOptions.None with { MosaicChance = 1 };

    [Test]
    public void Quarters_Any_CoverTheSampleOnce()
    {
        for (uint i = 0; i < 50; i++)
        {
            var random = new RandomSequence(1, 2, i);
            var quarters = Mosaic.Quarters(ref random);
            Assert.That(quarters.Sum(quarter => quarter.Area), Is.EqualTo(96 * 96));
            Assert.That(quarters[0].Intersect(quarters[3]).Area + quarters[1].Intersect(quarters[2]).Area, Is.Zero);
        }
    }

    [Test]
    public void Draw_OnlyMosaics_LabelsContainTheVisibleWhite()
    {
        // One image with a white box across the middle, so that every quarter shows a part of it.
        var image = BrightSquare.Image(new(70, 50, 250, 190));
        var mixer = new SampleMixer([new(new OneImage(image), 1)], Options, 5);
        for (var step = 0; step < 40; step++)
        {
            var sample = new float[SampleFormat.Length];
            var labels = mixer.Draw(step, 0, sample).Labels;
            Assert.That(labels, Has.Count.EqualTo(4));
            var whole = BrightSquare.Find(sample, 0.5f)!.Value;
            var joined = new Box(labels.Min(l => l.Box.X1), labels.Min(l => l.Box.Y1), labels.Max(l => l.Box.X2), labels.Max(l => l.Box.Y2));
            BrightSquare.AssertContains(joined, whole, 1, 1, $"{step}");
            foreach (var label in labels)
            {
                var part = label.Box.Area / (54f * 56);
                Assert.That(label.Ignore, Is.EqualTo(part < Options.MinimumVisible), $"{step}: {part}");
            }
        }
    }

    [Test]
    public void Join_PartsWithDifferentLabelledClasses_LabelsTheirIntersection()
    {
        SampleLabels a = new("a", [], ClassSet.BuiltIn), b = new("b", [], ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot));
        var joined = Mosaic.Join([a, b, a, a], [default, default, default, default], Options);
        Assert.That(joined.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot)));
    }

    sealed class OneImage(LabelledImage image) : IDataset
    {
        public string Name => "one";

        public int Count => 1;

        public LabelledImage Load(int index) => image;
    }
}
