namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>The kind of robot whose camera sees a scene.</summary>
enum Viewpoint
{
    /// <summary>A humanoid: wide lens, well above the ground, looking down.</summary>
    Humanoid,

    /// <summary>A Middle Size robot: fisheye, level, at knee height.</summary>
    MiddleSize,

    /// <summary>A small robot, or a phone on the ground.</summary>
    Low,

    /// <summary>Any lens at any height.</summary>
    Any,
}
