using System.Numerics;
using RobotVision.Detection;
using RobotVision.Geometry;
using RobotVision.Training.Datasets;

namespace RobotVision.Training.Synthesis;

/// <summary>Finds the labels of a rendered scene.</summary>
static class SceneLabels
{
    /// <summary>Objects smaller than this, in pixels of a frame 640 wide, are neither right nor wrong to find.</summary>
    public const float LeastSize = 5;

    /// <summary>Objects of which less than this part is seen are neither right nor wrong to find.</summary>
    public const float LeastVisible = 0.35f;

    const int RimPoints = 48;
    const double PointHalfSize = 0.2; // metres on the ground; makes the nominal box of a crossing about 8 line widths

    /// <summary>The labels of all objects and crossings in the image.</summary>
    public static List<Label> Find(SceneRecipe scene, ObjectTally tally, Func<int, int, bool> isOpenGround)
    {
        var labels = new List<Label>();
        for (var i = 0; i < scene.Objects.Count; i++)
            if (scene.Objects[i].BallRadius > 0) AddBall(scene, tally, i, labels);
            else AddBody(scene, tally, i, labels);
        foreach (var (objectClass, place) in scene.Layout.Points()) AddPoint(scene, objectClass, place, false, isOpenGround, labels);
        foreach (var place in scene.UnclearMarks) AddPoint(scene, ObjectClass.PenaltyMark, place, true, isOpenGround, labels);
        if (scene.Layout.CentreMark) AddPoint(scene, ObjectClass.PenaltyMark, Vector2.Zero, true, isOpenGround, labels);
        return labels;
    }

    /// <summary>The box of a ball's outline in pixels, not cut at the image's edge; false when part of it is beyond the lens.</summary>
    public static bool TryBallBox(ICameraModel camera, CameraPose pose, Vector3 center, float radius, out Box box)
    {
        var inCamera = pose.ToCamera(new(center.X, center.Y, center.Z));
        var distance = inCamera.Length;
        box = default;
        if (distance <= radius) return false;
        var axis = inCamera.Normalized();
        var side = axis.Cross(Math.Abs(axis.X) < 0.8 ? new(1, 0, 0) : new(0, 1, 0)).Normalized();
        var other = axis.Cross(side);
        // The rim that is seen is the circle where rays touch the ball.
        var middle = axis * (distance - radius * radius / distance);
        var rim = radius * Math.Sqrt(1 - radius * radius / (distance * distance));
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        for (var i = 0; i < RimPoints; i++)
        {
            var (sine, cosine) = Math.SinCos(i * 2 * Math.PI / RimPoints);
            if (!camera.TryProject(middle + side * (cosine * rim) + other * (sine * rim), out var x, out var y)) return false;
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
        }
        box = new((float)left, (float)top, (float)right, (float)bottom);
        return true;
    }

    static void AddBall(SceneRecipe scene, ObjectTally tally, int index, List<Label> labels)
    {
        var ball = scene.Objects[index];
        if (!TryBallBox(scene.Camera, scene.Pose, ball.BallCenter, ball.BallRadius, out var full)) return;
        var box = full.Intersect(Frame(scene));
        if (box.Width <= 0 || box.Height <= 0) return;
        var seen = tally.VisiblePart(index) * box.Area / full.Area;
        labels.Add(new(ObjectClass.Ball, box, ball.Unclear || seen < LeastVisible || full.Width < Least(scene)));
    }

    static void AddBody(SceneRecipe scene, ObjectTally tally, int index, List<Label> labels)
    {
        var part = tally.VisiblePart(index);
        var box = part > 0 ? tally.VisibleBox(index) : tally.WholeBox(index);
        if (box.Area <= 0) return;
        var small = MathF.Max(box.Width, box.Height) < Least(scene) * 1.5f;
        labels.Add(new(scene.Objects[index].Class, box, scene.Objects[index].Unclear || part < LeastVisible || small));
    }

    static void AddPoint(
        SceneRecipe scene, ObjectClass objectClass, Vector2 place, bool unclear, Func<int, int, bool> isOpenGround, List<Label> labels)
    {
        if (!TryPixel(scene, place, out var at) || !Frame(scene).Contains(at.X, at.Y)) return;
        var eye = new Vector2((float)scene.Pose.X, (float)scene.Pose.Y);
        var away = place - eye;
        away = away.Length() > 0.01f ? Vector2.Normalize(away) : Vector2.UnitX;
        var sideways = new Vector2(-away.Y, away.X) * (float)PointHalfSize;
        if (!TryPixel(scene, place + sideways, out var side) || !TryPixel(scene, place + away * scene.Layout.LineWidth, out var deep)) return;
        int x = (int)at.X, y = (int)at.Y, open = 0;
        for (var j = -1; j <= 1; j++)
            for (var i = -1; i <= 1; i++)
                if (isOpenGround(x + i, y + j)) open++;
        float width = scene.Camera.Width, size = Math.Clamp(2 * Vector2.Distance(at, side), 0.03f * width, 0.15f * width);
        var thin = Vector2.Distance(at, deep) < 1.2f * width / 640;
        var box = Box.FromCenter(at.X, at.Y, size, size);
        // The box stays centred on the crossing, so it is made smaller at the edge rather than cut.
        var room = MathF.Min(MathF.Min(at.X, width - at.X), MathF.Min(at.Y, scene.Camera.Height - at.Y)) * 2;
        if (size > room) box = Box.FromCenter(at.X, at.Y, room, room);
        labels.Add(new(objectClass, box, unclear || open < 5 || thin || room < 0.012f * width));
    }

    static bool TryPixel(SceneRecipe scene, Vector2 place, out Vector2 pixel)
    {
        var seen = scene.Camera.TryProject(scene.Pose.ToCamera(new(place.X, place.Y, 0)), out var x, out var y);
        pixel = new((float)x, (float)y);
        return seen;
    }

    static Box Frame(SceneRecipe scene) => new(0, 0, scene.Camera.Width, scene.Camera.Height);

    static float Least(SceneRecipe scene) => LeastSize * scene.Camera.Width / 640;
}
