namespace RobotVision.Detections;

/// <summary>What RobotVision recognises; the numbers are the order in files, tensors and on screens.</summary>
public enum ObjectClass
{
    /// <summary>The ball, any pattern, any colour.</summary>
    Ball,

    /// <summary>Another robot, the visible part of it.</summary>
    Robot,

    /// <summary>One post of a goal.</summary>
    Goalpost,

    /// <summary>Whatever else stands on the field: people, bins, tripods.</summary>
    Obstacle,

    /// <summary>An L crossing of two field lines (a corner).</summary>
    LineL,

    /// <summary>A T crossing of two field lines.</summary>
    LineT,

    /// <summary>An X crossing of two field lines.</summary>
    LineX,

    /// <summary>The penalty spot or cross.</summary>
    PenaltyMark,
}
