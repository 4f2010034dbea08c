using System.CommandLine;

namespace RobotVision.Tools.Calibrate;

/// <summary><c>robotvision calibrate</c>: lens, pose, mount and latency of a camera.</summary>
static class CalibrateCommand
{
    public static Command Create() => new("calibrate", """
        Calibrates a camera: its lens (intrinsics), its pose on the robot (extrinsics from a board, or field from a field's lines), and the
        latency of its frames (latency).

        Example: robotvision calibrate intrinsics photos --pattern 9x6 --square 0.025 --output calibration/head.yaml
        """)
    {
        CalibrateIntrinsicsCommand.Create(),
        CalibrateExtrinsicsCommand.Create(),
        CalibrateFieldCommand.Create(),
        CalibrateLatencyCommand.Create(),
    };
}
