using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using RobotVision.Ros;

namespace RobotVision.Publishing;

/// <summary>The schema of a message as recordings and viewers take it.</summary>
/// <param name="Name">Its name, for example <c>robotvision.frame/1</c> or <c>foxglove.CompressedImage</c>.</param>
/// <param name="Encoding">What <paramref name="Data"/> is: <c>jsonschema</c>, <c>protobuf</c> for a file descriptor set, or <c>ros2msg</c>.</param>
/// <param name="Data">The schema.</param>
/// <param name="MessageEncoding">What a message is: <c>json</c>, <c>protobuf</c> or <c>cdr</c>.</param>
public sealed record MessageSchema(string Name, string Encoding, ReadOnlyMemory<byte> Data, string MessageEncoding)
{
    /// <summary>The published JSON Schema of a name such as <c>robotvision.frame/1</c>.</summary>
    public static MessageSchema Json(string name)
    {
        var file = $"{name[..name.IndexOf('/', StringComparison.Ordinal)]}.schema.json";
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using var text = new MemoryStream();
        resource.CopyTo(text);
        return new(name, "jsonschema", text.ToArray(), "json");
    }

    /// <summary>The definition of a message of ROS 2, written as CDR.</summary>
    /// <param name="type">For example <c>sensor_msgs/msg/Image</c>.</param>
    internal static MessageSchema Ros(string type) => new(type, "ros2msg", System.Text.Encoding.UTF8.GetBytes(RosDefinitions.Of(type)), "cdr");

    /// <summary>The schema of a message in Protobuf: its file with those that it imports.</summary>
    public static MessageSchema Protobuf(MessageDescriptor message)
    {
        var files = new FileDescriptorSet();
        foreach (var file in message.File.Dependencies.Append(message.File)) files.File.Add(file.ToProto());
        return new(message.FullName, "protobuf", files.ToByteArray(), "protobuf");
    }
}
