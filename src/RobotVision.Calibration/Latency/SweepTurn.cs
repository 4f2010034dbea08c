using RobotVision.Geometry;

namespace RobotVision.Calibration.Latency;

/// <summary>How the camera turned from one frame to the next.</summary>
/// <param name="From">Time stamp of the first frame in microseconds.</param>
/// <param name="To">Time stamp of the second.</param>
/// <param name="Turn">Axis times angle in radians, in the first frame's camera frame: x right, y down, z ahead.</param>
public readonly record struct SweepTurn(long From, long To, Vector3d Turn)
{
    /// <summary>Time between the frames in seconds.</summary>
    public double Seconds => (To - From) * 1e-6;
}
