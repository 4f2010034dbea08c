using RobotVision.Messages;
using YamlDotNet.Core;

namespace RobotVision.Data.Text;

/// <summary>Makes the errors of files that cannot be used: each names the file and the place in it.</summary>
static class DamagedFile
{
    /// <summary>An error at a line, counted from 1.</summary>
    public static InvalidDataException At(string file, long line, string problem) => new($"{file}:{line}: {problem}");

    /// <summary>An error at a line and column, both counted from 1.</summary>
    public static InvalidDataException At(string file, long line, long column, string problem) => new($"{file}:{line}:{column}: {problem}");

    /// <summary>The error of an object whose class has no name in the <c>data.yaml</c>.</summary>
    public static InvalidDataException UnknownClass(string file, long line, string field, string found, string yaml, IEnumerable<string> names) =>
        At(file, line, $"{field}: expected a class from 'names' in {yaml} ({string.Join(", ", names)}), found {QuotedText.Of(found)}; "
            + "add it there, with 'none' in 'map' where no class of ours can be meant.");

    /// <summary>The error of a field whose name is nearly that of one that may be left out.</summary>
    public static InvalidDataException Misspelt(string file, long line, string found, string word) =>
        At(file, line, $"expected '{word}', found {QuotedText.Of(found)}; correct the spelling.");

    /// <summary>
    /// An error that belongs to one of many objects, which it names, unless it names a part of that already: <c>Annotation 17 of
    /// 'a.png'</c>.
    /// </summary>
    public static InvalidDataException In(InvalidDataException problem, string what) =>
        problem.InnerException is InvalidDataException ? problem : new($"{problem.Message} {what}.", problem);

    /// <summary>Reads one of many objects.</summary>
    /// <param name="problems">Takes what is wrong with it; thrown where it is null.</param>
    /// <param name="what">What to call it.</param>
    /// <param name="read">Reads it.</param>
    public static void Try(ICollection<string>? problems, Func<string> what, Action read)
    {
        try
        {
            read();
        }
        catch (InvalidDataException exception)
        {
            var problem = In(exception, what());
            if (problems is null) throw problem;
            problems.Add(problem.Message);
        }
    }

    /// <summary>The error of a file that its parser says is no YAML.</summary>
    public static InvalidDataException Yaml(string file, YamlException problem)
    {
        // Of a tab the parser names the line where something else began.
        if (problem.Message.Contains(" tab ", StringComparison.Ordinal) && LineWithTab(file, problem.Start.Line) is { } line)
            return At(file, line, "expected spaces at the beginning of the line, found a tab, which YAML allows none of there; put spaces in its place.");
        return At(file, problem.Start.Line, problem.Start.Column, $"expected YAML, found what is not: {problem.Message}");
    }

    /// <summary>The same of one that its parser gives up without a place.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line of what was read last.</param>
    public static InvalidDataException Yaml(string file, long line) =>
        At(file, line, "expected YAML, found what is not, here or a little below; is every bracket and every quote closed?");

    static long? LineWithTab(string file, long first)
    {
        long number = 0;
        foreach (var line in File.ReadLines(file))
            if (++number >= first && line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t')) return number;
        return null;
    }

    /// <summary>An error at a named place, for example <c>frames[3].balls</c>.</summary>
    public static InvalidDataException At(string file, string place, string problem) => new($"{file}: {place}: {problem}");
}
