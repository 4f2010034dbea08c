using System.Numerics;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Robots.Humanoids;

/// <summary>Builds a robot on two legs of any build from solids.</summary>
static class Figure
{
    /// <summary>Adds a figure to a scene, with its shadows.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="owner">Its index in the scene's objects; -1 for scenery.</param>
    /// <param name="style">Its build and materials.</param>
    /// <param name="pose">Its pose.</param>
    /// <param name="place">Its position on the field in metres.</param>
    /// <param name="yaw">Its heading, in radians from the field's x axis to the left.</param>
    public static void Add(SceneRecipe scene, int owner, FigureStyle style, FigurePose pose, Vector2 place, float yaw)
    {
        var h = style.Height;
        var fallen = pose.Fall.W < 0.9f;
        var lift = fallen ? 0.09f * h : 0;
        var body = new BodyBuilder(scene.Solids, owner, new(place, lift), Quaternion.Normalize(BodyBuilder.Heading(yaw) * pose.Fall));
        var leg = h * 0.235f;
        var hip = new Vector3(0, 0, 0.04f * h + 2 * leg * (0.99f - pose.Crouch));
        Leg(scene, body, style, pose, hip, leg, 1, fallen);
        Leg(scene, body, style, pose, hip, leg, -1, fallen);
        Trunk(body, style, pose, hip);
        if (!fallen) return;
        var middle = body.ToWorld(new(0, 0, h / 2));
        scene.AddShadow(new(middle.X, middle.Y), h * 0.4f, 0);
    }

    static void Leg(SceneRecipe scene, BodyBuilder body, FigureStyle style, FigurePose pose, Vector3 hip, float leg, int side, bool fallen)
    {
        float h = style.Height, wide = 0.075f * h, thick = 0.042f * h * style.Bulk;
        var lift = (side > 0 ? pose.LiftLeft : pose.LiftRight) * h;
        var top = hip + new Vector3(0, side * wide, 0);
        var ankle = new Vector3(side * pose.Stride * h / 2, side * wide * 1.1f, 0.045f * h + lift);
        var line = ankle - top;
        var reach = MathF.Min(line.Length(), 2 * leg * 0.995f);
        ankle = top + Vector3.Normalize(line) * reach;
        // Two bones of equal length: the knee is ahead of the line from hip to ankle.
        var ahead = Vector3.Normalize(Vector3.Cross(Vector3.UnitY, line) * -1);
        if (ahead.X < 0) ahead = -ahead;
        var knee = (top + ankle) / 2 + ahead * MathF.Sqrt(MathF.Max(0, leg * leg - reach * reach / 4));
        if (style.Frame)
        {
            body.Beam(top + Vector3.UnitY * thick * 0.7f, knee + Vector3.UnitY * thick * 0.7f, thick * 0.25f, thick * 0.8f, style.Legs);
            body.Beam(top - Vector3.UnitY * thick * 0.7f, knee - Vector3.UnitY * thick * 0.7f, thick * 0.25f, thick * 0.8f, style.Legs);
            body.Beam(knee + Vector3.UnitY * thick * 0.6f, ankle + Vector3.UnitY * thick * 0.6f, thick * 0.25f, thick * 0.7f, style.Legs);
            body.Beam(knee - Vector3.UnitY * thick * 0.6f, ankle - Vector3.UnitY * thick * 0.6f, thick * 0.25f, thick * 0.7f, style.Legs);
            body.Box(knee, new(thick, thick * 1.1f, thick * 0.8f), style.Joints);
            body.Box(PortableVector.Lerp(knee, ankle, 0.6f), new(thick * 0.9f, thick * 0.8f, thick * 0.7f), style.Joints);
            body.Box(top, new(thick * 1.1f, thick * 0.9f, thick), style.Joints);
            body.Box(ankle, new(thick, thick, thick * 0.8f), style.Joints);
            // A cable hangs in a loop behind the knee.
            var loop = knee - new Vector3(thick * 1.8f, 0, 0);
            body.Capsule(PortableVector.Lerp(top, knee, 0.4f), loop, thick * 0.12f, style.Soles);
            body.Capsule(loop, PortableVector.Lerp(knee, ankle, 0.6f), thick * 0.12f, style.Soles);
        }
        else
        {
            body.Capsule(top, knee, thick * 1.1f, style.Legs);
            body.Capsule(knee, ankle, thick, style.Legs);
            body.Ellipsoid(knee, new(thick * 1.15f), style.Joints);
        }
        if (style.Marker is { } marker)
            body.Beam(PortableVector.Lerp(knee, ankle, 0.35f), PortableVector.Lerp(knee, ankle, 0.65f), thick * 1.15f, thick * 1.15f, marker);
        Foot(body, style, ankle - new Vector3(0, 0, 0.045f * h));
        if (fallen) return;
        var shadow = body.ToWorld(ankle);
        scene.AddShadow(new(shadow.X, shadow.Y), 0.11f * h, MathF.Max(0, lift));
    }

    static void Foot(BodyBuilder body, FigureStyle style, Vector3 sole)
    {
        var h = style.Height;
        if (style.Bulk > 1)
            body.Ellipsoid(sole + new Vector3(0.03f * h, 0, 0.03f * h), new(0.1f * h, 0.055f * h, 0.04f * h), style.Feet);
        else
            body.Box(sole + new Vector3(0.025f * h, 0, 0.028f * h), new(0.085f * h, 0.05f * h, 0.02f * h), style.Feet);
        body.Box(sole + new Vector3(0.025f * h, 0, 0.006f * h), new(0.09f * h, 0.052f * h, 0.007f * h), style.Soles);
    }

    static void Trunk(BodyBuilder body, FigureStyle style, FigurePose pose, Vector3 hip)
    {
        var h = style.Height;
        var lean = Quaternion.CreateFromAxisAngle(Vector3.UnitY, pose.Lean);
        Vector3 Up(float ahead, float left, float up) => hip + Vector3.Transform(new Vector3(ahead, left, up) * h, lean);
        var wide = 0.125f * MathF.Sqrt(style.Bulk);
        body.Ellipsoid(hip, new Vector3(0.07f, wide * 0.85f, 0.06f) * h, style.Joints, lean);
        if (style.Frame)
        {
            body.Box(Up(0.02f, 0, 0.18f), new Vector3(0.05f, wide, 0.13f) * h, style.Torso, lean);
            body.Box(Up(-0.06f, 0, 0.2f), new Vector3(0.03f, wide * 0.6f, 0.09f) * h, style.Joints, lean);
            body.Box(Up(0, 0, 0.31f), new Vector3(0.045f, wide * 1.25f, 0.02f) * h, style.Joints, lean);
            for (var side = -1; side <= 1; side += 2)
                body.Beam(Up(0.03f, side * wide * 1.05f, 0.02f), Up(0.03f, side * wide * 1.05f, 0.32f), 0.01f * h, 0.012f * h, style.Arms);
        }
        else if (style.Bulk > 1.1f)
        {
            body.Box(Up(0, 0, 0.17f), new Vector3(0.07f, wide * 0.95f, 0.14f) * h, style.Torso, lean);
        }
        else
        {
            body.Ellipsoid(Up(0, 0, 0.19f), new Vector3(0.08f, wide * 1.1f, 0.19f) * h, style.Torso, lean);
            body.Ellipsoid(Up(0, 0, 0.08f), new Vector3(0.075f, wide * 0.95f, 0.12f) * h, style.Torso, lean);
        }
        if (style.Marker is { } marker)
            body.Box(Up(0, 0, 0.2f), new Vector3(0.085f, wide * 1.08f, 0.07f) * h, marker, lean);
        var head = Up(0.015f, 0, 0.42f);
        const float size = 0.07f;
        body.Capsule(Up(0, 0, 0.3f), head, 0.03f * h, style.Joints);
        if (style.Frame) body.Box(head, new Vector3(size * 0.8f, size, size * 0.8f) * h, style.Head, lean);
        else body.Ellipsoid(head, new Vector3(size * 1.05f, size, size * 1.15f) * h, style.Head, lean);
        body.Ellipsoid(head + new Vector3(0.03f * h, 0, -0.01f * h), new Vector3(size * 0.8f, size * 0.85f, size * 0.9f) * h, style.Face, lean);
        Arm(body, style, pose, Up(0, wide + 0.025f, 0.29f), 1, lean);
        Arm(body, style, pose, Up(0, -wide - 0.025f, 0.29f), -1, lean);
    }

    static void Arm(BodyBuilder body, FigureStyle style, FigurePose pose, Vector3 shoulder, int side, Quaternion lean)
    {
        var h = style.Height;
        var swing = side > 0 ? pose.ArmLeft : pose.ArmRight;
        var upper = Vector3.Transform(Direction(swing, side * pose.Spread), lean);
        var lower = Vector3.Transform(Direction(swing + pose.Elbow, side * pose.Spread * 0.5f), lean);
        var elbow = shoulder + upper * 0.16f * h;
        var wrist = elbow + lower * 0.15f * h;
        var thick = 0.027f * h * style.Bulk;
        body.Ellipsoid(shoulder, new(thick * 1.4f), style.Joints);
        if (style.Frame)
        {
            body.Beam(shoulder, elbow, thick * 0.6f, thick, style.Arms);
            body.Beam(elbow, wrist, thick * 0.5f, thick * 0.8f, style.Arms);
        }
        else
        {
            body.Capsule(shoulder, elbow, thick, style.Arms);
            body.Capsule(elbow, wrist, thick * 0.85f, style.Arms);
        }
        body.Ellipsoid(wrist + lower * 0.03f * h, new Vector3(0.022f, 0.028f, 0.04f) * h, style.Hands, BodyBuilder.Between(Vector3.UnitZ, lower));
    }

    static Vector3 Direction(float swing, float spread) =>
        Vector3.Normalize(new(MathF.Sin(swing), MathF.Sin(spread), -MathF.Cos(swing) * MathF.Cos(spread)));
}
