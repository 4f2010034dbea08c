using System.Text.Json.Serialization;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The kind of robot whose camera sees a scene; a kind's name is its name in recipes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Viewpoint>))]
public enum Viewpoint
{
    /// <summary>A humanoid: wide lens, well above the ground, looking down.</summary>
    Humanoid,

    /// <summary>The upper of two cameras of a small humanoid's head: narrow lens, nearly level.</summary>
    Upper,

    /// <summary>The lower of two cameras: narrow lens, looking at the ground before the feet.</summary>
    Lower,

    /// <summary>A Middle Size robot: fisheye, level, at knee height, often in portrait format.</summary>
    Msl,

    /// <summary>A small robot, or a phone on the ground.</summary>
    Low,

    /// <summary>Any lens at any height.</summary>
    Any,
}
