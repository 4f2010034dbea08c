using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Detections;
using RobotVision.Messages;

namespace RobotVision.Data.Formats;

/// <summary>
/// Reads a Pascal VOC annotation: <c>annotation</c> with the image's <c>size</c> and an <c>object</c> for each object, in it
/// <c>name</c>, <c>bndbox</c> and perhaps <c>difficult</c>. Objects marked difficult are to be ignored; truncated and occluded ones
/// count, because our boxes too hold the part that is seen.
/// </summary>
/// <remarks>
/// Pixels count from 1 and both edges belong to the box, so that it reaches from <c>xmin - 1</c> to <c>xmax</c> in our measure.
/// Source: The PASCAL Visual Object Classes Challenge 2012 Development Kit, section 3.4 and the VOC2007 annotation guidelines.
/// </remarks>
static class VocFile
{
    /// <summary>Far more than any image has objects, and little enough to hold.</summary>
    internal const long MostBytes = 16 << 20;

    /// <summary>Where the annotation of an image stands: <c>Annotations/</c> beside <c>JPEGImages/</c>, <c>annotations/</c> beside
    /// <c>images/</c>, otherwise beside the image; ending <c>.xml</c>.</summary>
    public static string Place(string image)
    {
        var beside = Path.ChangeExtension(image, ".xml");
        return ImageList.Sibling(beside, "JPEGImages", "Annotations") ?? ImageList.Sibling(beside, "images", "annotations") ?? beside;
    }

    /// <summary>Reads the labels of an image.</summary>
    /// <param name="file">The annotation.</param>
    /// <param name="yaml">Says what the class names mean.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <param name="problems">Takes what is wrong with objects, which are left out then; the first ends the reading when null.</param>
    /// <exception cref="InvalidDataException">It cannot be used; says file, line and why.</exception>
    public static ImageLabels Read(string file, DataYaml yaml, int width, int height, ICollection<string>? problems = null)
    {
        var root = ReadRoot(file);
        CheckSize(file, One(file, root, "size"), width, height);
        var labels = new List<Label>();
        var number = 0;
        foreach (var element in root.Elements().Where(element => element.Name == "object" || Misspelling.Meant(element.Name.LocalName, "object") is not null))
        {
            number++;
            DamagedFile.Try(problems, () => $"Object {number}", () => AddObject(file, element, yaml, width, height, labels));
        }

        return new(labels, yaml.Labelled);
    }

    static void AddObject(string file, XElement element, DataYaml yaml, int width, int height, List<Label> labels)
    {
        CheckName(file, element, "object");
        foreach (var field in element.Elements()) CheckName(file, field, "difficult");
        var name = One(file, element, "name");
        if (!yaml.TryFind(name.Value.Trim(), out var target))
            throw DamagedFile.UnknownClass(file, Line(name), "name", name.Value.Trim(), yaml.File, yaml.Names.Values);
        yaml.AddLabels(target, ReadBox(file, One(file, element, "bndbox"), width, height, yaml), IsDifficult(file, element), labels);
    }

    static XElement ReadRoot(string file)
    {
        var root = XmlFile.ReadRoot(file, "Pascal VOC", MostBytes);
        return root.Name == "annotation" ? root : throw Wrong(file, root, "expected 'annotation'");
    }

    static void CheckSize(string file, XElement size, int width, int height)
    {
        float w = Number(file, One(file, size, "width")), h = Number(file, One(file, size, "height"));
        if ((w, h) != (width, height))
            throw Wrong(file, size, FormattableString.Invariant(
                $"expected the size of the image, {width}x{height}, found {w}x{h}; was it resized or turned after it was annotated?"));
    }

    static Box ReadBox(string file, XElement element, int width, int height, DataYaml yaml)
    {
        float Edge(string name) => Number(file, One(file, element, name));
        var box = new Box(Edge("xmin") - 1, Edge("ymin") - 1, Edge("xmax"), Edge("ymax"));
        return yaml.InImage(file, Line(element), box, width, height);
    }

    static bool IsDifficult(string file, XElement element) =>
        element.Elements("difficult").Any() && One(file, element, "difficult") is var mark && mark.Value.Trim() switch
        {
            "0" or "false" => false,
            "1" or "true" => true,
            var other => throw Wrong(file, mark, $"expected 0 or 1, found {QuotedText.Of(other)}"),
        };

    /// <summary>Refuses an element whose name is nearly that of one that may be left out.</summary>
    static void CheckName(string file, XElement element, string optional)
    {
        if (Misspelling.Meant(element.Name.LocalName, optional) is { } word) throw DamagedFile.Misspelt(file, Line(element), element.Name.LocalName, word);
    }

    static XElement One(string file, XElement parent, string name)
    {
        var found = parent.Elements(name).Take(2).ToArray();
        return found.Length == 1
            ? found[0]
            : throw Wrong(file, found.Length == 0 ? parent : found[1],
                $"expected one '{name}' in it, found {(found.Length == 0 ? "none" : "several")}", parent);
    }

    static float Number(string file, XElement element) =>
        float.TryParse(element.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)
            ? number
            : throw Wrong(file, element, $"expected a number, found {QuotedText.Of(element.Value)}");

    static long Line(XElement element) => ((IXmlLineInfo)element).LineNumber;

    static InvalidDataException Wrong(string file, XElement at, string problem, XElement? named = null) =>
        DamagedFile.At(file, Line(at), ((IXmlLineInfo)at).LinePosition, $"{QuotedText.Of((named ?? at).Name.LocalName)}: {problem}.");
}
