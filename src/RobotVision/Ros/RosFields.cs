using RobotVision.Geometry;

namespace RobotVision.Ros;

/// <summary>Writes the messages that others are made of: header, time, pose.</summary>
/// <remarks>Source: builtin_interfaces, std_msgs and geometry_msgs of ROS 2 (Humble and later).</remarks>
static class RosFields
{
    const ulong Second = 1_000_000_000;

    /// <summary>Writes a <c>std_msgs/Header</c>.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="nanoseconds">The time since 1970, or since the beginning of a recording.</param>
    /// <param name="frame">The name of the coordinate frame.</param>
    public static void Header(this IRosWriter writer, ulong nanoseconds, string frame)
    {
        writer.Begin("header"u8);
        writer.Time("stamp"u8, nanoseconds);
        writer.Text("frame_id"u8, frame);
        writer.End();
    }

    /// <summary>Writes a <c>builtin_interfaces/Time</c>.</summary>
    public static void Time(this IRosWriter writer, ReadOnlySpan<byte> name, ulong nanoseconds)
    {
        writer.Begin(name);
        writer.Int32("sec"u8, (int)(nanoseconds / Second));
        writer.UInt32("nanosec"u8, (uint)(nanoseconds % Second));
        writer.End();
    }

    /// <summary>Writes a <c>geometry_msgs/Pose</c>.</summary>
    public static void Pose(this IRosWriter writer, ReadOnlySpan<byte> name, Vector3d position, Rotation orientation)
    {
        writer.Begin(name);
        writer.Vector("position"u8, position);
        writer.Quaternion("orientation"u8, orientation);
        writer.End();
    }

    /// <summary>Writes a <c>geometry_msgs/Point</c> or <c>Vector3</c>.</summary>
    public static void Vector(this IRosWriter writer, ReadOnlySpan<byte> name, Vector3d vector)
    {
        writer.Begin(name);
        writer.Float64("x"u8, vector.X);
        writer.Float64("y"u8, vector.Y);
        writer.Float64("z"u8, vector.Z);
        writer.End();
    }

    /// <summary>Writes a <c>geometry_msgs/Quaternion</c>.</summary>
    public static void Quaternion(this IRosWriter writer, ReadOnlySpan<byte> name, Rotation rotation)
    {
        writer.Begin(name);
        writer.Float64("x"u8, rotation.X);
        writer.Float64("y"u8, rotation.Y);
        writer.Float64("z"u8, rotation.Z);
        writer.Float64("w"u8, rotation.W);
        writer.End();
    }
}
