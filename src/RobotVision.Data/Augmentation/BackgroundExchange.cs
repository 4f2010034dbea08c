using RobotVision.Data.Labels;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>
/// Puts another image's hall behind what is labelled. Only pixels that both images know to be background change, so that no
/// label is touched and none is brought in; images that do not know their background are left alone.
/// </summary>
static class BackgroundExchange
{
    const int Size = SampleFormat.Size;

    /// <summary>Which pixels of a sample show nothing but background; false for all where the image does not know.</summary>
    /// <param name="image">The image.</param>
    /// <param name="region">The part of it that the sample shows.</param>
    /// <param name="mask">(96, 96), written.</param>
    public static void Find(LabelledImage image, ImageRegion region, Span<bool> mask)
    {
        mask.Clear();
        if (image.Background is not { } background) return;
        int width = image.Image.Width, height = image.Image.Height;
        for (var y = 0; y < Size; y++)
        {
            int top = (int)MathF.Floor(region.Y + y * region.Height / Size), bottom = (int)MathF.Ceiling(region.Y + (y + 1) * region.Height / Size) - 1;
            if (top < 0 || bottom >= height) continue;
            for (var x = 0; x < Size; x++)
            {
                int left = (int)MathF.Floor(region.X + x * region.Width / Size), right = (int)MathF.Ceiling(region.X + (x + 1) * region.Width / Size) - 1;
                mask[y * Size + x] = left >= 0 && right < width && IsAll(background, width, left, top, right, bottom);
            }
        }
    }

    /// <summary>Replaces the pixels that are background in both.</summary>
    public static void Apply(Span<float> sample, ReadOnlySpan<bool> mask, ReadOnlySpan<float> other, ReadOnlySpan<bool> otherMask)
    {
        for (var i = 0; i < mask.Length; i++)
            if (mask[i] && otherMask[i])
                for (var plane = i; plane < sample.Length; plane += Size * Size) sample[plane] = other[plane];
    }

    // A post thinner than a sample's pixel must not fall through between two centres.
    static bool IsAll(bool[] background, int width, int left, int top, int right, int bottom)
    {
        for (var y = top; y <= Math.Max(top, bottom); y++)
            if (background.AsSpan(y * width + left, Math.Max(1, right - left + 1)).Contains(false)) return false;
        return true;
    }
}
