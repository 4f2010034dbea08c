using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>
/// Pastes the objects of a rendered image on a photo, each where it stands in its own image. All solid objects are pasted, furniture and the camera's own body
/// too, so that not everything that looks rendered is a labelled object.
/// </summary>
/// <remarks>Source of the idea: Dwibedi, Misra and Hebert, "Cut, Paste and Learn", 2017.</remarks>
static class ObjectPaste
{
    const int Size = SampleFormat.Size;

    /// <summary>Labels of which objects cover less than this part of the box show what was not pasted, such as a crowd on the hall's wall.</summary>
    const float SmallestCover = 0.02f;

    /// <summary>Computes the labels of a rendered image whose objects lie on a photo, without those of marks on the ground, which is the photo's.</summary>
    /// <param name="image">The rendered image; its layers are known.</param>
    /// <param name="photo">The photo, of any size; it is stretched to the image's.</param>
    /// <param name="options">How much of a label has to be visible.</param>
    /// <returns>The image with the labels of both, in its own pixels.</returns>
    public static LabelledImage Label(LabelledImage image, LabelledImage photo, AugmentationOptions options)
    {
        float x = (float)image.Image.Width / photo.Image.Width, y = (float)image.Image.Height / photo.Image.Height;
        var labels = new List<Label>();
        foreach (var label in photo.Labels)
        {
            if (photo.Feet.Contains(label.Class)) continue;
            var box = new Box(label.Box.X1 * x, label.Box.Y1 * y, label.Box.X2 * x, label.Box.Y2 * y);
            var visible = label.Visible * (1 - Cover(image, box));
            labels.Add(new(label.Class, box, label.Ignore || visible < options.MinimumVisible, visible));
        }
        foreach (var label in image.Labels)
            if (!label.Class.IsPoint() && Cover(image, label.Box) >= SmallestCover) labels.Add(label);

        var points = ClassSet.Of([.. Enum.GetValues<ObjectClass>().Where(one => one.IsPoint())]);
        var both = new ClassSet(image.Labelled.Bits & photo.Labelled.Bits);
        return image with { Labels = labels, Labelled = both.Without(photo.Feet).Without(points) };
    }

    /// <summary>Lays the sample's objects on the photo's sample.</summary>
    /// <param name="sample">(3, 96, 96), the rendered image's sample; overwritten.</param>
    /// <param name="image">The rendered image; its layers are known.</param>
    /// <param name="region">The region of it that the sample shows.</param>
    /// <param name="photo">(3, 96, 96), the photo's sample.</param>
    public static void Apply(Span<float> sample, LabelledImage image, ImageRegion region, ReadOnlySpan<float> photo)
    {
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
            {
                var cover = Cover(image, new(
                    region.X + x * region.Width / Size, region.Y + y * region.Height / Size,
                    region.X + (x + 1) * region.Width / Size, region.Y + (y + 1) * region.Height / Size));
                for (var i = y * Size + x; i < sample.Length; i += Size * Size) sample[i] = photo[i] + (sample[i] - photo[i]) * cover;
            }
    }

    // The part of a box in pixels of the image that objects cover, by the pixels whose area it touches.
    static float Cover(LabelledImage image, Box box)
    {
        var (width, height) = (image.Image.Width, image.Image.Height);
        int left = Math.Max(0, (int)MathF.Floor(box.X1)), right = Math.Min(width, (int)MathF.Ceiling(box.X2));
        int top = Math.Max(0, (int)MathF.Floor(box.Y1)), bottom = Math.Min(height, (int)MathF.Ceiling(box.Y2));
        if (right <= left || bottom <= top) return 0;
        var count = 0;
        for (var y = top; y < bottom; y++)
            foreach (var layer in image.Layers.AsSpan(y * width + left, right - left))
                if (layer == PixelLayer.Solid) count++;
        return (float)count / ((right - left) * (bottom - top));
    }
}
