namespace RobotVision.Geometry;

/// <summary>A point or direction in space with double precision; its frame and unit stand where it is used.</summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Z">Third coordinate.</param>
public readonly record struct Vector3d(double X, double Y, double Z)
{
    /// <summary>The Euclidean length.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>The vector of length 1 in this direction; NaN for the zero vector.</summary>
    public Vector3d Normalized() => this * (1 / Length);

    /// <summary>The scalar product.</summary>
    public double Dot(Vector3d other) => X * other.X + Y * other.Y + Z * other.Z;

    /// <summary>The vector product, right-handed.</summary>
    public Vector3d Cross(Vector3d other) =>
        new(Y * other.Z - Z * other.Y, Z * other.X - X * other.Z, X * other.Y - Y * other.X);

    /// <summary>Adds two vectors.</summary>
    public static Vector3d operator +(Vector3d a, Vector3d b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Takes the second vector away from the first.</summary>
    public static Vector3d operator -(Vector3d a, Vector3d b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>Scales a vector.</summary>
    public static Vector3d operator *(Vector3d a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);
}
