using RobotVision.Data.Randomness;

namespace RobotVision.Data.Synthesis.Surfaces;

/// <summary>The families of ball patterns that the balls of scenes are drawn from. Immutable; any thread.</summary>
/// <param name="allowed">The families; at least one.</param>
/// <param name="only">
/// Where there are some: every ball has a pattern of these, drawn from numbers of its own, and all else in the scenes is the same whichever they are.
/// </param>
sealed class BallPatterns(BallPatternKind[] allowed, params BallPatternKind[] only)
{
    /// <summary>Every family.</summary>
    public static BallPatterns All { get; } = new(Enum.GetValues<BallPatternKind>());

    /// <summary>Draws the paint of a ball.</summary>
    /// <param name="random">The scene's numbers.</param>
    /// <param name="isOftenPlain">Whether it is of one colour half of the time, as where orange or yellow balls are played.</param>
    public BallPattern Draw(SceneRandom random, bool isOftenPlain)
    {
        var plain = isOftenPlain && random.Chance(0.5f) && allowed.Contains(BallPatternKind.Plain);
        var pattern = plain ? new(BallPatternKind.Plain, random) : BallPattern.Random(random, allowed);
        return only.Length == 0 ? pattern : BallPattern.Random(new SceneRandom(random.NextBits()), only);
    }
}
