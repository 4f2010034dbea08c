namespace RobotVision.Video;

/// <summary>How inputs are named to FFmpeg.</summary>
static class FFmpegInput
{
    /// <summary>A file's name as FFmpeg takes it for nothing else: without the prefix a name with a colon would be a protocol, one with a dash an option.</summary>
    public static string OfFile(string path) => "file:" + path;

    /// <summary>The last line of what a program said, without blanks.</summary>
    public static string LastLine(string text) => text.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? "";
}
