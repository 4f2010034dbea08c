using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using RobotVision.Data.Formats;
using RobotVision.Data.Text;
using RobotVision.Messages;

namespace RobotVision.Data.Exchange;

/// <summary>
/// Reads and writes Pascal VOC files with their own class names; see <see cref="VocFile"/> for the meaning of their pixels.
/// </summary>
static class VocExchange
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged; says file, line and why.</exception>
    public static IReadOnlyList<ExchangeImage> Read(string file)
    {
        var root = XmlFile.ReadRoot(file, "Pascal VOC", VocFile.MostBytes);
        var size = root.Element("size");
        int Side(string name) => size?.Element(name) is { } side ? (int)Number(file, side) : 0;
        return
        [
            new(root.Element("filename")?.Value.Trim() is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(file),
                Side("width"), Side("height"), [.. root.Elements("object").Select(found => Object(file, found))], file),
        ];
    }

    /// <summary>The text of the file of an image.</summary>
    public static string Write(ExchangeImage image)
    {
        static XElement Value(string name, float value) => new(name, value.ToString("0.##", CultureInfo.InvariantCulture));
        return new XElement("annotation",
            new XElement("filename", image.Name),
            new XElement("size", new XElement("width", image.Width), new XElement("height", image.Height), new XElement("depth", 3)),
            image.Objects.Select(found => new XElement("object",
                new XElement("name", found.Name), new XElement("truncated", 0), new XElement("difficult", 0),
                new XElement("bndbox",
                    Value("xmin", found.Box.X1 + 1), Value("ymin", found.Box.Y1 + 1), Value("xmax", found.Box.X2), Value("ymax", found.Box.Y2)))))
            .ToString();
    }

    static ExchangeObject Object(string file, XElement found)
    {
        var name = Element(file, found, "name").Value.Trim();
        var box = Element(file, found, "bndbox");
        float Edge(string edge) => Number(file, Element(file, box, edge));
        return new(name, new(Edge("xmin") - 1, Edge("ymin") - 1, Edge("xmax"), Edge("ymax")))
        {
            Ignore = found.Element("difficult")?.Value.Trim().ToUpperInvariant() is "1" or "TRUE",
        };
    }

    static XElement Element(string file, XElement parent, string name) =>
        parent.Element(name)
        ?? throw DamagedFile.At(file, ((IXmlLineInfo)parent).LineNumber, $"expected '{parent.Name.LocalName}' with '{name}', found none.");

    static float Number(string file, XElement element) =>
        float.TryParse(element.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw DamagedFile.At(
                file, ((IXmlLineInfo)element).LineNumber, $"{element.Name.LocalName}: expected a number, found {QuotedText.Of(element.Value)}.");
}
