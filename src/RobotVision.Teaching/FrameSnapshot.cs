using System.Globalization;
using System.Text;
using RobotVision.Data.Formats;
using RobotVision.Files;
using RobotVision.Tagging.Frames;

namespace RobotVision.Teaching;

/// <summary>
/// The frames that are tagged at one moment, as a data set of its own: links to the images, copies of the label files. A training reads it for
/// minutes, and a resumed one must find what it began with, while the tagging goes on.
/// </summary>
static class FrameSnapshot
{
    /// <summary>Writes the data set; <c>data.yaml</c> last, so that its presence says that all is there.</summary>
    /// <param name="set">What is tagged.</param>
    /// <param name="frames">The indices of the frames that are done.</param>
    /// <param name="folder">Where it goes; what is left there of an interrupted writing is replaced.</param>
    /// <returns>The <c>data.yaml</c>.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static string Write(TagSet set, IReadOnlyList<int> frames, string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var list = new StringBuilder();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var index in frames)
        {
            var frame = set.Frames[index];
            frame.CheckImage();
            var name = YoloLabelFile.NameInNewSet(frame.Name, names); // with its folders, which tell recordings apart
            var (image, labels) = (Path.Combine(folder, "images", name), Path.Combine(folder, "labels", Path.ChangeExtension(name, ".txt")));
            Directory.CreateDirectory(Path.GetDirectoryName(image)!);
            WholeFile.WriteAllBytes(labels, File.ReadAllBytes(frame.Labels));
            File.CreateSymbolicLink(image, frame.Image);
            list.Append(CultureInfo.InvariantCulture, $"images/{name}\n");
        }

        WholeFile.WriteAllText(Path.Combine(folder, "train.txt"), list.ToString());
        var yaml = Path.Combine(folder, "data.yaml");
        DataYaml.Write(yaml, [("train", "train.txt")], set.Yaml.Names, set.Yaml.Targets, set.Yaml.Classes, set.Labelled);
        return yaml;
    }
}
