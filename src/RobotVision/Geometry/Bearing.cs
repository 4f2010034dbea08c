namespace RobotVision.Geometry;

/// <summary>A direction seen from the camera, relative to where it looks; radians.</summary>
/// <param name="Azimuth">Positive to the left, -pi..pi.</param>
/// <param name="Elevation">Positive upwards, -pi/2..pi/2.</param>
public readonly record struct Bearing(double Azimuth, double Elevation)
{
    /// <summary>The bearing of a direction in the camera's frame.</summary>
    public static Bearing Of(Vector3d rayInCamera) => new(
        Math.Atan2(-rayInCamera.X, rayInCamera.Z),
        Math.Atan2(-rayInCamera.Y, Math.Sqrt(rayInCamera.X * rayInCamera.X + rayInCamera.Z * rayInCamera.Z)));
}
