namespace RobotVision.Training.Datasets;

/// <summary>A list of labelled images that can be read in any order, from several threads at once.</summary>
public interface IDataset
{
    /// <summary>What to call it in reports: its path or recipe.</summary>
    string Name { get; }

    /// <summary>The number of images.</summary>
    int Count { get; }

    /// <summary>Reads (or renders) one image; the same index always gives the same image.</summary>
    /// <exception cref="InvalidDataException">The image or its labels cannot be used; says file, line and why.</exception>
    LabelledImage Load(int index);

    /// <summary>Tells this state of the set from any other: 16 hexadecimal digits over its images and labels. May read all of it.</summary>
    string Fingerprint() => Datasets.Fingerprint.Of(Enumerable.Range(0, Count).Select(Load));
}
