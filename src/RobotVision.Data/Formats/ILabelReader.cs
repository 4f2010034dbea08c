using RobotVision.Data.Labels;

namespace RobotVision.Data.Formats;

/// <summary>Finds the labels of images; from several threads at once.</summary>
interface ILabelReader
{
    /// <summary>The file in which the labels of an image are expected, whether or not they are there.</summary>
    string Place(string image);

    /// <summary>Whether an image is annotated, be it as one without objects.</summary>
    bool IsAnnotated(string image);

    /// <summary>The labels of an image that is annotated.</summary>
    /// <param name="image">The image's full path.</param>
    /// <param name="width">The width that it really has, in pixels.</param>
    /// <param name="height">The height that it really has, in pixels.</param>
    /// <param name="problems">Takes what is wrong with objects, which are left out then; the first ends the reading when null.</param>
    /// <exception cref="InvalidDataException">They cannot be used; says file, line and why.</exception>
    ImageLabels Read(string image, int width, int height, ICollection<string>? problems = null);

    /// <summary>Opens the labels of some images of a data set in the form that it has.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="images">The images.</param>
    /// <param name="problems">Takes what is wrong with files of many images and with single ones in them; the first ends the reading when null.</param>
    /// <exception cref="InvalidDataException">A file with the annotations of many images is missing or damaged.</exception>
    static ILabelReader Open(DataYaml yaml, IEnumerable<string> images, ICollection<string>? problems = null) => yaml.Format switch
    {
        DatasetFormat.Voc => new LabelFiles(yaml, VocFile.Place, VocFile.Read),
        DatasetFormat.Coco => new AnnotationFiles(yaml, images, CocoFile.Place, CocoFile.Read, problems),
        DatasetFormat.Torso => new AnnotationFiles(yaml, images, TorsoFile.Place, TorsoFile.Read, problems),
        _ => new LabelFiles(yaml, YoloLabelFile.Place, YoloLabelFile.Read),
    };
}
