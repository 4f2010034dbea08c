namespace RobotVision.Geometry;

/// <summary>A rotation as a quaternion of length 1, scalar first; turns vectors of a body's frame into those of the frame around it.</summary>
/// <param name="W">Scalar part.</param>
/// <param name="X">Vector part, first.</param>
/// <param name="Y">Vector part, second.</param>
/// <param name="Z">Vector part, third.</param>
/// <remarks>Source: K. Shoemake, "Animating rotation with quaternion curves" (1985), for the product and the slerp.</remarks>
public readonly record struct Rotation(double W, double X, double Y, double Z)
{
    /// <summary>The rotation by 0.</summary>
    public static Rotation Identity { get; } = new(1, 0, 0, 0);

    /// <summary>The quaternion's length; 1 but for rounding.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>Rz(yaw) Ry(pitch) Rx(roll), as in <see cref="CameraPose"/>; radians.</summary>
    public static Rotation FromAngles(double roll, double pitch, double yaw)
    {
        var (sr, cr) = Math.SinCos(roll / 2);
        var (sp, cp) = Math.SinCos(pitch / 2);
        var (sy, cy) = Math.SinCos(yaw / 2);
        return new(
            cr * cp * cy + sr * sp * sy, sr * cp * cy - cr * sp * sy,
            cr * sp * cy + sr * cp * sy, cr * cp * sy - sr * sp * cy);
    }

    /// <summary>The right-handed rotation about a vector by its length in radians.</summary>
    public static Rotation FromVector(Vector3d turn)
    {
        var angle = turn.Length;
        var scale = angle < 1e-12 ? 0.5 : Math.Sin(angle / 2) / angle;
        return new Rotation(Math.Cos(angle / 2), turn.X * scale, turn.Y * scale, turn.Z * scale).Normalized();
    }

    /// <summary>The axis of the rotation, with its angle in radians, 0..pi, as the length.</summary>
    public Vector3d ToVector()
    {
        var axis = new Vector3d(X, Y, Z) * (W < 0 ? -1 : 1);
        var sine = axis.Length;
        return axis * (sine < 1e-12 ? 2 : 2 * Math.Atan2(sine, Math.Abs(W)) / sine);
    }

    /// <summary>The rotation by the second and then by the first.</summary>
    public static Rotation operator *(Rotation a, Rotation b) => new(
        a.W * b.W - a.X * b.X - a.Y * b.Y - a.Z * b.Z,
        a.W * b.X + a.X * b.W + a.Y * b.Z - a.Z * b.Y,
        a.W * b.Y - a.X * b.Z + a.Y * b.W + a.Z * b.X,
        a.W * b.Z + a.X * b.Y - a.Y * b.X + a.Z * b.W);

    /// <summary>The same rotation with length 1.</summary>
    public Rotation Normalized()
    {
        var scale = 1 / Length;
        return new(W * scale, X * scale, Y * scale, Z * scale);
    }

    /// <summary>The inverse rotation.</summary>
    public Rotation Inverse() => new(W, -X, -Y, -Z);

    /// <summary>Turns a vector.</summary>
    public Vector3d Turn(Vector3d vector)
    {
        var axis = new Vector3d(X, Y, Z);
        var twice = axis.Cross(vector) * 2;
        return vector + twice * W + axis.Cross(twice);
    }

    /// <summary>The angle between two rotations in radians, 0..pi.</summary>
    public double AngleTo(Rotation other)
    {
        var between = Inverse() * other;
        return 2 * Math.Atan2(new Vector3d(between.X, between.Y, between.Z).Length, Math.Abs(between.W));
    }

    /// <summary>The rotation on the shortest way to another one, at constant speed.</summary>
    /// <param name="other">Where the way ends.</param>
    /// <param name="part">0 is here, 1 is there.</param>
    public Rotation Slerp(Rotation other, double part)
    {
        // A quaternion and its negative are the same rotation: of the two ways the shorter one.
        var sign = Dot(other) < 0 ? -1 : 1;
        var angle = AngleTo(other) / 2;
        var sine = Math.Sin(angle);
        var (here, there) = sine < 1e-9 ? (1 - part, part * sign) : (Math.Sin((1 - part) * angle) / sine, sign * Math.Sin(part * angle) / sine);
        return new Rotation(
            here * W + there * other.W, here * X + there * other.X, here * Y + there * other.Y, here * Z + there * other.Z).Normalized();
    }

    double Dot(Rotation other) => W * other.W + X * other.X + Y * other.Y + Z * other.Z;
}
