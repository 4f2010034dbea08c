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

    /// <summary>Balls of which less than this fraction of the box is inside the image get ignored labels.</summary>
    public const float MinimumInside = 0.18f;

    const double PointHalfSize = 0.2; // metres on the ground; makes the nominal box of a crossing about 8 line widths

    /// <summary>The labels of all objects, crossings and penalty marks in the image, and the areas of spectators, which are ignored.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="tally">The counted pixels of its objects.</param>
    /// <param name="isOpenGround">Whether a pixel shows the ground.</param>
    /// <param name="isHall">Whether a pixel shows the hall beyond the field.</param>
    public static List<Label> Find(SceneRecipe scene, ObjectTally tally, Func<int, int, bool> isOpenGround, Func<int, int, bool> isHall)
    {
        var labels = new List<Label>();
        for (var i = 0; i < scene.Objects.Count; i++)
            if (scene.Objects[i].BallRadius > 0) AddBall(scene, tally, i, labels);
            else AddBody(scene, tally, i, labels);
        foreach (var (objectClass, place) in scene.Layout.Points()) AddPoint(scene, objectClass, place, false, isOpenGround, labels);
        foreach (var place in scene.UnclearMarks) AddPoint(scene, ObjectClass.PenaltyMark, place, true, isOpenGround, labels);
        if (scene.Layout.CentreMark) AddPoint(scene, ObjectClass.PenaltyMark, Vector2.Zero, true, isOpenGround, labels);
        AddCrowds(scene, isHall, labels);
        return labels;
    }

    static void AddBall(SceneRecipe scene, ObjectTally tally, int index, List<Label> labels)
    {
        var ball = scene.Objects[index];
        var center = scene.Pose.ToCamera(new(ball.BallCenter.X, ball.BallCenter.Y, ball.BallCenter.Z));
        var isWhole = BallOutline.TryBox(scene.Camera, center, ball.BallRadius, out var full);
        var box = full.Intersect(Frame(scene));
        if (box.Width <= 0 || box.Height <= 0) return;
        var visible = tally.VisibleFraction(index);
        // A crescent at the image's edge is a ball while it is not too thin.
        var isCut = box.Area < MinimumInside * full.Area || MathF.Min(box.Width, box.Height) < MinimumPixels(scene);
        // The box of a ball that reaches beyond the lens's image circle is uncertain, so its label is ignored.
        labels.Add(new(ObjectClass.Ball, box, ball.Unclear || !isWhole || isCut || visible < MinimumVisible, visible));
    }

    static void AddBody(SceneRecipe scene, ObjectTally tally, int index, List<Label> labels)
    {
        var visible = tally.VisibleFraction(index);
        var box = visible > 0 ? tally.VisibleBox(index) : tally.WholeBox(index);
        if (box.Area <= 0) return;
        var small = MathF.Max(box.Width, box.Height) < MinimumPixels(scene) * 1.5f;
        var ignore = scene.Objects[index].Unclear || visible < MinimumVisible || small || IsStrip(scene, index, box);
        labels.Add(new(scene.Objects[index].Class, box, ignore, visible));
    }

    // Whether an object is cut off by the image's edge to a strip that shows too little of it, however long the strip is. The foot of a post
    // is enough of it; a robot is known by its shins and feet.
    static bool IsStrip(SceneRecipe scene, int index, Box box)
    {
        bool aside = box.X1 <= 0 || box.X2 >= scene.Camera.Width, above = box.Y1 <= 0 || box.Y2 >= scene.Camera.Height;
        if (!aside && !above) return false;
        if (aside && box.Width < MinimumPixels(scene) || above && box.Height < MinimumPixels(scene)) return true;
        var whole = WholeBox(scene, index, box);
        return box.Area < (scene.Objects[index].Class == ObjectClass.Goalpost ? 0.03f : 0.1f) * whole.Area;
    }

    // The box around an object with its parts outside the image, as far as the lens can see them: from the ends of its solids.
    static Box WholeBox(SceneRecipe scene, int index, Box box)
    {
        var eye = new Vector3((float)scene.Pose.X, (float)scene.Pose.Y, (float)scene.Pose.Height);
        foreach (var solid in scene.Solids)
        {
            if (solid.Owner != index) continue;
            foreach (var end in (ReadOnlySpan<Vector3>)[solid.A, solid.B])
            {
                if (!scene.Camera.TryProject(scene.Pose.ToCamera(new(end.X, end.Y, end.Z)), out var x, out var y)) continue;
                var radius = 0.7f * solid.BoundRadius / (MathF.Max(0.1f, Vector3.Distance(end, eye)) * scene.PixelAngle);
                box = new(MathF.Min(box.X1, (float)x - radius), MathF.Min(box.Y1, (float)y - radius),
                    MathF.Max(box.X2, (float)x + radius), MathF.Max(box.Y2, (float)y + radius));
            }
        }
        return box;
    }

    // Spectators behind boards and fences may or may not be tagged as obstacles: their area is ignored for that class.
    static void AddCrowds(SceneRecipe scene, Func<int, int, bool> isHall, List<Label> labels)
    {
        foreach (var (from, to) in scene.Hall.Crowds())
        {
            float left = float.PositiveInfinity, top = left, right = float.NegativeInfinity, bottom = right;
            var isSeen = true;
            for (var i = 0; i < 4 && isSeen; i++)
            {
                var corner = i < 2 ? from : to;
                isSeen = scene.Camera.TryProject(scene.Pose.ToCamera(new(corner.X, corner.Y, i % 2 == 0 ? 0.3 : 1.9)), out var x, out var y);
                (left, right) = (MathF.Min(left, (float)x), MathF.Max(right, (float)x));
                (top, bottom) = (MathF.Min(top, (float)y), MathF.Max(bottom, (float)y));
            }
            var box = new Box(left, top, right, bottom).Intersect(Frame(scene));
            if (isSeen && box.Width > 1 && box.Height > 1 && isHall((int)box.CenterX, (int)box.CenterY)) labels.Add(new(ObjectClass.Obstacle, box, true));
        }
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
