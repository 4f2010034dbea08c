using System.Numerics;
using RobotVision.Cameras;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>Everything that is in one synthetic picture, before it is rendered; metres in the field's frame, z up.</summary>
sealed class SceneRecipe
{
    public required ICameraModel Camera { get; init; }
    public required CameraPose Pose { get; init; }
    public required FieldLayout Layout { get; init; }
    public required Turf Turf { get; init; }
    public required Hall Hall { get; init; }
    public required Lighting Light { get; init; }
    public CameraEffects Effects { get; init; } = CameraEffects.None;

    /// <summary>The bodies.</summary>
    public List<Solid> Solids { get; } = [];

    /// <summary>What lies flat on the ground, lowest first.</summary>
    public List<GroundDecal> Decals { get; } = [];

    /// <summary>The shadows of the bodies in the lamps' light.</summary>
    public CastShadow[] Shadows { get; private set; } = [];

    /// <summary>Sprayed spots that look like penalty marks but are none: neither right nor wrong to find.</summary>
    public List<Vector2> UnclearMarks { get; } = [];

    /// <summary>What gets a label; a body's <see cref="Solid.Owner"/> is the index here.</summary>
    public List<SceneObject> Objects { get; } = [];

    /// <summary>Registers a thing and returns its number.</summary>
    public int Add(ObjectClass objectClass, bool unclear = false)
    {
        Objects.Add(new(objectClass, Unclear: unclear));
        return Objects.Count - 1;
    }

    /// <summary>Puts a ball somewhere, with its shadow when it is near the ground.</summary>
    public int AddBall(Vector3 center, float radius, BallPattern pattern, float gloss = 0.3f, Quaternion? turn = null)
    {
        Objects.Add(new(ObjectClass.Ball, center, radius));
        var material = new Material { Kind = MaterialKind.Ball, Pattern = pattern, Gloss = gloss };
        Solids.Add(Solid.Ellipsoid(center, new(radius), turn ?? Quaternion.Identity, material, Objects.Count - 1));
        AddShadow(new(center.X, center.Y), radius * 1.25f, center.Z - radius);
        return Objects.Count - 1;
    }

    /// <summary>Lets all bodies that are there throw shadows on the ground.</summary>
    public void CastShadows() => Shadows = CastShadow.Of(Solids, Light.Lamps);

    /// <summary>Lays the dark spot under a body and the longer, fainter one on the side away from the lamp.</summary>
    public void AddShadow(Vector2 place, float radius, float clearance)
    {
        if (clearance > 0.5f) return;
        var dark = Light.Darkness * (1 - clearance / 0.5f);
        Decals.Add(GroundDecal.Shadow(place, radius, dark));
        Decals.Add(GroundDecal.Shadow(place + Light.ShadowOffset * (radius + clearance), radius * 1.7f, dark * 0.6f));
    }
}
