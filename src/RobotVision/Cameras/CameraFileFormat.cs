namespace RobotVision.Cameras;

/// <summary>How a camera is written down.</summary>
public enum CameraFileFormat
{
    /// <summary>OpenCV's FileStorage: <c>%YAML:1.0</c> with <c>!!opencv-matrix</c>.</summary>
    OpenCv,

    /// <summary>ROS's <c>camera_info</c> YAML, as camera_calibration_parsers reads it.</summary>
    Ros,
}
