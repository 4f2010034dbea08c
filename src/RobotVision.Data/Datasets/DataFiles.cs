using RobotVision.Data.Formats;

namespace RobotVision.Data.Datasets;

/// <summary>Lists the files of data sets, so that no output file overwrites one of them.</summary>
public static class DataFiles
{
    /// <summary>The data.yaml, its lists, its images and their label files, whether or not they exist.</summary>
    public static IEnumerable<string> Of(DataYaml yaml)
    {
        Func<string, string> labels = yaml.Format switch
        {
            DatasetFormat.Voc => VocFile.Place,
            DatasetFormat.Coco => CocoFile.Place,
            DatasetFormat.Torso => TorsoFile.Place,
            _ => YoloLabelFile.Place,
        };
        yield return yaml.File;
        foreach (var file in yaml.Annotations) yield return file;
        foreach (var (split, places) in yaml.Splits)
            foreach (var place in places)
            {
                if (File.Exists(place)) yield return place;
                else if (!Directory.Exists(place)) continue; // reported when the data set is opened
                foreach (var image in ImageList.Read(yaml, split, place, []))
                {
                    yield return image;
                    yield return labels(image);
                }
            }
    }
}
