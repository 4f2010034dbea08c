using System.Diagnostics;
using System.Globalization;

namespace RobotVision.Video;

/// <summary>The programs <c>ffmpeg</c> and <c>ffprobe</c>, which read and write every video and stream.</summary>
public static class FFmpegProgram
{
    static readonly string[] H264Encoders = ["libx264", "libopenh264"];
    static readonly Lazy<string> H264 = new(FindH264Encoder);
    static volatile Lazy<Version?> _version = new(ReadVersion);

    /// <summary>The version of the installed program, such as 5.1; null when it is not installed or has no release number.</summary>
    public static Version? Version => _version.Value;

    /// <summary>Whether the program is on the PATH.</summary>
    public static bool IsInstalled => Find("ffmpeg") is not null;

    /// <summary>The encoder of H.264 that the installed program has; empty when it has none.</summary>
    public static string H264Encoder => H264.Value;

    /// <summary>Options that keep every frame with its own time instead of a constant rate.</summary>
    internal static IEnumerable<string> KeepTimes =>
        Version is { } version && version < new Version(5, 1) ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"];

    /// <summary>How to start one of the programs with its standard streams redirected.</summary>
    /// <remarks>
    /// Where util-linux is installed, the program runs in a session of its own, so that Ctrl-C reaches this process alone and files are ended
    /// properly, and it is ended with the thread that starts it, so that a killed process leaves none behind that holds a port.
    /// </remarks>
    /// <exception cref="EnvironmentException">It is not installed; the message says what to do.</exception>
    internal static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var path = Find(program) ?? throw new EnvironmentException(
            $"Videos and streams need the program '{program}', and it is not on the PATH. "
            + "Install it ('apt-get install ffmpeg', or run tools/setup.sh); image folders and cameras work without it.");
        IEnumerable<string> wrapper = Find("setsid") is { } setsid && Find("setpriv") is { } setpriv ? [setsid, setpriv, "--pdeathsig", "KILL", path] : [path];
        string[] command = [.. wrapper, .. arguments];
        return new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
    }

    /// <summary>Runs a program to its end and returns its output.</summary>
    /// <exception cref="EnvironmentException">It is not installed.</exception>
    internal static (int ExitCode, string Output, string Errors) Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(StartInfo(program, arguments))!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>Takes the version that one of the programs told along with something else, which saves asking for it: starting one takes 0.15 s.</summary>
    internal static void Learn(string version)
    {
        if (!_version.IsValueCreated) _version = new(Parse(version));
    }

    static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    // "ffmpeg version 5.1.6-0+deb12u1 Copyright ..."
    static Version? ReadVersion() => IsInstalled && Run("ffmpeg", "-version").Output.Split(' ', 4) is [_, _, var version, ..] ? Parse(version) : null;

    // "5.1.6-0+deb12u1", "n7.1", "N-12345-gabcdef" of a build of no release.
    static Version? Parse(string text)
    {
        var numbers = text.TrimStart('n').Split('.', '-');
        return numbers.Length > 0 && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? new Version(major, numbers.Length > 1 && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : 0)
            : null;
    }

    static string FindH264Encoder()
    {
        var encoders = Run("ffmpeg", "-hide_banner", "-encoders").Output;
        return H264Encoders.FirstOrDefault(name => encoders.Contains($" {name} ", StringComparison.Ordinal)) ?? "";
    }
}
