using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Drawing;
using RobotVision.Imaging;
using RobotVision.Reports;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>Draws an overview image: one row per augmentation, each with samples of a data set and their labels.</summary>
public static class AugmentationSheet
{
    const int Columns = 6;
    const int Scale = 3;
    const int Tile = SampleFormat.Size * Scale;

    /// <summary>The rows from top to bottom; the first has no augmentation.</summary>
    public static IReadOnlyList<(string Name, AugmentationOptions Options)> Rows { get; } =
    [
        ("none", AugmentationOptions.None),
        ("shift and scale", AugmentationOptions.None with { ShiftChance = 1 }),
        ("close-up", AugmentationOptions.None with { WholeViewChance = 0, ObjectCropChance = 1 }),
        ("any square", AugmentationOptions.None with { WholeViewChance = 0 }),
        ("mirror", AugmentationOptions.None with { MirrorChance = 1 }),
        ("rotation", AugmentationOptions.None with { RotationChance = 1 }),
        ("brightness", AugmentationOptions.None with { BrightnessChance = 1 }),
        ("contrast and hue", AugmentationOptions.None with { ColorChance = 1 }),
        ("textures", AugmentationOptions.None with { FilterChance = 1 }),
        ("uneven light", AugmentationOptions.None with { LightChance = 1 }),
        ("gamma", AugmentationOptions.None with { GammaChance = 1 }),
        ("blur", AugmentationOptions.None with { BlurChance = 1 }),
        ("noise", AugmentationOptions.None with { NoiseChance = 1 }),
        ("sharpening", AugmentationOptions.None with { SharpenChance = 1 }),
        ("cut-out", AugmentationOptions.None with { CutOutChance = 1 }),
        ("background", AugmentationOptions.None with { BackgroundChance = 1 }),
        ("mosaic", AugmentationOptions.None with { MosaicChance = 1 }),
        ("all, as in training", new()),
    ];

    /// <summary>Draws the sheet; ignored labels are left out.</summary>
    /// <param name="dataset">The source of the images.</param>
    /// <param name="seed">The same seed gives the same sheet.</param>
    /// <returns>The picture, owned by the caller.</returns>
    public static BgrImage Draw(IDataset dataset, ulong seed)
    {
        var sheet = new PictureSheet([.. Enumerable.Range(1, Columns).Select(number => $"sample {number}")], [.. Rows.Select(row => row.Name)], Tile, Tile);
        var sample = new float[SampleFormat.Length];
        for (var row = 0; row < Rows.Count; row++)
        {
            var mixer = new SampleMixer([new(dataset, 1)], Rows[row].Options, seed);
            for (var column = 0; column < Columns; column++)
            {
                var labels = mixer.Draw(column, 0, sample).Labels;
                var picture = MarkPainter.Paint(ToImage(sample).View, LabelMarks.Of(labels.Where(label => !label.Ignore), dataset.Classes), Scale);
                sheet.Put(picture, column, row);
            }
        }

        return sheet.Picture;
    }

    static BgrImage ToImage(ReadOnlySpan<float> sample)
    {
        const int plane = SampleFormat.Size * SampleFormat.Size;
        var image = new BgrImage(SampleFormat.Size, SampleFormat.Size);
        for (var i = 0; i < plane; i++)
            for (var channel = 0; channel < 3; channel++)
                image.Pixels[i * 3 + 2 - channel] = (byte)Math.Clamp((sample[channel * plane + i] + 1) * 127.5f + 0.5f, 0, 255);
        return image;
    }
}
