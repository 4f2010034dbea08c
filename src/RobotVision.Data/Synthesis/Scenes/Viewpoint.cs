namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>Whose eyes a scene is seen with.</summary>
enum Viewpoint
{
    /// <summary>A humanoid's: wide lens, well above the ground, looking down.</summary>
    Humanoid,

    /// <summary>A Middle Size robot's: fisheye, level, at the height of a knee.</summary>
    MiddleSize,

    /// <summary>A small robot's, or a phone's on the ground.</summary>
    Low,

    /// <summary>Any lens at any height.</summary>
    Any,
}
