using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RobotVision.Data.Augmentation;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

public class SampleAugmenterTests
{
    static readonly Box Square = new(90, 60, 160, 120);

    static readonly object[] Geometric =
    [
        new object[] { "none", AugmentationOptions.None },
        new object[] { "shift", AugmentationOptions.None with { ShiftChance = 1 } },
        new object[] { "mirror", AugmentationOptions.None with { MirrorChance = 1 } },
        new object[] { "close-up", AugmentationOptions.None with { WholeViewChance = 0, ObjectCropChance = 1 } },
        new object[] { "any square", AugmentationOptions.None with { WholeViewChance = 0, ObjectCropChance = 0 } },
        new object[] { "mirrored close-up", AugmentationOptions.None with { WholeViewChance = 0, ObjectCropChance = 1, MirrorChance = 1 } },
    ];

    static readonly object[] Photometric =
    [
        new object[] { "brightness", AugmentationOptions.None with { BrightnessChance = 1 } },
        new object[] { "colour", AugmentationOptions.None with { ColorChance = 1 } },
        new object[] { "gamma", AugmentationOptions.None with { GammaChance = 1 } },
        new object[] { "blur", AugmentationOptions.None with { BlurChance = 1 } },
        new object[] { "noise", AugmentationOptions.None with { NoiseChance = 1 } },
    ];

    [TestCaseSource(nameof(Geometric))]
    public void Augment_Moved_LabelContainsTheWhite(string name, AugmentationOptions options)
    {
        var seen = 0;
        for (uint i = 0; i < 60; i++)
        {
            var (sample, labels) = Augment(BrightSquare.Image(Square), options, i);
            // The sample is 0 outside the image and 1 where white.
            var white = BrightSquare.Find(sample, 0.5f);
            if (labels.Labels is [{ Ignore: false } label] && white is { } found)
            {
                seen++;
                BrightSquare.AssertContains(label.Box, found, 1, 1, $"{name} {i}");
            }
            else if (labels.Labels.Count == 0)
            {
                Assert.That(white, Is.Null, $"{name} {i}: white without a label");
            }
        }

        Assert.That(seen, Is.GreaterThan(8));
    }

    [TestCaseSource(nameof(Photometric))]
    public void Augment_ChangedColors_LeaveTheWhiteInPlace(string name, AugmentationOptions options)
    {
        for (uint i = 0; i < 30; i++)
        {
            var (sample, labels) = Augment(BrightSquare.Image(Square), options, i);
            var level = BrightSquare.Middle(sample.AsSpan(SampleFormat.Size * SampleFormat.Size, SampleFormat.Size * SampleFormat.Size));
            BrightSquare.AssertContains(labels.Labels[0].Box, BrightSquare.Find(sample, level)!.Value, 1, 1, $"{name} {i}");
            Assert.That(sample.Max(Math.Abs), Is.LessThanOrEqualTo(1.00001f), "at most white, apart from rounding");
        }
    }

    [Test]
    public void Augment_CloseUpsOfThePipeline_ShowTheirSquares()
    {
        var options = AugmentationOptions.None with { WholeViewChance = 0, CloseUpChance = 1, MaximumShift = 0, MaximumStretch = 0 };
        var image = BrightSquare.Image(Square) with { CloseUps = [new(200, 100, 60, 60), new(80, 50, 100, 100)] };
        var expected = image.CloseUps.Select(_ => new float[SampleFormat.Length]).ToArray();
        for (var i = 0; i < 2; i++) new Sampler().Sample(image.Image.View, image.CloseUps[i], SampleFormat.Default, expected[i]);
        var shown = new int[2];
        for (uint i = 0; i < 30; i++)
        {
            var sample = Augment(image, options, i).Sample;
            Assert.That(expected, Has.One.EqualTo(sample));
            shown[Array.FindIndex(expected, one => one.AsSpan().SequenceEqual(sample))]++;
        }

        Assert.That(shown, Has.All.GreaterThan(8));
    }

    [Test]
    public void Augment_ChangedColors_RotateTheHueInPlace()
    {
        const int plane = SampleFormat.Size * SampleFormat.Size, inside = 36 * SampleFormat.Size + 37;
        // Dull green, so that no colour is clipped at black or white.
        var image = BrightSquare.Image(Square, color: (90, 140, 90));
        var hues = new List<double>();
        for (uint i = 0; i < 30; i++)
        {
            var (sample, labels) = Augment(image, AugmentationOptions.None with { ColorChance = 1 }, i);
            var level = BrightSquare.Middle(sample.AsSpan(plane, plane));
            BrightSquare.AssertContains(labels.Labels[0].Box, BrightSquare.Find(sample, level)!.Value, 1, 1, $"{i}");
            double red = sample[inside], green = sample[plane + inside], blue = sample[2 * plane + inside];
            // The hue as an angle about the grey axis; 0 is green, positive towards red.
            hues.Add(Math.Atan2(Math.Sqrt(3) * (red - blue), 2 * green - red - blue));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(hues.Min(), Is.LessThan(-0.15));
            Assert.That(hues.Max(), Is.GreaterThan(0.15));
            Assert.That(hues.Count(hue => Math.Abs(hue) < 0.01), Is.LessThan(10), "hues that hardly changed");
        }
    }

    [TestCaseSource(nameof(Photometric))]
    public void Augment_ChangedColors_ChangeTheSample(string name, AugmentationOptions options)
    {
        var image = BrightSquare.Image(Square);
        Assert.That(Augment(image, options, 3).Sample, Is.Not.EqualTo(Augment(image, AugmentationOptions.None, 3).Sample), name);
    }

    [TestCase(ObjectClass.Robot, false, 2.5f)]
    [TestCase(ObjectClass.Ball, true, 1f)]
    public void Augment_Rotated_LabelContainsTheWhite(ObjectClass objectClass, bool round, float slack)
    {
        var options = AugmentationOptions.None with { RotationChance = 1, MaximumRotationDegrees = 20 };
        for (uint i = 0; i < 40; i++)
        {
            var (sample, labels) = Augment(BrightSquare.Image(Square, 320, 240, objectClass, round), options, i);
            // Interpolation loses the thin corners of the white, hence the slack of the rectangle.
            BrightSquare.AssertContains(labels.Labels[0].Box, BrightSquare.Find(sample, 0.3f)!.Value, 1, slack, $"rotated {i}");
        }
    }

    [Test]
    public void Augment_ClippedAndRotated_LabelContainsTheVisibleWhite()
    {
        var options = AugmentationOptions.None with
        {
            WholeViewChance = 0,
            ObjectCropChance = 1,
            RotationChance = 1,
            MaximumRotationDegrees = 20,
            MaximumObjectPixels = 96,
        };
        var cut = 0;
        for (uint i = 0; i < 200; i++)
        {
            var (sample, labels) = Augment(BrightSquare.Image(new(40, 90, 280, 120)), options, i);
            if (labels.Labels is not [{ Ignore: false } label] || BrightSquare.Find(sample, 0.3f) is not { } white) continue;
            if (label.Box is { X1: > 0, X2: < 96 }) continue;
            cut++;
            BrightSquare.AssertContains(label.Box, white, 1.5f, 3, $"{i}");
        }

        Assert.That(cut, Is.GreaterThan(20));
    }

    [Test]
    public void Augment_CutOut_IgnoresHiddenLabels()
    {
        var options = AugmentationOptions.None with { CutOutChance = 1 };
        int hidden = 0, visible = 0;
        for (uint i = 0; i < 300; i++)
        {
            var (sample, labels) = Augment(BrightSquare.Image(new(100, 80, 130, 110)), options, i);
            var label = labels.Labels[0];
            Assert.That(label.Box, Is.EqualTo(LabelGeometry.ToSample(new(100, 80, 130, 110), ImageRegion.Whole(320, 240))), "box unchanged");
            var white = 0;
            for (var y = (int)label.Box.Y1; y < label.Box.Y2; y++)
                for (var x = (int)label.Box.X1; x < label.Box.X2; x++)
                    if (sample[(96 + y) * 96 + x] > 0.99f) white++;
            if (label.Ignore) hidden++;
            else visible++;
            // The limit is 0.3; the pixels at the rim are not fully white.
            if (label.Ignore) Assert.That(white, Is.LessThan(0.31 * label.Box.Area), $"{i}");
            else Assert.That(white, Is.GreaterThan(0.15 * label.Box.Area), $"{i}");
        }

        Assert.That(hidden, Is.GreaterThan(3));
        Assert.That(visible, Is.GreaterThan(200));
    }

    [Test]
    public void Augment_CloseUps_ShowTheObjectInAllSizes()
    {
        var options = AugmentationOptions.None with { WholeViewChance = 0, ObjectCropChance = 1, MaximumStretch = 0 };
        var widths = Enumerable.Range(0, 400)
            .SelectMany(i => Augment(BrightSquare.Image(new(200, 150, 230, 180), 640, 480, ObjectClass.Ball), options, (uint)i).Labels.Labels)
            .Where(label => label.Box is { X1: > 0, X2: < 96 }).Select(label => label.Box.Width).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(widths.Min(), Is.InRange(5.9, 7));
            Assert.That(widths.Max(), Is.InRange(55, 70.1));
        });
    }

    [Test]
    public void Augment_OutsideTheImage_StaysZero()
    {
        var options = new AugmentationOptions
        {
            WholeViewChance = 0,
            ObjectCropChance = 1,
            MirrorChance = 0,
            RotationChance = 0,
            CutOutChance = 0,
            BrightnessChance = 1,
        };
        var zeros = 0;
        for (uint i = 0; i < 50; i++)
        {
            // Most close-ups of an object in the corner reach beyond the image.
            var (sample, _) = Augment(BrightSquare.Image(new(0, 0, 20, 20)), options, i);
            if (sample[0] == 0) zeros++;
        }

        Assert.That(zeros, Is.GreaterThan(25));
    }

    [Test]
    public void Augment_SameSequence_GivesSameBytes()
    {
        var image = BrightSquare.Image(Square);
        for (uint i = 0; i < 20; i++)
        {
            var first = Augment(image, new AugmentationOptions(), i);
            var second = Augment(image, new AugmentationOptions(), i);
            Assert.That(second.Sample, Is.EqualTo(first.Sample));
            Assert.That(second.Labels.Labels, Is.EqualTo(first.Labels.Labels));
        }
    }

    [Test]
    [Category("AnyProcessor")]
    public void Augment_KnownSequences_GiveTheSameBytesOnEveryProcessor()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (uint i = 0; i < 60; i++)
            hash.AppendData(MemoryMarshal.AsBytes<float>(Augment(BrightSquare.Image(Square), new AugmentationOptions(), i).Sample));
        Assert.That(
            Convert.ToHexString(hash.GetHashAndReset()), Is.EqualTo("A6A2901519B02E84516B5BFE6D889B2A1A08CF2B6075FDE1AE2E584ACD310F9A"),
            "if the samples were meant to change, put the new hash here and say so in the commit");
    }

    [Test]
    public void Augment_NoLabels_StillGivesSamples()
    {
        var image = BrightSquare.Image(Square) with { Labels = [], Labelled = ClassSet.Of(ObjectClass.Ball) };
        for (uint i = 0; i < 20; i++)
        {
            var labels = Augment(image, new AugmentationOptions(), i).Labels;
            Assert.That(labels.Labels, Is.Empty);
            Assert.That(labels.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball)));
        }
    }

    [Test]
    public void Constructor_SeveralWrongOptions_ListsAllOfThem() =>
        Assert.That(() => new SampleAugmenter(new AugmentationOptions { MirrorChance = 2, MinimumVisible = float.NaN }),
            Throws.TypeOf<OptionException>().With.Message.Contains("augmentation.mirror_chance").And.Message.Contains("augmentation.minimum_visible"));

    static (float[] Sample, SampleLabels Labels) Augment(LabelledImage image, AugmentationOptions options, uint index)
    {
        var sample = new float[SampleFormat.Length];
        var random = new RandomSequence(42, 1, index);
        return (sample, new SampleAugmenter(options).Augment(image, ref random, sample));
    }
}
