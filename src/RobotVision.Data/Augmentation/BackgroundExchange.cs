using RobotVision.Data.Labels;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>
/// Replaces the background of a sample by that of another image. Only pixels that are background in both images change, so that no
/// labelled object is hidden or added; images of which the layers are unknown are left unchanged.
/// </summary>
static class BackgroundExchange
{
    const int Size = SampleFormat.Size;

    /// <summary>Marks the pixels of a sample that show only background; all false if the image's layers are unknown.</summary>
    /// <param name="image">The image.</param>
    /// <param name="region">The region of the image that the sample shows.</param>
    /// <param name="mask">(96, 96), overwritten.</param>
    public static void FillMask(LabelledImage image, ImageRegion region, Span<bool> mask)
    {
        mask.Clear();
        if (image.Layers is not { } layers) return;
        int width = image.Image.Width, height = image.Image.Height;
        for (var y = 0; y < Size; y++)
        {
            var top = (int)MathF.Floor(region.Y + y * region.Height / Size);
            var bottom = (int)MathF.Ceiling(region.Y + (y + 1) * region.Height / Size) - 1;
            if (top < 0 || bottom >= height) continue;
            for (var x = 0; x < Size; x++)
            {
                var left = (int)MathF.Floor(region.X + x * region.Width / Size);
                var right = (int)MathF.Ceiling(region.X + (x + 1) * region.Width / Size) - 1;
                mask[y * Size + x] = left >= 0 && right < width && IsAllBackground(layers, width, left, top, right, bottom);
            }
        }
    }

    /// <summary>Replaces the pixels that are background in both samples.</summary>
    public static void Apply(Span<float> sample, ReadOnlySpan<bool> mask, ReadOnlySpan<float> other, ReadOnlySpan<bool> otherMask)
    {
        for (var i = 0; i < mask.Length; i++)
            if (mask[i] && otherMask[i])
                for (var plane = i; plane < sample.Length; plane += Size * Size) sample[plane] = other[plane];
    }

    // All image pixels under a sample pixel are checked: an object thinner than a sample pixel must not be missed.
    static bool IsAllBackground(PixelLayer[] layers, int width, int left, int top, int right, int bottom)
    {
        for (var y = top; y <= Math.Max(top, bottom); y++)
            foreach (var layer in layers.AsSpan(y * width + left, Math.Max(1, right - left + 1)))
                if (layer != PixelLayer.Background) return false;
        return true;
    }
}
