using RobotVision.Data.Text;

namespace RobotVision.Data.Augmentation;

/// <summary>How much training samples are varied. Chances are 0..1; what has the chance 0 never happens.</summary>
public sealed record AugmentationOptions
{
    /// <summary>No variation: the whole view as the live pipeline samples it, for validation.</summary>
    public static AugmentationOptions None { get; } = new()
    {
        WholeViewChance = 1,
        ObjectCropChance = 0,
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
    };

    /// <summary>Chance of showing the whole image; default 0.4.</summary>
    public float WholeViewChance { get; init; } = 0.4f;

    /// <summary>Chance of a close-up about a labelled object; default 0.4. The rest are square crops from anywhere.</summary>
    public float ObjectCropChance { get; init; } = 0.4f;

    /// <summary>Chance that a whole view is shifted and stretched; default 0.5.</summary>
    public float ShiftChance { get; init; } = 0.5f;

    /// <summary>Largest shift of a whole view, each way, as a part of its side; default 0.15.</summary>
    public float MaximumShift { get; init; } = 0.15f;

    /// <summary>Largest stretch of each side of a region, as a part of it; default 0.15.</summary>
    public float MaximumStretch { get; init; } = 0.15f;

    /// <summary>Longer side of the object in a close-up, smallest, in sample pixels; default 6.</summary>
    public float MinimumObjectPixels { get; init; } = 6;

    /// <summary>Longer side of the object in a close-up, largest, in sample pixels; default 70.</summary>
    public float MaximumObjectPixels { get; init; } = 70;

    /// <summary>Chance of left for right; default 0.5.</summary>
    public float MirrorChance { get; init; } = 0.5f;

    /// <summary>Chance of a rotation; default 0.2 (it softens the picture a little).</summary>
    public float RotationChance { get; init; } = 0.2f;

    /// <summary>Largest rotation each way in degrees; default 8.</summary>
    public float MaximumRotationDegrees { get; init; } = 8;

    /// <summary>Chance of a change of brightness; default 0.7.</summary>
    public float BrightnessChance { get; init; } = 0.7f;

    /// <summary>Largest factor on the pixel values, and one over it the smallest; default 4, extremes being rare.</summary>
    public float MaximumBrightness { get; init; } = 4;

    /// <summary>Chance of a change of contrast, white balance, saturation and hue; default 0.6.</summary>
    public float ColorChance { get; init; } = 0.6f;

    /// <summary>Chance of a change of gamma, 0.7..1.4; default 0.3.</summary>
    public float GammaChance { get; init; } = 0.3f;

    /// <summary>Chance of blur, out of focus or from motion; default 0.2.</summary>
    public float BlurChance { get; init; } = 0.2f;

    /// <summary>Chance of noise; default 0.4.</summary>
    public float NoiseChance { get; init; } = 0.4f;

    /// <summary>Largest standard deviation of the noise, as a part of white; default 0.06.</summary>
    public float MaximumNoise { get; init; } = 0.06f;

    /// <summary>Chance of a rectangle laid over the sample; default 0.15.</summary>
    public float CutOutChance { get; init; } = 0.15f;

    /// <summary>Chance of a sample made of quarters of four; default 0.1.</summary>
    public float MosaicChance { get; init; } = 0.1f;

    /// <summary>Chance of another hall behind what is labelled, where an image knows its background; default 0.15.</summary>
    public float BackgroundChance { get; init; } = 0.15f;

    /// <summary>The part of a label that must stay visible for it not to become one to ignore; default 0.3.</summary>
    public float MinimumVisible { get; init; } = 0.3f;

    /// <summary>Labels below this size (root of the area, in sample pixels) become ones to ignore; default 3; points are exempt.</summary>
    public float MinimumSize { get; init; } = 3;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">Some are wrong; says all of them, as they stand in a recipe.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        void Check(string option, float value, float minimum, float maximum)
        {
            if (!(value >= minimum && value <= maximum)) problems.Add(FormattableString.Invariant($"augmentation.{OptionName.Of(option)}: expected {minimum} to {maximum}, found {value}"));
        }

        Check(nameof(WholeViewChance), WholeViewChance, 0, 1);
        Check(nameof(ObjectCropChance), ObjectCropChance, 0, 1);
        if (WholeViewChance + ObjectCropChance > 1.0001f)
            problems.Add(FormattableString.Invariant($"augmentation.whole_view_chance and object_crop_chance: expected 1 at most together, found {WholeViewChance} and {ObjectCropChance}"));
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
        Check(nameof(MinimumVisible), MinimumVisible, 0, 1);
        Check(nameof(MinimumSize), MinimumSize, 0, 96);
        if (problems.Count > 0) throw new OptionException($"{string.Join("; ", problems)}.");
    }
}
