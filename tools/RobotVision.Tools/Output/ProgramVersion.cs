using System.Reflection;

namespace RobotVision.Tools.Output;

/// <summary>The version of this program.</summary>
static class ProgramVersion
{
    /// <summary>The commit that it was built from, as the SDK writes it into the version; empty where unknown.</summary>
    public static string Commit { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            .Split('+').ElementAtOrDefault(1) ?? "";
}
