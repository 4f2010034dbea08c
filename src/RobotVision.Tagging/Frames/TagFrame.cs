using RobotVision.Files;

namespace RobotVision.Tagging.Frames;

/// <summary>One image that is tagged.</summary>
/// <param name="Index">Its place in the list, from 0; pages name it by this alone.</param>
/// <param name="Name">Its path from the data set's folder, separated by <c>/</c>; the journal names it by this.</param>
/// <param name="Image">The image's full path.</param>
/// <param name="Labels">The full path of its label file, whether or not it exists.</param>
/// <param name="Recording">The number of the recording that it is from; frames of one recording stand together, in its order.</param>
/// <param name="Root">The folder that image and labels must be in once links are followed.</param>
public sealed record TagFrame(int Index, string Name, string Image, string Labels, int Recording, string Root)
{
    /// <summary>Whether the data set lists it under <c>val</c> or <c>test</c>: no model may learn from what others are measured on.</summary>
    public bool IsHeldOut { get; init; }

    /// <summary>Checks that the image is in the folder that was opened: a link may lead anywhere, also to files that nobody meant to show.</summary>
    /// <exception cref="InvalidDataException">It leads out of the folder, or is not there.</exception>
    public void CheckImage() => Check(Image, "image");

    /// <summary>Checks that the label file, or the folder where it will be, is in the folder that was opened, so that no link is written through.</summary>
    /// <exception cref="InvalidDataException">It leads out of the folder.</exception>
    public void CheckLabels()
    {
        var path = Labels;
        while (UnixFile.RealPath(path) is null && new FileInfo(path).LinkTarget is null) path = Path.GetDirectoryName(path)!;
        Check(path, "label file");
    }

    void Check(string path, string what)
    {
        var root = UnixFile.RealPath(Root) ?? Root;
        var real = UnixFile.RealPath(path) ?? throw new InvalidDataException($"{Name}: expected its {what} at '{path}', found nothing there.");
        if (real != root && !real.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidDataException(
                $"{Name}: expected its {what} inside '{Root}', found a link out of it. Open the folder that it leads to, or copy the file.");
    }
}
