using RobotVision.Data.Randomness;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>Draws ball patterns of allowed kinds. Immutable.</summary>
/// <param name="allowed">The allowed kinds; at least one.</param>
/// <param name="only">
/// If not empty, every ball has a pattern of these kinds, drawn from a separate random sequence, so that everything else in the scene does
/// not depend on them.
/// </param>
sealed class BallPatterns(BallPatternKind[] allowed, params BallPatternKind[] only)
{
    /// <summary>All kinds.</summary>
    public static BallPatterns All { get; } = new(Enum.GetValues<BallPatternKind>());

    /// <summary>Draws the pattern of a ball.</summary>
    /// <param name="random">The scene's random numbers.</param>
    /// <param name="isOftenPlain">Whether half of the balls have one colour, as in leagues with orange or yellow balls.</param>
    public BallPattern Draw(SceneRandom random, bool isOftenPlain)
    {
        var plain = isOftenPlain && random.Chance(0.5f) && allowed.Contains(BallPatternKind.Plain);
        var pattern = plain ? new(BallPatternKind.Plain, random) : BallPattern.Random(random, allowed);
        return only.Length == 0 ? pattern : BallPattern.Random(new SceneRandom(random.NextBits()), only);
    }
}
