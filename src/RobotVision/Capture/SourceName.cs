namespace RobotVision.Capture;

/// <summary>What a source is called where it is shown, sent or stored.</summary>
public static class SourceName
{
    /// <summary>To be replaced at merge.</summary>
    public static string Masked(string source) => source;
}
