using System.ComponentModel;
using System.Diagnostics;

namespace RobotVision.Tools.Output;

/// <summary>The browser of this machine.</summary>
static class Browser
{
    /// <summary>Opens a page; where there is no desktop its printed address is enough.</summary>
    public static void Open(string address)
    {
        try
        {
            using var _ = Process.Start(new ProcessStartInfo("xdg-open", [address]) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            // xdg-open is not installed.
        }
    }
}
