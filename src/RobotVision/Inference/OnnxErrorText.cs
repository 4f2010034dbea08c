using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace RobotVision.Inference;

/// <summary>Shortens ONNX Runtime's error messages for users: without error codes, source files and C++ signatures.</summary>
static partial class OnnxErrorText
{
    /// <summary>The text of an error, without a full stop.</summary>
    public static string Of(OnnxRuntimeException exception) => Of(exception.Message);

    /// <summary>The text of an error's message, without a full stop.</summary>
    internal static string Of(string message)
    {
        var status = message.LastIndexOf(StatusMessage, StringComparison.Ordinal);
        var text = Codes().Replace(status < 0 ? message : message[(status + StatusMessage.Length)..], "");
        for (var place = SourceLine().Match(text); place.Success; place = SourceLine().Match(text))
            text = text[..place.Index] + text[EndOfSignature(text, place.Index + place.Length)..].TrimStart();
        return text.Trim() is { Length: > 0 } shown ? shown.TrimEnd('.') : message.Trim();
    }

    /// <summary>Stands before the reason; the name of the failed operator before it is dropped.</summary>
    const string StatusMessage = "Status Message: ";

    /// <summary>The end of the C++ signature that starts at an index; the index itself where there is none.</summary>
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
