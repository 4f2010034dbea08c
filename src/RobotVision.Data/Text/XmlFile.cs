using System.Xml;
using System.Xml.Linq;

namespace RobotVision.Data.Text;

/// <summary>
/// Reads XML files of any origin: without document types, which may grow without bound or lead to other files, and without deep nesting, which would
/// exhaust the stack where the text of an element is gathered.
/// </summary>
static class XmlFile
{
    const int DeepestNesting = 16; // four are of use

    static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
    };

    /// <summary>Reads the root element.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">What it should be, for the message, such as <c>Pascal VOC</c>.</param>
    /// <param name="mostBytes">Larger files are refused.</param>
    /// <exception cref="InvalidDataException">It cannot be read as XML; the message has file, line and reason.</exception>
    public static XElement ReadRoot(string file, string format, long mostBytes)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > mostBytes)
                throw DamagedFile.At(file, 1, $"expected an annotation of {format} of at most {mostBytes >> 20} MB, found {stream.Length >> 20} MB.");
            using (var nesting = XmlReader.Create(stream, Settings))
                while (nesting.Read())
                    if (nesting.Depth > DeepestNesting)
                        throw DamagedFile.At(file, ((IXmlLineInfo)nesting).LineNumber,
                            $"expected no more than {DeepestNesting} levels of elements, found more; is it an annotation of {format}?");
            stream.Position = 0;
            using var reader = XmlReader.Create(stream, Settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException exception)
        {
            throw exception.Message.Contains("DTD", StringComparison.Ordinal)
                ? DamagedFile.At(file, LineOf(file, "<!DOCTYPE"), "expected XML without a document type, found '<!DOCTYPE'; take that declaration out.")
                : DamagedFile.At(file, Math.Max(1, exception.LineNumber), $"expected the XML of {format}, found what is not: {exception.Message}");
        }
    }

    static long LineOf(string file, string word) =>
        File.ReadLines(file).TakeWhile(line => !line.Contains(word, StringComparison.OrdinalIgnoreCase)).Count() + 1;
}
