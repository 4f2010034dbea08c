using System.Globalization;
using System.Text;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;

namespace RobotVision.Testing;

/// <summary>
/// Writes the same data set in each label format: <c>a7.png</c> with objects and <c>b8.png</c> without, both of <see cref="Width"/> x
/// <see cref="Height"/> pixels. Coordinates are integers, so that each format stores them exactly.
/// </summary>
static class WrittenScenes
{
    public const int Width = 200;
    public const int Height = 100;

    /// <summary>The labels of the first image; the last one is marked as difficult or the like.</summary>
    public static readonly Label[] Objects =
    [
        new(ObjectClass.Ball, new(11, 22, 33, 44)), new(ObjectClass.Obstacle, new(150, 0, 200, 97)),
        new(ObjectClass.Goalpost, new(60, 3, 71, 81)), new(ObjectClass.LineT, new(134, 39, 146, 51)),
        new(ObjectClass.Ball, new(101, 61, 115, 77), Ignore: true),
    ];

    const string Names = "[ball, person, goalpost, T-Intersection]";
    const string Map = "map: { person: obstacle, T-Intersection: line_t }\nunlabelled: [robot]\n";

    /// <summary>The file with the labels of the first image.</summary>
    public static string LabelFile(string folder, DatasetFormat format) => Path.Combine(folder, format switch
    {
        DatasetFormat.Yolo => "labels/a7.txt",
        DatasetFormat.Voc => "annotations/a7.xml",
        DatasetFormat.Coco => "all.json",
        _ => "annotations.yaml",
    });

    /// <summary>Writes the data set. YOLO has no flag for ignored labels, so it gets a class <c>ignore_ball</c>.</summary>
    public static void Write(TemporaryFolder folder, DatasetFormat format)
    {
        foreach (var name in new[] { "a7.png", "b8.png" })
        {
            folder.Write("images/" + name, "");
            ImageFile.Write(Path.Combine(folder.Path, "images", name), new BgrImage(Width, Height).View);
        }

        var names = format == DatasetFormat.Yolo ? Names.Replace("]", ", ignore_ball]", StringComparison.Ordinal) : Names;
        folder.Write("data.yaml", $"train: images\nformat: {format.ToString().ToLowerInvariant()}\nnames: {names}\n{Map}"
            + (format == DatasetFormat.Coco ? "annotations: all.json\n" : ""));
        folder.Write(Path.GetRelativePath(folder.Path, LabelFile(folder.Path, format)), Text(format));
        if (format == DatasetFormat.Yolo) folder.Write("labels/b8.txt", "");
        if (format == DatasetFormat.Voc) folder.Write("annotations/b8.xml", Voc([]));
    }

    static string Text(DatasetFormat format) => format switch
    {
        DatasetFormat.Yolo => string.Concat(Objects.Select(YoloLine)),
        DatasetFormat.Voc => Voc(Objects),
        DatasetFormat.Coco => Coco(),
        _ => Torso(),
    };

    static string Own(Label label) => label.Class switch
    {
        ObjectClass.Obstacle => "person",
        ObjectClass.LineT => "T-Intersection",
        _ => ClassNames.BuiltIn[label.Class],
    };

    static int Number(Label label) => label.Class switch
    {
        ObjectClass.Ball => label.Ignore ? 4 : 0,
        ObjectClass.Obstacle => 1,
        ObjectClass.Goalpost => 2,
        _ => 3,
    };

    static string YoloLine(Label label) => string.Create(CultureInfo.InvariantCulture,
        $"{Number(label)} {label.Box.CenterX / Width} {label.Box.CenterY / Height} {label.Box.Width / Width} {label.Box.Height / Height}\n");

    static string Voc(Label[] labels)
    {
        var text = new StringBuilder("<annotation>\n  <filename>a7.png</filename>\n");
        text.Append($"  <size>\n    <width>{Width}</width>\n    <height>{Height}</height>\n    <depth>3</depth>\n  </size>\n");
        foreach (var label in labels)
            text.Append(CultureInfo.InvariantCulture, $"""
                  <object>
                    <name>{Own(label)}</name>
                    <pose>Unspecified</pose>
                    <truncated>1</truncated>
                    <difficult>{(label.Ignore ? 1 : 0)}</difficult>
                    <bndbox>
                      <xmin>{label.Box.X1 + 1}</xmin>
                      <ymin>{label.Box.Y1 + 1}</ymin>
                      <xmax>{label.Box.X2}</xmax>
                      <ymax>{label.Box.Y2}</ymax>
                    </bndbox>
                    <part><name>foot</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></part>
                  </object>

                """);
        return text.Append("</annotation>\n").ToString();
    }

    static string Coco()
    {
        var text = new StringBuilder("{\n\"info\": {\"year\": 2026, \"more\": [{\"a\": [1, null]}]},\n\"annotations\": [\n");
        for (var i = 0; i < Objects.Length; i++)
        {
            var box = Objects[i].Box;
            text.Append(CultureInfo.InvariantCulture, $$"""
                {
                  "id": {{i + 70}}, "image_id": 31, "category_id": {{Number(Objects[i] with { Ignore = false }) + 51}},
                  "segmentation": [[1, 2, 3.5, 4]],
                  "bbox": [{{box.X1}}, {{box.Y1}},
                    {{box.Width}}, {{box.Height}}],
                  "iscrowd": {{(Objects[i].Ignore ? 1 : 0)}}
                }{{(i < Objects.Length - 1 ? "," : "")}}

                """);
        }

        return text.Append("],\n\"categories\": [\n"
            + "{\"id\": 51, \"name\": \"ball\"},\n{\"id\": 52, \"name\": \"person\"},\n{\"id\": 53, \"name\": \"goalpost\"},\n"
            + "{\"id\": 54, \"name\": \"T-Intersection\", \"supercategory\": \"line\"}],\n\"images\": [\n"
            + "{\"id\": 31, \"file_name\": \"images/a7.png\", \"width\": 200, \"height\": 100},\n"
            + "{\"id\": 32, \"file_name\": \"b8.png\", \"width\": 200, \"height\": 100}\n]\n}\n").ToString();
    }

    static string Torso()
    {
        var text = new StringBuilder("images:\n  a7.png:\n    annotations:\n");
        foreach (var label in Objects)
        {
            var box = label.Box;
            float[] points = label.Class switch
            {
                ObjectClass.LineT => [box.CenterX, box.CenterY],
                ObjectClass.Goalpost => [box.X1 + 3, box.Y1, box.X2, box.Y1 + 2, box.X2 - 3, box.Y2, box.X1, box.Y2 - 2],
                ObjectClass.Obstacle => [box.X2, box.Y1, box.X1, box.Y2],
                _ => [box.X1, box.Y1, box.X2, box.Y2],
            };
            var flag = label.Ignore ? "true" : "false";
            text.Append(CultureInfo.InvariantCulture, $"    - blurred: {flag}\n      concealed: {flag}\n      in_image: true\n");
            text.Append(CultureInfo.InvariantCulture, $"      number: null\n      type: {Own(label)}\n      vector:\n");
            for (var i = 0; i < points.Length; i += 2)
                text.Append(CultureInfo.InvariantCulture, $"      - - {points[i]}\n        - {points[i + 1]}\n");
        }

        return text.Append("    height: 100\n    id: 684014\n    metadata: &id001\n      League: HSL\n      fov: 42\n    width: 200\n"
            + "  b8.png:\n    annotations:\n"
            + string.Concat(new[] { "ball", "person", "goalpost", "T-Intersection" }.Select(type => $"    - in_image: false\n      type: {type}\n"))
            + "    height: 100\n    metadata: *id001\n    width: 200\n").ToString();
    }
}
