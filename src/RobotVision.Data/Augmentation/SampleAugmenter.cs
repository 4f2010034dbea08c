using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>The labels of one training sample.</summary>
/// <param name="Name">The name of the image that it shows.</param>
/// <param name="Labels">The objects; boxes in pixels of the sample: 0..96, origin top-left, x right, y down.</param>
/// <param name="Labelled">The labelled classes; the others take no part in the loss.</param>
public sealed record SampleLabels(string Name, IReadOnlyList<Label> Labels, ClassSet Labelled);

/// <summary>What is seen behind the objects of a rendered image instead of its own surroundings; neither for the image as it is.</summary>
/// <param name="Background">A rendered image whose hall replaces the image's hall, or null.</param>
/// <param name="Photo">A photo on which the image's objects are pasted, which then goes before <paramref name="Background"/>, or null.</param>
public readonly record struct Surroundings(LabelledImage? Background, LabelledImage? Photo = null);

/// <summary>
/// Makes augmented training samples of a labelled image: cropped, mirrored, rotated, recoloured, blurred, noisy, partly covered;
/// the labels are transformed with the pixels. Not thread-safe.
/// </summary>
public sealed class SampleAugmenter
{
    readonly AugmentationOptions _options;
    readonly Sampler _sampler = new();
    readonly float[] _buffer = new float[SampleFormat.Length];
    readonly bool[] _background = new bool[SampleFormat.Size * SampleFormat.Size];
    readonly bool[] _otherBackground = new bool[SampleFormat.Size * SampleFormat.Size];

    /// <summary>Creates an augmenter.</summary>
    /// <exception cref="ArgumentException">Some options are out of range; the message lists all of them.</exception>
    public SampleAugmenter(AugmentationOptions options)
    {
        options.Validate();
        _options = options;
    }

    /// <summary>Makes one sample.</summary>
    /// <param name="image">The image, borrowed for the call.</param>
    /// <param name="random">The random numbers; the same image and sequence give the same sample.</param>
    /// <param name="destination">27,648 floats, (3, 96, 96), RGB, -1..1, as <see cref="SampleFormat.Default"/> says; owned by the caller.</param>
    /// <param name="behind">What is seen behind the image's objects instead of its own surroundings.</param>
    /// <returns>The labels in pixels of the sample.</returns>
    public SampleLabels Augment(LabelledImage image, ref RandomSequence random, Span<float> destination, Surroundings behind = default) =>
        Augment(image, image, ref random, ref random, destination, behind);

    /// <summary>Makes the sample of one frame of a clip; crop, geometry and light are the same in all of them.</summary>
    /// <param name="image">The frame, borrowed for the call.</param>
    /// <param name="first">The clip's first frame, in which the crop is chosen.</param>
    /// <param name="random">The clip's random numbers, from the same place in every frame.</param>
    /// <param name="own">The frame's own random numbers, for blur, noise and what covers a part.</param>
    /// <param name="destination">As above.</param>
    /// <param name="behind">What is seen behind the frame's objects instead of its own surroundings.</param>
    internal SampleLabels Augment(LabelledImage image, LabelledImage first, ref RandomSequence random, ref RandomSequence own, Span<float> destination,
        Surroundings behind)
    {
        var region = SamePart(RegionChooser.Choose(first, _options, ref random), first, image);
        _sampler.Sample(image.Image.View, region, SampleFormat.Default, destination);
        if (behind.Photo is { } photo && image.Layers is not null)
        {
            _sampler.Sample(photo.Image.View, SamePart(region, image, photo), SampleFormat.Default, _buffer);
            ObjectPaste.Apply(destination, image, region, _buffer);
            image = ObjectPaste.Label(image, photo, _options);
        }
        else if (behind.Background is { } background)
        {
            ExchangeBackground(destination, image, region, background);
        }
        ChangeAppearance(destination, ref random, ref own);
        SampleGeometry.ClearOutside(destination, region, image.Image.Width, image.Image.Height);

        var mirror = random.Chance(_options.MirrorChance);
        if (mirror) SampleGeometry.Mirror(destination);
        var angle = random.Chance(_options.RotationChance)
            ? random.Uniform(-_options.MaximumRotationDegrees, _options.MaximumRotationDegrees) * MathF.PI / 180
            : 0;
        if (angle != 0)
        {
            SampleGeometry.Rotate(destination, angle, _buffer);
            _buffer.CopyTo(destination);
        }

        Box? cover = own.Chance(_options.CutOutChance) ? CutOut(destination, ref own) : null;
        var labels = image.Feet == default ? image.Labels : [.. image.Labels.Where(label => !image.Feet.Contains(label.Class))];
        return new(image.Name, Transform(labels, region, mirror, angle, cover), image.Labelled.Without(image.Feet));
    }

    // The other background comes from the same region of its image, so that its height and scale fit.
    void ExchangeBackground(Span<float> sample, LabelledImage image, ImageRegion region, LabelledImage other)
    {
        var otherRegion = SamePart(region, image, other);
        BackgroundExchange.FillMask(image, region, _background);
        BackgroundExchange.FillMask(other, otherRegion, _otherBackground);
        _sampler.Sample(other.Image.View, otherRegion, SampleFormat.Default, _buffer);
        BackgroundExchange.Apply(sample, _background, _buffer, _otherBackground);
    }

    // The same part of another image, which may have another size.
    static ImageRegion SamePart(ImageRegion region, LabelledImage image, LabelledImage other)
    {
        float x = (float)other.Image.Width / image.Image.Width, y = (float)other.Image.Height / image.Image.Height;
        return new(region.X * x, region.Y * y, region.Width * x, region.Height * y);
    }

    void ChangeAppearance(Span<float> sample, ref RandomSequence random, ref RandomSequence own)
    {
        if (own.Chance(_options.BlurChance)) AddBlur(sample, ref own);
        if (random.Chance(_options.ColorChance)) Photometry.ChangeColors(sample, ref random);
        if (Happens(_options.FilterChance, ref random)) Texture.Filter(sample, _buffer, ref random);
        if (Happens(_options.LightChance, ref random)) Texture.Light(sample, ref random);
        if (random.Chance(_options.GammaChance)) Photometry.ChangeGamma(sample, random.LogUniform(0.7f, 1.4f));
        if (random.Chance(_options.BrightnessChance))
            Photometry.Brighten(sample, Photometry.BrightnessFactor(_options.MaximumBrightness, ref random));
        if (own.Chance(_options.NoiseChance)) Photometry.AddNoise(sample, own.Uniform(0, _options.MaximumNoise), ref own);
        if (Happens(_options.SharpenChance, ref random)) Texture.Sharpen(sample, _buffer, random.Uniform(0.5f, 1.2f), random.Uniform(0.3f, 1.5f));
    }

    // Draws no number where the chance is 0, so that recipes without these steps give the samples that they always gave.
    static bool Happens(float chance, ref RandomSequence random) => chance > 0 && random.Chance(chance);

    static void AddBlur(Span<float> sample, ref RandomSequence random)
    {
        if (random.Chance(0.5f)) Blur.Defocus(sample, random.Uniform(0.4f, 1.2f));
        else Blur.Motion(sample, 3 + 2 * random.NextInt32(3), alongRows: random.Chance(0.7f));
    }

    // Covers a random rectangle, 5 to 30 sample pixels a side, with one colour.
    static Box CutOut(Span<float> sample, ref RandomSequence random)
    {
        int width = 5 + random.NextInt32(26), height = 5 + random.NextInt32(26);
        int x = random.NextInt32(SampleFormat.Size - width + 1), y = random.NextInt32(SampleFormat.Size - height + 1);
        var cover = new Box(x, y, x + width, y + height);
        SampleGeometry.Cover(sample, cover, [random.Uniform(-1, 1), random.Uniform(-1, 1), random.Uniform(-1, 1)]);
        return cover;
    }

    // The label was clipped before the rotation, so a clipped ball is no ellipse and is rotated as a rectangle.
    Label? Rotate(Label label, bool isWhole, float angle) => LabelGeometry.Clip(
        label with { Box = LabelGeometry.Rotate(label.Box, angle, round: isWhole && label.Class == ObjectClass.Ball) }, _options);

    List<Label> Transform(IReadOnlyList<Label> labels, ImageRegion region, bool mirror, float angle, Box? cover)
    {
        var transformed = new List<Label>(labels.Count);
        foreach (var label in labels)
        {
            var box = LabelGeometry.ToSample(label.Box, region);
            if (mirror) box = LabelGeometry.Mirror(box);
            if (LabelGeometry.Clip(label with { Box = box }, _options) is not { } visible) continue;
            if (angle != 0)
            {
                if (Rotate(visible, isWhole: visible.Box == box, angle) is not { } rotated) continue;
                visible = rotated;
            }

            transformed.Add(cover is { } hiding ? LabelGeometry.Hide(visible, hiding, _options) : visible);
        }

        return transformed;
    }
}
