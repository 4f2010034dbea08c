using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis;

/// <summary>What scenes may show.</summary>
/// <param name="Patterns">The patterns of balls.</param>
/// <param name="Families">The families of robots.</param>
/// <param name="Views">The cameras; at least one.</param>
sealed record SceneChoices(BallPatterns Patterns, RobotFamilies Families, IReadOnlyList<Viewpoint> Views)
{
    /// <summary>Everything.</summary>
    public static SceneChoices All { get; } = new(BallPatterns.All, RobotFamilies.All, Enum.GetValues<Viewpoint>());
}
