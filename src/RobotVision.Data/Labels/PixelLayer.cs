namespace RobotVision.Data.Labels;

/// <summary>What a pixel of a rendered image shows.</summary>
public enum PixelLayer : byte
{
    /// <summary>The ground, or nothing, as outside a lens.</summary>
    Ground,

    /// <summary>A solid object: a robot, ball, goal, person or piece of furniture, labelled or not.</summary>
    Solid,

    /// <summary>The hall behind: nothing that is or may be labelled.</summary>
    Background,
}
