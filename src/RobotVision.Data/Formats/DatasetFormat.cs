namespace RobotVision.Data.Formats;

/// <summary>The form in which a data set's labels are written: <c>format</c> in its <c>data.yaml</c>.</summary>
public enum DatasetFormat
{
    /// <summary><c>yolo</c>, the default: a text file an image, see <see cref="YoloLabelFile"/>.</summary>
    Yolo,

    /// <summary><c>voc</c>: Pascal VOC, an XML file an image, see <see cref="VocFile"/>.</summary>
    Voc,

    /// <summary><c>coco</c>: one JSON file for many images, see <see cref="CocoFile"/>.</summary>
    Coco,

    /// <summary><c>torso</c>: TORSO-21, one YAML file for many images, see <see cref="TorsoFile"/>.</summary>
    Torso,
}
