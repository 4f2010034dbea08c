using RobotVision.Imaging;

namespace RobotVision.Data.Labels;

/// <summary>An image and what is tagged in it.</summary>
/// <param name="Name">Where it comes from: a file's path, or the seed of a synthetic image.</param>
/// <param name="Image">The pixels, owned by this object.</param>
/// <param name="Labels">The tagged objects.</param>
/// <param name="Labelled">The classes that were looked for when it was tagged; the others take no part in loss and score.</param>
public sealed record LabelledImage(string Name, BgrImage Image, IReadOnlyList<Label> Labels, ClassSet Labelled)
{
    /// <summary>
    /// Which pixels show what lies behind and about the field and nothing that is or may be labelled, (height, width);
    /// null where that is not known, as of photos.
    /// </summary>
    public bool[]? Background { get; init; }
}
