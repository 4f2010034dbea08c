using System.CommandLine;

namespace RobotVision.Tools.Data;

/// <summary><c>robotvision data</c>: tools for data sets.</summary>
static class DataCommand
{
    public static Command Create() => new("data", """
        Tools for data sets: find problems (check), show the contents (stats), make lists that share no recording (split) or have no near
        duplicates (dedupe), take frames worth tagging from a video (extract), and exchange labels with other tools (import, export). No image and
        no label is ever changed or removed.

        Example: robotvision data check photos/data.yaml
        """)
    {
        DataCheckCommand.Create(),
        DataStatsCommand.Create(),
        DataSplitCommand.Create(),
        DataDedupeCommand.Create(),
        DataExtractCommand.Create(),
        DataImportCommand.Create(),
        DataExportCommand.Create(),
    };
}
