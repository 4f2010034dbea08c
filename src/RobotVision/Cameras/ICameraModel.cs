using RobotVision.Geometry;

namespace RobotVision.Cameras;

/// <summary>
/// How a lens and sensor map directions to pixels. Camera frame: x right, y down, z ahead. Image coordinates: pixels,
/// origin at the image's top-left corner, x right, y down, as in <see cref="Detections.Box"/>. Immutable; any thread.
/// </summary>
/// <remarks>
/// OpenCV puts the origin at the centre of the first pixel: the principal point of an OpenCV calibration is half a pixel
/// smaller in x and y than the one here.
/// </remarks>
public interface ICameraModel
{
    /// <summary>Sizes, focal lengths and principal point in pixels.</summary>
    CameraIntrinsics Intrinsics { get; }

    /// <summary>Pixels a row.</summary>
    int Width { get; }

    /// <summary>Rows.</summary>
    int Height { get; }

    /// <summary>Projects a point in the camera frame (metres, or any unit) to a pixel; false when the lens cannot see it.</summary>
    /// <remarks>True does not mean that the pixel lies inside the image.</remarks>
    bool TryProject(Vector3d pointInCamera, out double x, out double y);

    /// <summary>Projects a point in the camera frame and says how the pixel moves with it; false when the lens cannot see it.</summary>
    bool TryProject(Vector3d pointInCamera, out double x, out double y, out ProjectionJacobian jacobian);

    /// <summary>Finds the unit ray in the camera frame that projects to a pixel; false when the lens model has none.</summary>
    bool TryUnproject(double x, double y, out Vector3d rayInCamera);

    /// <summary>The same lens whose image is scaled to another size.</summary>
    ICameraModel Scaled(int width, int height);
}
