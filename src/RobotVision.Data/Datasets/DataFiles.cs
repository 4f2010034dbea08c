using RobotVision.Data.Formats;

namespace RobotVision.Data.Datasets;

/// <summary>Lists the files of data sets, so that no output takes the place of one.</summary>
public static class DataFiles
{
    /// <summary>The data.yaml, its lists, its images and their labels, whether or not they are there; as many as can be told.</summary>
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
                else if (!Directory.Exists(place)) continue; // opening the data set says so
                foreach (var image in ImageList.Read(yaml, split, place, []))
                {
                    yield return image;
                    yield return labels(image);
                }
            }
    }
}
