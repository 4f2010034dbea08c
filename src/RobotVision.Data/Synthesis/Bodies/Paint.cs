using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Bodies;

/// <summary>Materials that robots are made of.</summary>
static class Paint
{
    static readonly Vector3[] Lamps = [new(0.9f, 0.95f, 1.1f), new(0.25f, 0.45f, 1.3f), new(0.2f, 1.1f, 0.4f), new(1.3f, 0.2f, 0.15f), new(0.2f, 1, 1.1f)];

    /// <summary>A smooth plastic shell, white to ivory.</summary>
    public static Material WhiteShell(SceneRandom random) =>
        Material.Plain(random.Grey(0.72f, 0.98f) * new Vector3(1, random.Range(0.97f, 1), random.Range(0.88f, 1.02f)), random.Range(0.15f, 0.5f));

    /// <summary>A plain grey between two levels.</summary>
    public static Material Grey(SceneRandom random, float low, float high, float gloss = 0.1f) => Material.Plain(random.Grey(low, high), gloss);

    /// <summary>A lamp of one of the usual colours: white, blue, green, red, cyan.</summary>
    public static Material Lamp(SceneRandom random) => Glow(random.Pick(Lamps) * random.Range(0.7f, 1.1f));

    /// <summary>A surface that shines by itself.</summary>
    public static Material Glow(Vector3 color) => new() { Kind = MaterialKind.Glowing, Color = color };

    /// <summary>Servos, boards and brackets: blocks of black and bare metal.</summary>
    public static Material Servos(SceneRandom random) => new()
    {
        Kind = MaterialKind.Plates,
        Color = random.Grey(0.02f, 0.14f),
        Second = random.Grey(0.35f, 0.9f),
        Scale = random.Range(0.25f, 0.6f),
        Salt = (uint)random.NextBits(),
        Gloss = 0.3f,
    };

    /// <summary>One of the colours of teams.</summary>
    public static Vector3 TeamColor(SceneRandom random) => random.Pick(
        new Vector3(0.08f, 0.65f, 0.68f), new(0.04f, 0.32f, 0.14f), new(0.8f, 0.09f, 0.1f), new(0.08f, 0.2f, 0.75f), new(0.08f, 0.1f, 0.22f),
        new(0.95f, 0.45f, 0.05f), new(0.95f, 0.85f, 0.1f), new(0.85f, 0.15f, 0.65f), new(0.5f, 0.5f, 0.52f), new(0.05f, 0.05f, 0.06f));

    /// <summary>The cloth of a jersey with a number on both sides.</summary>
    public static Material Jersey(SceneRandom random, Vector3 color) => new()
    {
        Kind = MaterialKind.Numbered,
        Color = color,
        Second = color.X + color.Y + color.Z > 1.5f && random.Chance(0.8f) ? new Vector3(0.08f) : random.Grey(0.75f, 0.98f),
        Scale = random.Range(0.4f, 0.62f),
        Salt = (uint)(random.Chance(0.8f) ? random.NextInt32(1, 10) : random.NextInt32(10, 30)),
    };
}
