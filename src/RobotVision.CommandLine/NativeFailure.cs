using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace RobotVision.CommandLine;

/// <summary>Says in one line why a native library is missing or failed, and what to do.</summary>
static partial class NativeFailure
{
    /// <summary>The line; null where an exception is of another kind.</summary>
    public static string? Describe(Exception exception)
    {
        while (exception is TypeInitializationException { InnerException: { } inner }) exception = inner;
        return exception switch
        {
            DllNotFoundException or EntryPointNotFoundException or BadImageFormatException =>
                $"a native library cannot be used: {Missing(exception.Message)}. Run tools/setup.sh; 'robotvision doctor' says what is missing.",
            OnnxRuntimeException => $"ONNX Runtime failed: {FirstLine(exception.Message)} 'robotvision doctor' examines the installation.",
            OpenCVException or OpenCvSharpException => $"OpenCV failed: {FirstLine(exception.Message)} 'robotvision doctor' examines the installation.",
            _ => null,
        };
    }

    /// <summary>The system's message lists every place that was tried: the library that another one needs is what the user has to install.</summary>
    static string Missing(string message)
    {
        var library = Wanted().Match(message).Groups["name"].Value;
        var needed = Needed().Matches(message).Select(match => match.Groups["name"].Value).FirstOrDefault(name => library.Length == 0 || !name.Contains(library, StringComparison.Ordinal));
        return library.Length == 0 ? FirstLine(message).TrimEnd('.')
            : needed is null ? $"'{library}' is {(Damaged().IsMatch(message) ? "damaged" : "not there")}"
            : $"'{library}' needs {needed}, which is not there";
    }

    static string FirstLine(string message)
    {
        var line = message.Trim().Split('\n')[0].Trim();
        return line.EndsWith('.') ? line : $"{line}.";
    }

    [GeneratedRegex("invalid ELF|file too short|wrong ELF")]
    private static partial Regex Damaged();

    [GeneratedRegex("'(?<name>[^']+)'")]
    private static partial Regex Wanted();

    [GeneratedRegex(@"(?:^|[\s:])(?<name>lib[^\s:/]+\.so[^\s:/]*): cannot open shared object file", RegexOptions.Multiline)]
    private static partial Regex Needed();
}
