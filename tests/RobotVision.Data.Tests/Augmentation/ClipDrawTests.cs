using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

/// <summary>Samples of clips: one crop and light a clip, blur, noise and covers of each frame.</summary>
public class ClipDrawTests
{
    const int Frames = 3;

    /// <summary>Everything that has to be the same in all frames of a clip.</summary>
    static readonly AugmentationOptions Shared = new() { BlurChance = 0, NoiseChance = 0, CutOutChance = 0 };

    [Test]
    public void Draw_ImageWithoutClip_StandsStill()
    {
        var mixer = new SampleMixer([new(new Moving(40, 1), 1)], Shared, 7);
        for (var clip = 0; clip < 20; clip++)
        {
            var first = Draw(mixer, clip, 0);
            for (var frame = 1; frame < Frames; frame++)
            {
                var next = Draw(mixer, clip, frame);
                Assert.That(next.Sample, Is.EqualTo(first.Sample));
                Assert.That(next.Labels.Labels, Is.EqualTo(first.Labels.Labels));
            }
        }
    }

    [Test]
    public void Draw_Noise_IsAnotherInEveryFrame()
    {
        var mixer = new SampleMixer([new(new Moving(40, 1), 1)], Shared with { NoiseChance = 1 }, 7);
        Assert.That(Draw(mixer, 0, 1).Sample, Is.Not.EqualTo(Draw(mixer, 0, 0).Sample));
    }

    [Test]
    public void Draw_Clips_GivesFramesThatFollowEachOther()
    {
        var mixer = new SampleMixer([new(new Moving(50, 5), 1)], AugmentationOptions.None with { ShiftChance = 0 }, 7);
        for (var clip = 0; clip < 40; clip++)
        {
            int[] indices = [.. Enumerable.Range(0, Frames).Select(frame => int.Parse(Draw(mixer, clip, frame).Labels.Name,
                System.Globalization.CultureInfo.InvariantCulture))];
            Assert.That(indices, Is.EqualTo(Enumerable.Range(indices[0], Frames)));
            Assert.That(indices[0] / 5, Is.EqualTo(indices[^1] / 5), "of one clip");
        }
    }

    /// <summary>A crop about an object follows the first frame, so the object moves in the crop as it does in the frames.</summary>
    [Test]
    public void Draw_CropOfAMovingObject_StaysWhereItWas()
    {
        var crops = Shared with { WholeViewChance = 0, ObjectCropChance = 1, MosaicChance = 0, RotationChance = 0 };
        var mixer = new SampleMixer([new(new Moving(50, 5), 1)], crops, 7);
        var steps = Enumerable.Range(0, 30).Select(clip => (First: Draw(mixer, clip, 0).Labels.Labels, Next: Draw(mixer, clip, 1).Labels.Labels))
            .Where(pair => pair.First.Count > 0 && pair.Next.Count > 0).Select(pair => pair.Next[0].Box.CenterX - pair.First[0].Box.CenterX).ToArray();
        Assert.That(steps, Is.Not.Empty.And.All.Not.EqualTo(0).Within(0.01f));
    }

    [Test]
    public void Load_RenderedClip_DependsOnSeedAndNumberAlone()
    {
        var options = new SyntheticOptions { Seed = 3, Count = 8, ClipFrames = 4, Width = 64, Height = 48 };
        var (clips, again) = (new ClipDataset(options), new ClipDataset(options));
        var (first, next, other) = (clips.Load(4), clips.Load(5), clips.Load(0));
        Assert.Multiple(() =>
        {
            Assert.That(again.Load(5).Image.Pixels, Is.EqualTo(next.Image.Pixels));
            Assert.That(again.Fingerprint(), Is.EqualTo(clips.Fingerprint()));
            Assert.That(new ClipDataset(options with { Seed = 4 }).Load(0).Image.Pixels, Is.Not.EqualTo(other.Image.Pixels));
            Assert.That((first.Time, other.Time), Is.EqualTo((TimeSpan.Zero, TimeSpan.Zero)));
            Assert.That(next.Time, Is.GreaterThan(TimeSpan.FromSeconds(1 / 31.0)).And.LessThan(TimeSpan.FromSeconds(1 / 7.9)));
            Assert.That(Difference(first, next), Is.LessThan(Difference(first, other)), "the same match, a moment later");
        });
    }

    [TestCase(10, 4, "count: expected whole clips of 4 frames, found 10 frames")]
    [TestCase(10, 0, "clip_frames: expected 1..100, found 0")]
    public void Validate_BrokenClips_SaysWhatIsExpected(int count, int frames, string message) => Assert.That(
        () => new SyntheticOptions { Count = count, ClipFrames = frames }.Validate(), Throws.InstanceOf<OptionException>().With.Message.Contains(message));

    static double Difference(LabelledImage a, LabelledImage b) => a.Image.Pixels.Zip(b.Image.Pixels, (x, y) => Math.Abs(x - y)).Average();

    static (float[] Sample, SampleLabels Labels) Draw(SampleMixer mixer, int clip, int frame)
    {
        var sample = new float[SampleFormat.Length];
        return (sample, mixer.Draw(5, clip, new ClipPlace(frame, Frames), sample));
    }

    /// <summary>A ball that goes to the right, a pixel a frame.</summary>
    sealed class Moving(int count, int clipLength) : IDataset
    {
        public string Name => "moving";

        public int Count => count;

        public ClipList? Clips => clipLength == 1 ? null : ClipList.OfLength(count, clipLength);

        public LabelledImage Load(int index)
        {
            var image = BrightSquare.Image(new(40 + index, 30, 60 + index, 50), 160, 120, ObjectClass.Ball);
            return image with { Name = $"{index}" };
        }
    }
}
