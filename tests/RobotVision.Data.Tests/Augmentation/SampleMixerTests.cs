using System.Collections.Concurrent;
using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

public class SampleMixerTests
{
    const int ImageBytes = 64 * 48 * 3;

    [Test]
    public void Draw_AnyOrderAndThread_GivesTheSameSample()
    {
        var expected = Enumerable.Range(0, 40).Select(i => Draw(Mixer(), i / 8, i % 8)).ToArray();
        var mixer = Mixer(cacheBytes: 3 * ImageBytes);
        var drawn = new ConcurrentDictionary<int, (float[] Sample, SampleLabels Labels)>();
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => drawn[39 - i] = Draw(mixer, (39 - i) / 8, (39 - i) % 8));
        for (var i = 0; i < 40; i++)
        {
            Assert.That(drawn[i].Sample, Is.EqualTo(expected[i].Sample));
            Assert.That(drawn[i].Labels.Labels, Is.EqualTo(expected[i].Labels.Labels));
        }
    }

    [Test]
    public void Draw_OtherSeedStepOrIndex_GivesAnotherSample()
    {
        var first = Draw(Mixer(), 1, 1).Sample;
        Assert.Multiple(() =>
        {
            Assert.That(Draw(Mixer(seed: 8), 1, 1).Sample, Is.Not.EqualTo(first));
            Assert.That(Draw(Mixer(), 2, 1).Sample, Is.Not.EqualTo(first));
            Assert.That(Draw(Mixer(), 1, 2).Sample, Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void Draw_Weights_DecideHowOftenASetIsDrawn()
    {
        var many = new Flat(10, ClassSet.Of(ObjectClass.Ball));
        var few = new Flat(10, ClassSet.Of(ObjectClass.Robot));
        var mixer = new SampleMixer([new(many, 70), new(few, 30)], AugmentationOptions.None, 7);
        var balls = Enumerable.Range(0, 1000).Count(i => Draw(mixer, i, 0).Labels.Labelled == many.Labelled);
        Assert.That(balls, Is.EqualTo(700).Within(50));
    }

    [Test]
    public void Draw_Paste_TakesPhotosOfTheSetsThatHaveFiles()
    {
        var rendered = new Flat(10, ClassSet.BuiltIn, solid: true);
        var paste = AugmentationOptions.None with { PasteChance = 1 };
        SampleLabels[] Drawn(bool hasFiles)
        {
            var photos = new Flat(10, ClassSet.Of(ObjectClass.Robot), hasFiles: hasFiles);
            var mixer = new SampleMixer([new(rendered, 99), new(photos, 1)], paste, 7);
            return [.. Enumerable.Range(0, 20).Select(i => Draw(mixer, i, 0).Labels)];
        }

        Assert.That(Drawn(hasFiles: true).Count(labels => labels.Labels.Count == 2), Is.GreaterThanOrEqualTo(18));
        Assert.That(Drawn(hasFiles: false).Select(labels => labels.Labels.Count), Is.All.EqualTo(1));
    }

    [Test]
    public void Draw_RoomForAll_ReadsEachImageOnce()
    {
        var set = new Flat(10, ClassSet.BuiltIn);
        var mixer = new SampleMixer([new(set, 1)], AugmentationOptions.None, 7, 10 * ImageBytes);
        for (var i = 0; i < 200; i++) Draw(mixer, i, 0);
        Assert.That(set.Loads, Is.EqualTo(10));
    }

    [TestCase(3, new[] { "3 of 10 images fill the cache of 0 MB, the others are read or rendered every time; a larger cache_megabytes makes that faster." })]
    [TestCase(10, new string[0])]
    public void Draw_SmallCache_WarnsOnce(int room, string[] expected)
    {
        var warnings = new List<string>();
        var mixer = new SampleMixer([new(new Flat(10, ClassSet.BuiltIn), 1)], AugmentationOptions.None, 7, room * ImageBytes, warnings.Add);
        for (var i = 0; i < 200; i++) Draw(mixer, i, 0);
        Assert.That(warnings, Is.EqualTo(expected));
    }

    [Test]
    public void Load_RoomForThree_KeepsThree()
    {
        var set = new Flat(10, ClassSet.BuiltIn);
        var cache = new ImageCache(3 * ImageBytes);
        for (var i = 0; i < 20; i++) cache.Load(0, set, i % 10);
        Assert.Multiple(() =>
        {
            Assert.That(cache.Bytes, Is.EqualTo(3 * ImageBytes));
            Assert.That(set.Loads, Is.EqualTo(17));
        });
    }

    [Test]
    public void Constructor_EmptySetOrNoWeight_Throws()
    {
        Assert.That(() => new SampleMixer([], new(), 1), Throws.ArgumentException);
        Assert.That(() => new SampleMixer([new(new Flat(0, ClassSet.BuiltIn), 1)], new(), 1), Throws.ArgumentException.With.Message.Contains("'flat'"));
        Assert.That(() => new SampleMixer([new(new Flat(1, ClassSet.BuiltIn), 0)], new(), 1), Throws.ArgumentException.With.Message.Contains("weight"));
    }

    static SampleMixer Mixer(ulong seed = 7, long cacheBytes = long.MaxValue / 2) =>
        new([new(new Flat(5, ClassSet.BuiltIn), 1), new(new Flat(5, ClassSet.BuiltIn), 2)], new AugmentationOptions(), seed, cacheBytes);

    static (float[] Sample, SampleLabels Labels) Draw(SampleMixer mixer, int step, int index)
    {
        var sample = new float[SampleFormat.Length];
        return (sample, mixer.Draw(step, index, sample));
    }

    /// <summary>Images with a white object whose position depends on the index.</summary>
    sealed class Flat(int count, ClassSet labelled, bool solid = false, bool hasFiles = false) : IDataset
    {
        int _loads;

        public string Name => "flat";

        public int Count => count;

        public int Loads => _loads;

        public ClassSet Labelled => labelled;

        public LabelledImage Load(int index)
        {
            Interlocked.Increment(ref _loads);
            var image = BrightSquare.Image(new Box(2 * index, 3, 2 * index + 9, 14), 64, 48) with { Labelled = labelled };
            return solid ? image with { Layers = [.. Enumerable.Repeat(PixelLayer.Solid, 64 * 48)] } : image;
        }

        public (string Image, string Labels)? FilesOf(int index) => hasFiles ? ($"{index}.png", $"{index}.txt") : null;
    }
}
