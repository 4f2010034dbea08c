using System.CommandLine;

namespace RobotVision.Tools.Calibrate;

/// <summary><c>robotvision calibrate</c>: finds out how a camera sees and where it sits.</summary>
static class CalibrateCommand
{
    public static Command Create() => new("calibrate", """
        Calibrates a camera: its lens (intrinsics), how it sits on the robot (extrinsics from a board, or field from a field's lines), and how
        late its frames are (latency).

        Example: robotvision calibrate intrinsics photos --pattern 9x6 --square 0.025 --output calibration/head.yaml
        """)
    {
        CalibrateIntrinsicsCommand.Create(),
        CalibrateExtrinsicsCommand.Create(),
        CalibrateFieldCommand.Create(),
        CalibrateLatencyCommand.Create(),
    };
}
