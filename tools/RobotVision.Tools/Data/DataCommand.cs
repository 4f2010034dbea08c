using System.CommandLine;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision data</c>: looks after data sets.</summary>
static class DataCommand
{
    public static Command Create() => new("data", """
        Looks after data sets: what is wrong with one (check), what is in it (stats), lists that share no recording (split) or have no
        near duplicates (dedupe), and frames of a video worth tagging (extract). No image and no label is ever changed or removed.

        Example: robotvision data check photos/data.yaml
        """)
    {
        DataCheckCommand.Create(),
        DataStatsCommand.Create(),
        DataSplitCommand.Create(),
        DataDedupeCommand.Create(),
        DataExtractCommand.Create(),
    };
}
