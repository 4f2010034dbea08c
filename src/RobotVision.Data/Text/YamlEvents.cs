using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace RobotVision.Data.Text;

/// <summary>
/// Reads the events of a YAML file; every error names the file and the line. <see cref="YamlCursor"/> walks through the events of large files;
/// <see cref="ReadTrees"/> builds trees for files whose fields are needed in any order.
/// </summary>
/// <remarks>
/// Recipes and sweeps (RobotVision.Training) are not read by it: YamlDotNet makes their objects, and wraps in errors of its own what its source
/// of events throws; they are texts in memory, too, which sweeps change.
/// </remarks>
/// <param name="file">The file.</param>
/// <param name="deepestNesting">Deeper nesting is an error.</param>
/// <param name="allowsAliases">Whether an alias is an event like others; otherwise it is an error.</param>
sealed class YamlEvents(string file, int deepestNesting = int.MaxValue, bool allowsAliases = true) : IParser
{
    readonly Parser _parser = new(new StringReader(FileText.Read(file)));

    /// <inheritdoc/>
    public ParsingEvent? Current => _parser.Current;

    /// <summary>The line of the event it is at, from 1.</summary>
    public long Line => Current?.Start.Line ?? 1;

    /// <summary>How many maps, lists, documents and streams are open.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether there was an error after which nothing more can be read.</summary>
    public bool IsBroken { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is no YAML, or not of the kind that is allowed; says file and line.</exception>
    public bool MoveNext()
    {
        try
        {
            if (!_parser.MoveNext()) return false;
        }
        catch (YamlException exception)
        {
            throw Broken(DamagedFile.Yaml(file, exception));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet also ends so on some damaged documents, without a place.
            throw Broken(DamagedFile.Yaml(file, Line));
        }

        Depth += Current!.NestingIncrease;
        return Depth <= deepestNesting && (allowsAliases || Current is not AnchorAlias)
            ? true
            : throw Broken(DamagedFile.At(file, Line, "expected plain fields, lists and maps, found an alias or deep nesting; write it out."));
    }

    /// <summary>The documents of a file as trees, without aliases, which can grow without bound.</summary>
    /// <param name="file">The file.</param>
    /// <param name="deepestNesting">Deeper nesting is an error; a tree exhausts the stack some time.</param>
    /// <exception cref="InvalidDataException">The file is no YAML, or not of the kind that is allowed; says file and line.</exception>
    public static IList<YamlDocument> ReadTrees(string file, int deepestNesting)
    {
        var events = new YamlEvents(file, deepestNesting, allowsAliases: false);
        var trees = new YamlStream();
        try
        {
            trees.Load(events);
        }
        catch (YamlException exception)
        {
            throw DamagedFile.Yaml(file, exception); // a field that is there twice
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw DamagedFile.Yaml(file, events.Line);
        }

        return trees.Documents;
    }

    /// <summary>Marks an error as one after which nothing more can be read.</summary>
    public InvalidDataException Broken(InvalidDataException problem)
    {
        IsBroken = true;
        return problem;
    }
}
