using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Augmentation;

/// <summary>Chooses the region of an image that a training sample shows: whole view, close-up of an object or of what looks like one, or any square.</summary>
static class RegionChooser
{
    /// <summary>Largest magnification of a close-up; chosen by eye: above it shapes are no longer recognisable.</summary>
    const float MaximumMagnification = 4;

    /// <summary>Smallest side of a random square as a fraction of the image's shorter side; chosen by the range of live close-ups.</summary>
    const float SmallestSquare = 0.15f;

    public static ImageRegion Choose(LabelledImage image, AugmentationOptions options, ref RandomSequence random)
    {
        int width = image.Image.Width, height = image.Image.Height;
        var kind = random.NextSingle();
        if (kind < options.WholeViewChance) return WholeView(width, height, options, ref random);
        var objects = options.WholeViewChance + options.ObjectCropChance;
        if (kind < objects && ChooseObject(image.Labels, ref random) is { } label) return CloseUp(label, width, height, options, ref random);
        return kind >= objects && kind < objects + options.CloseUpChance && image.CloseUps.Count > 0
            ? About(image.CloseUps[random.NextInt32(image.CloseUps.Count)], options, ref random)
            : Square(width, height, options, ref random);
    }

    // A close-up of the pipeline, shifted and stretched as a whole view is.
    static ImageRegion About(ImageRegion place, AugmentationOptions options, ref RandomSequence random)
    {
        float w = place.Width * Stretch(options, ref random), h = place.Height * Stretch(options, ref random);
        return new(
            place.X + (place.Width - w) / 2 + random.Uniform(-options.MaximumShift, options.MaximumShift) * place.Width,
            place.Y + (place.Height - h) / 2 + random.Uniform(-options.MaximumShift, options.MaximumShift) * place.Height, w, h);
    }

    static ImageRegion WholeView(int width, int height, AugmentationOptions options, ref RandomSequence random)
    {
        if (!random.Chance(options.ShiftChance)) return ImageRegion.Whole(width, height);
        float w = width * Stretch(options, ref random), h = height * Stretch(options, ref random);
        var x = (width - w) / 2 + random.Uniform(-options.MaximumShift, options.MaximumShift) * width;
        var y = (height - h) / 2 + random.Uniform(-options.MaximumShift, options.MaximumShift) * height;
        return new(x, y, w, h);
    }

    // Draws the class first, then an object of it, so that rare classes are chosen as often as frequent ones.
    static Label? ChooseObject(IReadOnlyList<Label> labels, ref RandomSequence random)
    {
        Span<int> counts = stackalloc int[ClassNames.Most];
        var classes = 0;
        foreach (var label in labels)
            if (!label.Ignore && counts[(int)label.Class]++ == 0) classes++;
        if (classes == 0) return null;

        var nth = random.NextInt32(classes);
        var chosen = 0;
        while (counts[chosen] == 0 || nth-- > 0) chosen++;
        var member = random.NextInt32(counts[chosen]);
        foreach (var label in labels)
            if (!label.Ignore && (int)label.Class == chosen && member-- == 0) return label;
        throw new InvalidOperationException("Counted labels went missing.");
    }

    static ImageRegion CloseUp(Label label, int width, int height, AugmentationOptions options, ref RandomSequence random)
    {
        var shorter = Math.Min(width, height);
        // A point has no size of its own, so its scale is drawn as for a random square.
        var side = label.Class.IsPoint()
            ? shorter * random.LogUniform(SmallestSquare, 1)
            : Math.Max(label.Box.Width, label.Box.Height) * SampleFormat.Size / random.LogUniform(options.MinimumObjectPixels, options.MaximumObjectPixels);
        side = Math.Max(Math.Min(side, shorter), SampleFormat.Size / MaximumMagnification);
        float w = side * Stretch(options, ref random), h = side * Stretch(options, ref random);
        float x = label.Box.CenterX - random.NextSingle() * w, y = label.Box.CenterY - random.NextSingle() * h;
        return new(MostlyInside(x, width, w), MostlyInside(y, height, h), w, h);
    }

    static ImageRegion Square(int width, int height, AugmentationOptions options, ref RandomSequence random)
    {
        var side = Math.Min(width, height) * random.LogUniform(SmallestSquare, 1);
        float w = side * Stretch(options, ref random), h = side * Stretch(options, ref random);
        return new(random.Uniform(-w / 4, width - w * 3 / 4), random.Uniform(-h / 4, height - h * 3 / 4), w, h);
    }

    // Moves a region's start so that at most a quarter of the region lies outside the image.
    static float MostlyInside(float place, float whole, float side) =>
        Math.Max(-side / 4, Math.Min(place, whole - side * 3 / 4));

    static float Stretch(AugmentationOptions options, ref RandomSequence random) =>
        1 + random.Uniform(-options.MaximumStretch, options.MaximumStretch);
}
