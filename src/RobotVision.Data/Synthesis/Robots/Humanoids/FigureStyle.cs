using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>The build and the materials of a robot on two legs.</summary>
sealed record FigureStyle
{
    /// <summary>Height in metres.</summary>
    public required float Height { get; init; }
    public required Material Torso { get; init; }
    public required Material Legs { get; init; }
    public required Material Joints { get; init; }
    public required Material Feet { get; init; }
    public required Material Soles { get; init; }
    public required Material Arms { get; init; }
    public required Material Hands { get; init; }
    public required Material Head { get; init; }
    public required Material Face { get; init; }

    /// <summary>The team colour around the trunk or the limbs; null for none.</summary>
    public Material? Marker { get; init; }

    /// <summary>Whether the limbs are bars and plates with gaps instead of round shells.</summary>
    public bool Frame { get; init; }

    /// <summary>Relative thickness of the limbs; default 1.</summary>
    public float Bulk { get; init; } = 1;

    /// <summary>Draws a robot: white shells, dark frames, or something between.</summary>
    public static FigureStyle Robot(SceneRandom random)
    {
        var salt = (uint)random.NextBits();
        var white = random.Grey(0.68f, 0.98f) * new Vector3(1, random.Range(0.96f, 1), random.Range(0.88f, 1.02f));
        var dark = random.Grey(0.03f, 0.25f);
        var accent = random.Chance(0.4f) ? random.Hue(0.85f, random.Range(0.4f, 0.9f)) : dark;
        var frame = random.Chance(0.35f);
        var shell = frame ? dark : random.Chance(0.72f) ? white : random.Chance(0.5f) ? dark : random.Hue(0.7f, 0.7f);
        var metal = random.Grey(0.25f, 0.65f);
        Material plates = new()
        {
            Kind = random.Chance(0.4f) ? MaterialKind.Screen : MaterialKind.Plates,
            Color = dark,
            Second = metal,
            Scale = random.Range(0.06f, 0.25f),
            Salt = salt,
        };
        var smooth = Material.Plain(shell, random.Range(0, 0.5f));
        var joint = Material.Plain(random.Chance(0.7f) ? dark : shell * 0.8f, 0.1f);
        // Servos and brackets: black and bare metal.
        Material servos = new()
        {
            Kind = MaterialKind.Plates,
            Color = dark * 0.6f,
            Second = random.Grey(0.5f, 0.95f),
            Scale = random.Range(0.3f, 0.7f),
            Salt = salt + 1,
            Gloss = 0.3f,
        };
        var team = random.Pick(
            new Vector3(0.9f, 0.1f, 0.1f), new(0.1f, 0.25f, 0.9f), new(0.1f, 0.75f, 0.9f), new(0.9f, 0.15f, 0.75f), random.Hue(0.9f, 0.9f));
        return new()
        {
            Height = random.Chance(0.5f) ? random.Range(0.45f, 0.75f) : random.Range(0.8f, 1.5f),
            Frame = frame,
            Torso = frame || random.Chance(0.15f) ? plates : random.Chance(0.2f) ? Material.Plain(accent) : smooth,
            Legs = frame ? random.Chance(0.5f) ? plates : Material.Plain(metal * 0.6f) : smooth,
            Marker = random.Chance(0.35f) ? Material.Mottled(team, team * 0.7f, 0.15f, salt + 2) : null,
            Joints = frame && random.Chance(0.6f) ? servos : joint,
            Feet = random.Chance(0.4f) ? Material.Plain(accent) : random.Chance(0.5f) ? smooth : joint,
            Soles = Material.Plain(dark),
            Arms = random.Chance(0.7f) ? smooth : joint,
            Hands = random.Chance(0.6f) ? Material.Plain(white, 0.2f) : joint,
            Head = random.Chance(0.7f) ? smooth : joint,
            Face = Material.Plain(random.Grey(0.03f, 0.3f), 0.3f),
            Bulk = random.Range(0.75f, 1.3f),
        };
    }
}
