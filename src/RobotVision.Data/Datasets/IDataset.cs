using RobotVision.Data.Labels;

namespace RobotVision.Data.Datasets;

/// <summary>A list of labelled images that can be read in any order, from several threads at once.</summary>
public interface IDataset
{
    /// <summary>What to call it in reports: its path or recipe.</summary>
    string Name { get; }

    /// <summary>The number of images.</summary>
    int Count { get; }

    /// <summary>The classes that are labelled; an image may have fewer.</summary>
    ClassSet Labelled => ClassSet.All;

    /// <summary>Reads (or renders) one image; the same index always gives the same image.</summary>
    /// <exception cref="InvalidDataException">The image or its labels cannot be used; says file, line and why.</exception>
    LabelledImage Load(int index);

    /// <summary>What its class names stand for and how its labels are written, in some form that changes with either.</summary>
    string Meaning => "";

    /// <summary>The files that an image and its labels are read from; null where images are rendered.</summary>
    (string Image, string Labels)? FilesOf(int index) => null;

    /// <summary>Tells this state of the set from any other: 16 hexadecimal digits over its images and labels. May read all of it.</summary>
    string Fingerprint() => Datasets.Fingerprint.Of(Enumerable.Range(0, Count).Select(Load));
}
