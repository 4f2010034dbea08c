using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RobotVision.Files;

/// <summary>
/// A parser of YAML that refuses deep nesting by an error with its line. Readers that build trees or objects call themselves for each level, and a file
/// of many brackets would end the whole process.
/// </summary>
/// <param name="text">The YAML.</param>
public sealed class BoundedYaml(string text) : IParser
{
    /// <summary>Levels that are allowed; far more than any file of ours has.</summary>
    public const int DeepestNesting = 64;

    readonly Parser _parser = new(new StringReader(text));
    int _depth;

    /// <inheritdoc/>
    public ParsingEvent? Current => _parser.Current;

    /// <inheritdoc/>
    /// <exception cref="YamlException">It is no YAML, or nested too deeply.</exception>
    public bool MoveNext()
    {
        if (!_parser.MoveNext()) return false;
        _depth += Current!.NestingIncrease;
        return _depth <= DeepestNesting ? true : throw new SemanticErrorException(
            Current.Start, Current.End, $"expected at most {DeepestNesting} levels of nesting, found more.");
    }
}
