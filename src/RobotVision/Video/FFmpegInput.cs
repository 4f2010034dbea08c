namespace RobotVision.Video;

/// <summary>Text that FFmpeg takes and gives.</summary>
static class FFmpegInput
{
    /// <summary>
    /// A file's name with a prefix, without which FFmpeg would take a name with a colon for a protocol and one with a dash for an option.
    /// </summary>
    public static string OfFile(string path) => "file:" + path;

    /// <summary>The last line of a program's output that is not empty, trimmed.</summary>
    public static string LastLine(string text) => text.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? "";
}
