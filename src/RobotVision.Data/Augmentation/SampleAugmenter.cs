using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>
/// Makes varied training samples of a labelled image: another part of it, mirrored, turned, in other light, blurred, noisy, half
/// hidden; the labels go where the pixels go. One instance serves one thread.
/// </summary>
public sealed class SampleAugmenter
{
    readonly AugmentationOptions _options;
    readonly Sampler _sampler = new();
    readonly float[] _turned = new float[SampleFormat.Length];
    readonly bool[] _background = new bool[SampleFormat.Size * SampleFormat.Size];
    readonly bool[] _otherBackground = new bool[SampleFormat.Size * SampleFormat.Size];

    /// <summary>Prepares to augment.</summary>
    /// <exception cref="ArgumentException">Some option is wrong; says all of them.</exception>
    public SampleAugmenter(AugmentationOptions options)
    {
        options.Validate();
        _options = options;
    }

    /// <summary>Makes one sample.</summary>
    /// <param name="image">The image, borrowed for the call.</param>
    /// <param name="random">Decides everything: the same image and sequence give the same sample.</param>
    /// <param name="destination">27,648 floats, (3, 96, 96), RGB, -1..1, as <see cref="SampleFormat.Default"/> says; owned by the caller.</param>
    /// <param name="hall">An image whose background stands in for this one's, or null.</param>
    /// <returns>The labels in pixels of the sample.</returns>
    public SampleLabels Augment(LabelledImage image, ref RandomSequence random, Span<float> destination, LabelledImage? hall = null)
    {
        var region = RegionChooser.Choose(image, _options, ref random);
        _sampler.Sample(image.Image.View, region, SampleFormat.Default, destination);
        if (hall is not null) ExchangeBackground(destination, image, region, hall);
        ChangeLight(destination, ref random);
        SampleGeometry.ClearOutside(destination, region, image.Image.Width, image.Image.Height);

        var mirror = random.Chance(_options.MirrorChance);
        if (mirror) SampleGeometry.Mirror(destination);
        var angle = random.Chance(_options.RotationChance)
            ? random.Uniform(-_options.MaximumRotationDegrees, _options.MaximumRotationDegrees) * MathF.PI / 180
            : 0;
        if (angle != 0)
        {
            SampleGeometry.Rotate(destination, angle, _turned);
            _turned.CopyTo(destination);
        }

        Box? cover = random.Chance(_options.CutOutChance) ? CutOut(destination, ref random) : null;
        return new(image.Name, Move(image.Labels, region, mirror, angle, cover), image.Labelled);
    }

    // The other hall at the same scale and place, so that it stands where a hall stands.
    void ExchangeBackground(Span<float> sample, LabelledImage image, ImageRegion region, LabelledImage hall)
    {
        float x = (float)hall.Image.Width / image.Image.Width, y = (float)hall.Image.Height / image.Image.Height;
        var there = new ImageRegion(region.X * x, region.Y * y, region.Width * x, region.Height * y);
        BackgroundExchange.Find(image, region, _background);
        BackgroundExchange.Find(hall, there, _otherBackground);
        _sampler.Sample(hall.Image.View, there, SampleFormat.Default, _turned);
        BackgroundExchange.Apply(sample, _background, _turned, _otherBackground);
    }

    void ChangeLight(Span<float> sample, ref RandomSequence random)
    {
        if (random.Chance(_options.BlurChance)) ChangeSharpness(sample, ref random);
        if (random.Chance(_options.ColorChance)) Photometry.ChangeColors(sample, ref random);
        if (random.Chance(_options.GammaChance)) Photometry.ChangeGamma(sample, random.LogUniform(0.7f, 1.4f));
        if (random.Chance(_options.BrightnessChance))
            Photometry.Brighten(sample, Photometry.BrightnessFactor(_options.MaximumBrightness, ref random));
        if (random.Chance(_options.NoiseChance)) Photometry.AddNoise(sample, random.Uniform(0, _options.MaximumNoise), ref random);
    }

    static void ChangeSharpness(Span<float> sample, ref RandomSequence random)
    {
        if (random.Chance(0.5f)) Blur.Focus(sample, random.Uniform(0.4f, 1.2f));
        else Blur.Motion(sample, 3 + 2 * random.NextInt32(3), alongRows: random.Chance(0.7f));
    }

    /// <summary>A rectangle of 5 to 30 sample pixels a side, of one colour, somewhere.</summary>
    static Box CutOut(Span<float> sample, ref RandomSequence random)
    {
        int width = 5 + random.NextInt32(26), height = 5 + random.NextInt32(26);
        int x = random.NextInt32(SampleFormat.Size - width + 1), y = random.NextInt32(SampleFormat.Size - height + 1);
        var cover = new Box(x, y, x + width, y + height);
        SampleGeometry.Cover(sample, cover, [random.Uniform(-1, 1), random.Uniform(-1, 1), random.Uniform(-1, 1)]);
        return cover;
    }

    // What the sample's edge cut off before is not there to be turned into it; what is left of a ball then is no disc.
    Label? Turn(Label label, bool isWhole, float angle) => LabelGeometry.Clip(
        label with { Box = LabelGeometry.Rotate(label.Box, angle, round: isWhole && label.Class == ObjectClass.Ball) }, _options);

    List<Label> Move(IReadOnlyList<Label> labels, ImageRegion region, bool mirror, float angle, Box? cover)
    {
        var moved = new List<Label>(labels.Count);
        foreach (var label in labels)
        {
            var box = LabelGeometry.ToSample(label.Box, region);
            if (mirror) box = LabelGeometry.Mirror(box);
            if (LabelGeometry.Clip(label with { Box = box }, _options) is not { } visible) continue;
            if (angle != 0)
            {
                if (Turn(visible, isWhole: visible.Box == box, angle) is not { } turned) continue;
                visible = turned;
            }

            moved.Add(cover is { } hiding ? LabelGeometry.Hide(visible, hiding, _options) : visible);
        }

        return moved;
    }
}
