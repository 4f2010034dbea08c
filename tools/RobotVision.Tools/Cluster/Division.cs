using RobotVision.Cluster;

namespace RobotVision.Tools.Cluster;

/// <summary>What a command is to do: all of its work, one part of it, or to join finished parts.</summary>
/// <param name="Output">Where results go: of all the work and of joining what the command line names, of a part the folder of its results.</param>
/// <param name="Part">The part; null for the others.</param>
/// <param name="Joined">The results' folders of all parts in their order, to be joined; empty for the others.</param>
sealed record Division(string Output, Shard? Part, IReadOnlyList<string> Joined)
{
    /// <summary>All the work.</summary>
    public static Division Whole(string output) => new(output, null, []);

    /// <summary>Whether finished parts are joined.</summary>
    public bool IsJoining => Joined.Count > 0;
}
