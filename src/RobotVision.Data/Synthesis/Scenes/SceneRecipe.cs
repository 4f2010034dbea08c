using System.Numerics;
using RobotVision.Cameras;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Detections;
using RobotVision.Geometry;

namespace RobotVision.Data.Synthesis.Scenes;

/// <summary>An object that gets a label.</summary>
/// <param name="Class">Its class.</param>
/// <param name="BallCenter">A ball's centre in metres; a ball's box is computed, other boxes are counted from pixels.</param>
/// <param name="BallRadius">A ball's radius in metres; 0 for other classes.</param>
/// <param name="Unclear">Whether its label is ignored, as for people beyond the field.</param>
readonly record struct SceneObject(ObjectClass Class, Vector3 BallCenter = default, float BallRadius = 0, bool Unclear = false);

/// <summary>The contents of one image to be rendered; metres in the field frame, z up.</summary>
sealed class SceneRecipe
{
    float? _pixelAngle;

    public required ICameraModel Camera { get; init; }
    public required CameraPose Pose { get; init; }
    public required FieldLayout Layout { get; init; }
    public required Turf Turf { get; init; }
    public required Hall Hall { get; init; }
    public required Lighting Light { get; init; }
    public CameraEffects Effects { get; init; } = CameraEffects.None;

    /// <summary>The solids.</summary>
    public List<Solid> Solids { get; } = [];

    /// <summary>The flat marks on the ground, lowest first.</summary>
    public List<GroundDecal> Decals { get; } = [];

    /// <summary>The shadows of the solids in the lamps' light.</summary>
    public CastShadow[] Shadows { get; private set; } = [];

    /// <summary>Sprayed spots that look like penalty marks but are none; they get ignored labels.</summary>
    public List<Vector2> UnclearMarks { get; } = [];

    /// <summary>The objects that get labels; <see cref="Solid.Owner"/> is the index in this list.</summary>
    public List<SceneObject> Objects { get; } = [];

    /// <summary>The angle that a pixel in the middle of the image covers, in radians.</summary>
    public float PixelAngle => _pixelAngle ??= AngleOfPixel(Camera);

    /// <summary>The smallest half size of a visible part at a place in the field frame, in metres: about a third of a pixel.</summary>
    public float FinestAt(Vector3 place) =>
        0.3f * PixelAngle * Vector3.Distance(place, new((float)Pose.X, (float)Pose.Y, (float)Pose.Height));

    /// <summary>Adds an object and returns its index.</summary>
    public int Add(ObjectClass objectClass, bool unclear = false)
    {
        Objects.Add(new(objectClass, Unclear: unclear));
        return Objects.Count - 1;
    }

    /// <summary>Adds a ball, with its shadow if it is near the ground, and returns its index.</summary>
    public int AddBall(Vector3 center, float radius, BallPattern pattern, float gloss = 0.3f, Quaternion? rotation = null)
    {
        Objects.Add(new(ObjectClass.Ball, center, radius));
        var material = new Material { Kind = MaterialKind.Ball, Pattern = pattern, Gloss = gloss };
        Solids.Add(Solid.Ellipsoid(center, new(radius), rotation ?? Quaternion.Identity, material, Objects.Count - 1));
        AddShadow(new(center.X, center.Y), radius * 1.25f, center.Z - radius);
        return Objects.Count - 1;
    }

    /// <summary>Computes the shadows of all solids added so far.</summary>
    public void CastShadows() => Shadows = CastShadow.Of(Solids, Light.Lamps);

    /// <summary>Adds the dark contact shadow under an object and the larger, fainter one on the side away from the lamp.</summary>
    public void AddShadow(Vector2 place, float radius, float clearance)
    {
        if (clearance > 0.5f) return;
        var dark = Light.Darkness * (1 - clearance / 0.5f);
        Decals.Add(GroundDecal.Shadow(place, radius, dark));
        Decals.Add(GroundDecal.Shadow(place + Light.ShadowOffset * (radius + clearance), radius * 1.7f, dark * 0.6f));
    }

    static float AngleOfPixel(ICameraModel camera)
    {
        camera.TryUnproject(camera.Width / 2.0, camera.Height / 2.0, out var a);
        camera.TryUnproject(camera.Width / 2.0 + 1, camera.Height / 2.0, out var b);
        return (float)(b - a).Length;
    }
}
