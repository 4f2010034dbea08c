using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Data.Labels;

/// <summary>One labelled object.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Box">Its box in pixels of its image: origin top-left, x right, y down.</param>
/// <param name="Ignore">
/// True if detecting the object is neither a hit nor a false alarm: too small, too hidden, unclear. It takes no part in loss and score.
/// </param>
/// <param name="Visible">
/// The part of the object in its box that can be seen, 0..1, where it is known: rendering and every step of augmentation reduce it.
/// </param>
public readonly record struct Label(ObjectClass Class, Box Box, bool Ignore = false, float Visible = 1);

/// <summary>The labels of one image.</summary>
/// <param name="Labels">The objects; boxes in pixels of the image.</param>
/// <param name="Labelled">The labelled classes of this image; the others take no part in loss and score.</param>
public sealed record ImageLabels(IReadOnlyList<Label> Labels, ClassSet Labelled);

/// <summary>An image with its labels.</summary>
/// <param name="Name">Where it comes from: a file's path, or the name of a synthetic image.</param>
/// <param name="Image">The pixels, owned by this object.</param>
/// <param name="Labels">The objects; boxes in pixels of the image.</param>
/// <param name="Labelled">The labelled classes of this image; the others take no part in loss and score.</param>
public sealed record LabelledImage(string Name, BgrImage Image, IReadOnlyList<Label> Labels, ClassSet Labelled)
{
    /// <summary>What each pixel shows, (height, width), row-major; null if unknown, as for photos.</summary>
    public PixelLayer[]? Layers { get; init; }

    /// <summary>
    /// Where a trained model's pipeline would make close-ups of it, squares in pixels of the image: about what the model takes for an object, rightly or
    /// not. Empty if unknown.
    /// </summary>
    public IReadOnlyList<ImageRegion> CloseUps { get; init; } = [];

    /// <summary>The frame's time in its clip; null for an image that stands for itself.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Whether the image is known to be blurred by motion, as rendered frames may be.</summary>
    public bool IsBlurred { get; init; }

    /// <summary>
    /// Classes of which the boxes are rough ones about the place where an object stands: found objects are judged by the middle of their lower edge, and
    /// these labels teach nothing.
    /// </summary>
    public ClassSet Feet { get; init; }
}

/// <summary>One image of an annotation file for many images.</summary>
/// <param name="File">The annotation file.</param>
/// <param name="Line">The line where the image's entry begins, from 1.</param>
/// <param name="Name">The image's file name in the annotation file, with or without folders, separated by <c>/</c>.</param>
/// <param name="Width">The image's width according to the file, in pixels.</param>
/// <param name="Height">The image's height according to the file, in pixels.</param>
/// <param name="Labels">
/// Converts the annotations to labels; thread-safe. Problems with single objects are added to the given collection and these objects are
/// left out; without a collection the first problem throws <see cref="InvalidDataException"/>, so that one bad box costs one
/// image and not all of them. Null if the image's own entry is damaged, which was reported when the file was read.
/// </param>
sealed record AnnotatedImage(string File, long Line, string Name, int Width, int Height, Func<ICollection<string>?, ImageLabels>? Labels);

/// <summary>Converts labels to marks for drawing.</summary>
public static class LabelMarks
{
    /// <summary>One mark per label of these classes.</summary>
    public static IReadOnlyList<Mark> Of(IEnumerable<Label> labels, ClassNames classes) =>
        [.. labels.Select(label => new Mark(label.Ignore ? MarkKind.Ignored : MarkKind.Found, label.Class, label.Box) { Classes = classes })];
}
