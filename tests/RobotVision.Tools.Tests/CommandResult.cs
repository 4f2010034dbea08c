using System.Text.Json;

namespace RobotVision.Tools.Tests;

/// <summary>Exit code and output of a run of the program.</summary>
sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines with error messages.</summary>
    public string[] ErrorLines => [.. Errors.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];

    /// <summary>The lines of the standard output, each a JSON object.</summary>
    public JsonElement[] OutputObjects => ReadObjects(Output);

    /// <summary>Reads JSON Lines; anything else in them is an exception.</summary>
    public static JsonElement[] ReadObjects(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <inheritdoc/>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}
