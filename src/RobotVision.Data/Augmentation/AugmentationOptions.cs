using RobotVision.Data.Text;

namespace RobotVision.Data.Augmentation;

/// <summary>How strongly training samples are augmented. Chances are probabilities, 0..1.</summary>
public sealed record AugmentationOptions
{
    /// <summary>No augmentation: the whole view as the live pipeline samples it, for validation.</summary>
    public static AugmentationOptions None { get; } = new()
    {
        WholeViewChance = 1,
        ObjectCropChance = 0,
        CloseUpChance = 0,
        ShiftChance = 0,
        MirrorChance = 0,
        RotationChance = 0,
        BrightnessChance = 0,
        ColorChance = 0,
        GammaChance = 0,
        BlurChance = 0,
        NoiseChance = 0,
        CutOutChance = 0,
        MosaicChance = 0,
        BackgroundChance = 0,
        PasteChance = 0,
        FilterChance = 0,
        SharpenChance = 0,
        LightChance = 0,
    };

    /// <summary>Chance of showing the whole image; default 0.4.</summary>
    public float WholeViewChance { get; init; } = 0.4f;

    /// <summary>Chance of a close-up of a labelled object; default 0.4. The rest are square crops at random positions.</summary>
    public float ObjectCropChance { get; init; } = 0.4f;

    /// <summary>Chance of a close-up where the pipeline of the model to start from would make one, right or wrong; default 0.</summary>
    public float CloseUpChance { get; init; }

    /// <summary>Chance that a whole view is shifted and stretched; default 0.5.</summary>
    public float ShiftChance { get; init; } = 0.5f;

    /// <summary>Largest shift of a whole view in each direction, as a fraction of its side; default 0.15.</summary>
    public float MaximumShift { get; init; } = 0.15f;

    /// <summary>Largest stretch of each side of a region, as a fraction of it; default 0.15.</summary>
    public float MaximumStretch { get; init; } = 0.15f;

    /// <summary>Smallest length of the object's longer side in a close-up, in sample pixels; default 6.</summary>
    public float MinimumObjectPixels { get; init; } = 6;

    /// <summary>Largest length of the object's longer side in a close-up, in sample pixels; default 70.</summary>
    public float MaximumObjectPixels { get; init; } = 70;

    /// <summary>Chance of swapping left and right; default 0.5.</summary>
    public float MirrorChance { get; init; } = 0.5f;

    /// <summary>Chance of a rotation; default 0.2, low because interpolation softens the image a little.</summary>
    public float RotationChance { get; init; } = 0.2f;

    /// <summary>Largest rotation in either direction in degrees; default 8.</summary>
    public float MaximumRotationDegrees { get; init; } = 8;

    /// <summary>Chance of a change of brightness; default 0.7.</summary>
    public float BrightnessChance { get; init; } = 0.7f;

    /// <summary>Largest brightness factor; the smallest is its inverse. Default 4; extremes are rare.</summary>
    public float MaximumBrightness { get; init; } = 4;

    /// <summary>Chance of a change of contrast, white balance, saturation and hue; default 0.6.</summary>
    public float ColorChance { get; init; } = 0.6f;

    /// <summary>Chance of a change of gamma, 0.7..1.4; default 0.3.</summary>
    public float GammaChance { get; init; } = 0.3f;

    /// <summary>Chance of blur (defocus or motion); default 0.2.</summary>
    public float BlurChance { get; init; } = 0.2f;

    /// <summary>Chance of noise; default 0.4.</summary>
    public float NoiseChance { get; init; } = 0.4f;

    /// <summary>Largest standard deviation of the noise, as a fraction of white; default 0.06.</summary>
    public float MaximumNoise { get; init; } = 0.06f;

    /// <summary>Chance of covering a rectangle of the sample with one colour; default 0.15.</summary>
    public float CutOutChance { get; init; } = 0.15f;

    /// <summary>Chance of a mosaic of four samples; default 0.1.</summary>
    public float MosaicChance { get; init; } = 0.1f;

    /// <summary>Chance of replacing the background, where an image's layers are known; default 0.15.</summary>
    public float BackgroundChance { get; init; } = 0.15f;

    /// <summary>Chance of pasting the objects of a rendered image on a photo of another data set of the run, where there is one; default 0.</summary>
    public float PasteChance { get; init; }

    /// <summary>Chance of mixing the sample with a randomly filtered one of other textures and colours; default 0.</summary>
    public float FilterChance { get; init; }

    /// <summary>Chance of sharpening, as cameras do; default 0.</summary>
    public float SharpenChance { get; init; }

    /// <summary>Chance of uneven light; default 0.</summary>
    public float LightChance { get; init; }

    /// <summary>Labels of which less than this fraction stays visible are ignored; default 0.3.</summary>
    public float MinimumVisible { get; init; } = 0.3f;

    /// <summary>Labels below this size (square root of the area, in sample pixels) are ignored; default 3; points are exempt.</summary>
    public float MinimumSize { get; init; } = 3;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Some values are out of range; the message lists all of them by their recipe names.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        void Check(string option, float value, float minimum, float maximum)
        {
            if (!(value >= minimum && value <= maximum))
                problems.Add(FormattableString.Invariant($"augmentation.{OptionName.Of(option)}: expected {minimum} to {maximum}, found {value}"));
        }

        Check(nameof(WholeViewChance), WholeViewChance, 0, 1);
        Check(nameof(ObjectCropChance), ObjectCropChance, 0, 1);
        Check(nameof(CloseUpChance), CloseUpChance, 0, 1);
        if (WholeViewChance + ObjectCropChance + CloseUpChance > 1.0001f)
        {
            problems.Add(FormattableString.Invariant(
                $"augmentation.whole_view_chance, object_crop_chance and close_up_chance: expected a sum of at most 1, found {WholeViewChance}, ")
                + FormattableString.Invariant($"{ObjectCropChance} and {CloseUpChance}"));
        }
        Check(nameof(ShiftChance), ShiftChance, 0, 1);
        Check(nameof(MaximumShift), MaximumShift, 0, 1);
        Check(nameof(MaximumStretch), MaximumStretch, 0, 0.9f);
        Check(nameof(MinimumObjectPixels), MinimumObjectPixels, 1, 96);
        Check(nameof(MaximumObjectPixels), MaximumObjectPixels, MinimumObjectPixels, 200);
        Check(nameof(MirrorChance), MirrorChance, 0, 1);
        Check(nameof(RotationChance), RotationChance, 0, 1);
        Check(nameof(MaximumRotationDegrees), MaximumRotationDegrees, 0, 45);
        Check(nameof(BrightnessChance), BrightnessChance, 0, 1);
        Check(nameof(MaximumBrightness), MaximumBrightness, 1, 16);
        Check(nameof(ColorChance), ColorChance, 0, 1);
        Check(nameof(GammaChance), GammaChance, 0, 1);
        Check(nameof(BlurChance), BlurChance, 0, 1);
        Check(nameof(NoiseChance), NoiseChance, 0, 1);
        Check(nameof(MaximumNoise), MaximumNoise, 0, 1);
        Check(nameof(CutOutChance), CutOutChance, 0, 1);
        Check(nameof(MosaicChance), MosaicChance, 0, 1);
        Check(nameof(BackgroundChance), BackgroundChance, 0, 1);
        Check(nameof(PasteChance), PasteChance, 0, 1);
        Check(nameof(FilterChance), FilterChance, 0, 1);
        Check(nameof(SharpenChance), SharpenChance, 0, 1);
        Check(nameof(LightChance), LightChance, 0, 1);
        Check(nameof(MinimumVisible), MinimumVisible, 0, 1);
        Check(nameof(MinimumSize), MinimumSize, 0, 96);
        if (problems.Count > 0) throw new OptionException($"{string.Join("; ", problems)}.");
    }
}
