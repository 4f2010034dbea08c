using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace RobotVision.Inference;

/// <summary>What ONNX Runtime says of an error without what is meant for its authors: error codes, source files and C++ signatures.</summary>
static partial class RuntimeWords
{
    /// <summary>The words of an error.</summary>
    public static string Of(OnnxRuntimeException exception) => Of(exception.Message);

    /// <summary>The words of an error's message.</summary>
    internal static string Of(string message)
    {
        var status = message.LastIndexOf(StatusMessage, StringComparison.Ordinal);
        var words = Codes().Replace(status < 0 ? message : message[(status + StatusMessage.Length)..], "");
        for (var place = SourceLine().Match(words); place.Success; place = SourceLine().Match(words))
            words = words[..place.Index] + words[EndOfSignature(words, place.Index + place.Length)..].TrimStart();
        return words.Trim() is { Length: > 0 } said ? said.TrimEnd('.') : message.Trim();
    }

    /// <summary>What stands between the operator that failed, whose names are the network's own, and why.</summary>
    const string StatusMessage = "Status Message: ";

    /// <summary>Where a C++ signature ends that begins at a place; the place itself where none does.</summary>
    static int EndOfSignature(string text, int start)
    {
        var open = text.IndexOf('(', start);
        if (open < 0) return start;
        var end = AfterBracket(text, open);
        while (end < text.Length && text[end] == '(') end = AfterBracket(text, end); // operator()(int)
        if (text.AsSpan(end).StartsWith(" const")) end += " const".Length;
        return text.AsSpan(end).StartsWith(" [with ") ? AfterBracket(text, end + 1) : end;
    }

    static int AfterBracket(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] is '(' or '[') depth++;
            else if (text[i] is ')' or ']' && --depth == 0) return i + 1;
        }

        return text.Length;
    }

    [GeneratedRegex(@"\[ErrorCode:\w+\] ?|\[ONNXRuntimeError\] : \d+ : [A-Z_]+ : |\bOrt\w+: ")]
    private static partial Regex Codes();

    [GeneratedRegex(@"\S+\.(?:cc|cpp|h|hpp|cu|cuh):\d+ ")]
    private static partial Regex SourceLine();
}
