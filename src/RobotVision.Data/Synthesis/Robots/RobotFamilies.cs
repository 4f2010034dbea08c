using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Robots.Humanoids;
using RobotVision.Data.Synthesis.Robots.Wheeled;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Robots;

/// <summary>Draws robots of allowed families. Immutable.</summary>
/// <param name="allowed">The allowed families; at least one.</param>
sealed class RobotFamilies(params RobotFamily[] allowed)
{
    // The robots and how often each family is seen by the cameras of Viewpoint, in its order.
    static readonly Dictionary<RobotFamily, (IRobot Robot, float[] Shares)> Families = new()
    {
        [RobotFamily.Nao] = (new Nao(), [0.12f, 0.72f, 0.72f, 0.01f, 0.03f, 0.2f]),
        [RobotFamily.Booster] = (new Booster(), [0.1f, 0.05f, 0.05f, 0.02f, 0.02f, 0.1f]),
        [RobotFamily.Unitree] = (new Unitree(), [0.08f, 0.02f, 0.02f, 0.02f, 0.02f, 0.07f]),
        [RobotFamily.Darwin] = (new Darwin(), [0.1f, 0.06f, 0.06f, 0.01f, 0.06f, 0.1f]),
        [RobotFamily.Nimbro] = (new Nimbro(), [0.13f, 0.02f, 0.02f, 0.01f, 0.02f, 0.07f]),
        [RobotFamily.Wolfgang] = (new Wolfgang(), [0.1f, 0.02f, 0.02f, 0.01f, 0.03f, 0.07f]),
        [RobotFamily.Sweaty] = (new Sweaty(), [0.06f, 0.01f, 0.01f, 0.01f, 0.01f, 0.04f]),
        [RobotFamily.Toro] = (new Toro(), [0.08f, 0.01f, 0.01f, 0.01f, 0.01f, 0.05f]),
        [RobotFamily.Mixed] = (new Mixed(), [0.2f, 0.07f, 0.07f, 0.05f, 0.1f, 0.2f]),
        [RobotFamily.Tower] = (new Tower(), [0.01f, 0.01f, 0.01f, 0.22f, 0.02f, 0.03f]),
        [RobotFamily.Cone] = (new Cone(), [0.01f, 0.01f, 0.01f, 0.18f, 0.02f, 0.03f]),
        [RobotFamily.Deck] = (new Deck(), [0.01f, 0.01f, 0.01f, 0.16f, 0.02f, 0.03f]),
        [RobotFamily.Stalk] = (new Stalk(), [0.01f, 0.01f, 0.01f, 0.12f, 0.02f, 0.03f]),
        [RobotFamily.Cart] = (new Cart(), [0.02f, 0.01f, 0.01f, 0.2f, 0.05f, 0.05f]),
        [RobotFamily.Ssl] = (new Ssl(), [0.01f, 0.01f, 0.01f, 0.01f, 0.6f, 0.01f]),
    };

    /// <summary>All families.</summary>
    public static RobotFamilies All { get; } = new(Enum.GetValues<RobotFamily>());

    /// <summary>Draws a family that a camera sees; always one random number.</summary>
    public RobotFamily Draw(SceneRandom random, Viewpoint view)
    {
        var total = 0f;
        foreach (var family in allowed) total += Families[family].Shares[(int)view];
        var left = random.Next() * total;
        foreach (var family in allowed)
            if ((left -= Families[family].Shares[(int)view]) < 0) return family;
        return allowed[^1];
    }

    /// <summary>Adds a robot of a family to a scene.</summary>
    public static void Add(SceneRecipe scene, int owner, RobotFamily family, RobotSite site) => Families[family].Robot.Add(scene, owner, site);
}
