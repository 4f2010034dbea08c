using System.ComponentModel;
using System.Diagnostics;

namespace RobotVision.Tools.Tests;

/// <summary>The ffmpeg command; tests that need it are ignored where it is missing.</summary>
static class Ffmpeg
{
    public static void Run(params string[] arguments)
    {
        using var process = Start(arguments);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"ffmpeg {string.Join(' ', arguments)}");
    }

    public static Process Start(params string[] arguments)
    {
        try
        {
            return Process.Start("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]);
        }
        catch (Win32Exception)
        {
            Assert.Ignore("The command 'ffmpeg' is not installed.");
            throw;
        }
    }
}
