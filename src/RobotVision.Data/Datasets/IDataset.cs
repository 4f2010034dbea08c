using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Data.Datasets;

/// <summary>A list of labelled images that can be read in any order. Thread-safe.</summary>
public interface IDataset
{
    /// <summary>The name in reports: a path or a description.</summary>
    string Name { get; }

    /// <summary>The number of images.</summary>
    int Count { get; }

    /// <summary>Which images follow each other in time; null, the default, where every image stands for itself.</summary>
    ClipList? Clips => null;

    /// <summary>The labelled classes of the set; single images may have fewer.</summary>
    ClassSet Labelled => ClassSet.BuiltIn;

    /// <summary>The classes by the numbers that its labels have.</summary>
    ClassNames Classes => ClassNames.BuiltIn;

    /// <summary>Reads (or renders) one image; the same index always gives the same image.</summary>
    /// <exception cref="InvalidDataException">The image or its labels are damaged; the message has file, line and reason.</exception>
    LabelledImage Load(int index);

    /// <summary>A text that changes when the class mapping or the label format changes.</summary>
    string Meaning => "";

    /// <summary>The files of an image and its labels; null if images are rendered.</summary>
    (string Image, string Labels)? FilesOf(int index) => null;

    /// <summary>Identifies the contents of the set: 16 hexadecimal digits over its images and labels. May read all of it.</summary>
    string Fingerprint() => Datasets.Fingerprint.Of(Enumerable.Range(0, Count).Select(Load));
}

/// <summary>A data set and its share of the training samples.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Weight">Its share relative to the sum of all weights; above 0.</param>
public readonly record struct WeightedDataset(IDataset Dataset, float Weight);
