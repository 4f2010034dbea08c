using System.Numerics;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Scenes;

namespace RobotVision.Data.Synthesis.Placement;

/// <summary>Finds places in a scene's view, on the turf and in the room around it. Not thread-safe.</summary>
/// <param name="scene">The scene.</param>
/// <param name="random">The scene's random numbers.</param>
sealed class Places(SceneRecipe scene, SceneRandom random)
{
    readonly List<Vector2> _taken = [];

    /// <summary>The camera's position on the ground.</summary>
    public Vector2 Eye { get; } = new((float)scene.Pose.X, (float)scene.Pose.Y);

    /// <summary>Places with feet on them.</summary>
    public IReadOnlyList<Vector2> Feet => _taken;

    /// <summary>Notes that a place is taken.</summary>
    public void Take(Vector2 place) => _taken.Add(place);

    /// <summary>Whether something stands within a distance in metres.</summary>
    public bool IsTaken(Vector2 place, float distance = 0.45f) => _taken.Exists(taken => Vector2.Distance(taken, place) < distance);

    /// <summary>A random position on the turf that is in view: the point where the ray of a random pixel meets a height above the ground.</summary>
    /// <param name="height">The height in metres.</param>
    /// <param name="nearest">The smallest distance from the camera in metres.</param>
    /// <param name="farthest">The largest distance.</param>
    /// <param name="place">The position.</param>
    public bool TryInView(float height, float nearest, float farthest, out Vector2 place)
    {
        for (var attempt = 0; attempt < 12; attempt++)
        {
            double x = random.Range(-0.04f, 1.04f) * scene.Camera.Width, y = random.Range(0.02f, 1.02f) * scene.Camera.Height;
            if (!scene.Camera.TryUnproject(x, y, out var ray) || !scene.Pose.TryMeetPlane(ray, height, out var point)) continue;
            place = new((float)point.X, (float)point.Y);
            var distance = Vector2.Distance(place, Eye);
            if (distance < nearest || distance > farthest) continue;
            if (MathF.Abs(place.X) < scene.Layout.TurfX && MathF.Abs(place.Y) < scene.Layout.TurfY) return true;
        }
        place = default;
        return false;
    }

    /// <summary>A random position on the floor beside the turf, at a distance in metres from its edge.</summary>
    public Vector2 Outside(float distance)
    {
        var layout = scene.Layout;
        return random.Chance(0.5f)
            ? new(random.Pick(-1, 1) * (layout.TurfX + distance), random.Range(-1, 1) * layout.TurfY)
            : new(random.Range(-1, 1) * layout.TurfX, random.Pick(-1, 1) * (layout.TurfY + distance));
    }

    /// <summary>Where the camera's line of sight, turned by an angle, leaves a rectangle around the turf.</summary>
    /// <param name="beyond">How much larger than the turf the rectangle is on each side, in metres; negative for a smaller one.</param>
    /// <param name="turn">The angle in radians.</param>
    /// <returns>The place, the direction along that side and the heading that faces the field.</returns>
    public (Vector2 Place, Vector2 Along, float Inward) AtSide(float beyond, float turn)
    {
        var yaw = (float)scene.Pose.Yaw + turn;
        float dx = MathF.Cos(yaw), dy = MathF.Sin(yaw);
        float x = MathF.CopySign(scene.Layout.TurfX + beyond, dx), y = MathF.CopySign(scene.Layout.TurfY + beyond, dy);
        float toX = MathF.Abs((x - Eye.X) / dx), toY = MathF.Abs((y - Eye.Y) / dy);
        return toX < toY
            ? (new(x, Eye.Y + dy * toX), Vector2.UnitY, x > 0 ? MathF.PI : 0)
            : (new(Eye.X + dx * toY, y), Vector2.UnitX, y > 0 ? -MathF.PI / 2 : MathF.PI / 2);
    }

    /// <summary>Whether a place is inside the hall and not under the camera.</summary>
    public bool IsInRoom(Vector2 place) =>
        MathF.Abs(place.X) <= scene.Hall.TurfRoomX && MathF.Abs(place.Y) <= scene.Hall.TurfRoomY && Vector2.Distance(place, Eye) >= 0.8f;

    /// <summary>A point ahead of the camera on the ground.</summary>
    public Vector2 Ahead(float distance) => Eye + new Vector2(MathF.Cos((float)scene.Pose.Yaw), MathF.Sin((float)scene.Pose.Yaw)) * distance;
}
