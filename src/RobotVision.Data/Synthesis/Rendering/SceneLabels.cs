using System.Numerics;
using RobotVision.Data.Labels;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Detections;
using RobotVision.Placing;

namespace RobotVision.Data.Synthesis.Rendering;

/// <summary>Computes the labels of a rendered scene.</summary>
static class SceneLabels
{
    /// <summary>Objects smaller than this, in pixels of an image 640 wide, get ignored labels.</summary>
    public const float MinimumSize = 5;

    /// <summary>Objects of which less than this fraction is visible get ignored labels.</summary>
    public const float MinimumVisible = 0.35f;

    const double PointHalfSize = 0.2; // metres on the ground; makes the nominal box of a crossing about 8 line widths

    /// <summary>The labels of all objects, crossings and penalty marks in the image.</summary>
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

    static void AddBall(SceneRecipe scene, ObjectTally tally, int index, List<Label> labels)
    {
        var ball = scene.Objects[index];
        var center = scene.Pose.ToCamera(new(ball.BallCenter.X, ball.BallCenter.Y, ball.BallCenter.Z));
        var isWhole = BallOutline.TryBox(scene.Camera, center, ball.BallRadius, out var full);
        var box = full.Intersect(Frame(scene));
        if (box.Width <= 0 || box.Height <= 0) return;
        var visible = tally.VisibleFraction(index) * box.Area / full.Area;
        // The box of a ball that reaches beyond the lens's image circle is uncertain, so its label is ignored.
        labels.Add(new(ObjectClass.Ball, box, ball.Unclear || !isWhole || visible < MinimumVisible || full.Width < MinimumPixels(scene)));
    }

    static void AddBody(SceneRecipe scene, ObjectTally tally, int index, List<Label> labels)
    {
        var visible = tally.VisibleFraction(index);
        var box = visible > 0 ? tally.VisibleBox(index) : tally.WholeBox(index);
        if (box.Area <= 0) return;
        var small = MathF.Max(box.Width, box.Height) < MinimumPixels(scene) * 1.5f;
        // A narrow strip of an object cut off by the image's edge is treated like a small object.
        var strip = (box.X1 <= 0 || box.X2 >= scene.Camera.Width) && box.Width < MinimumPixels(scene);
        labels.Add(new(scene.Objects[index].Class, box, scene.Objects[index].Unclear || visible < MinimumVisible || small || strip));
    }

    static void AddPoint(
        SceneRecipe scene, ObjectClass objectClass, Vector2 place, bool unclear, Func<int, int, bool> isOpenGround, List<Label> labels)
    {
        if (!TryPixel(scene, place, out var at) || !Frame(scene).Contains(at.X, at.Y)) return;
        var eye = new Vector2((float)scene.Pose.X, (float)scene.Pose.Y);
        var away = place - eye;
        away = away.Length() > 0.01f ? Vector2.Normalize(away) : Vector2.UnitX;
        var sideways = new Vector2(-away.Y, away.X) * (float)PointHalfSize;
        // If the image circle ends beside the point, neither its size nor the width of its line is known.
        var isWhole = TryPixel(scene, place + sideways, out var side) & TryPixel(scene, place + away * scene.Layout.LineWidth, out var deep);
        int x = (int)at.X, y = (int)at.Y, open = 0;
        for (var j = -1; j <= 1; j++)
            for (var i = -1; i <= 1; i++)
                if (isOpenGround(x + i, y + j)) open++;
        float width = scene.Camera.Width, size = Math.Clamp(isWhole ? 2 * Vector2.Distance(at, side) : 0, 0.03f * width, 0.15f * width);
        var thin = Vector2.Distance(at, deep) < 1.2f * width / 640;
        var box = Box.FromCenter(at.X, at.Y, size, size);
        // The box stays centred on the crossing: at the edge it is made smaller instead of clipped.
        var room = MathF.Min(MathF.Min(at.X, width - at.X), MathF.Min(at.Y, scene.Camera.Height - at.Y)) * 2;
        if (size > room) box = Box.FromCenter(at.X, at.Y, room, room);
        labels.Add(new(objectClass, box, unclear || !isWhole || open < 5 || thin || room < 0.012f * width));
    }

    static bool TryPixel(SceneRecipe scene, Vector2 place, out Vector2 pixel)
    {
        var seen = scene.Camera.TryProject(scene.Pose.ToCamera(new(place.X, place.Y, 0)), out var x, out var y);
        pixel = new((float)x, (float)y);
        return seen;
    }

    static Box Frame(SceneRecipe scene) => new(0, 0, scene.Camera.Width, scene.Camera.Height);

    static float MinimumPixels(SceneRecipe scene) => MinimumSize * scene.Camera.Width / 640;
}
