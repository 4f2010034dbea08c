using System.Globalization;
using OpenCvSharp;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Poses;
using RobotVision.Publishing;

namespace RobotVision.Drawing;

/// <summary>
/// Draws the ground from above, with the robot at the bottom facing up: tracks with their number, their 95 % ellipse and a line to where they
/// will be in a second, hollow when they are not seen in this frame; and detections without a track.
/// </summary>
/// <param name="drawing">Says which classes are drawn.</param>
sealed class GroundPlan(DrawingOptions drawing)
{
    /// <summary>Squared standard deviations within which 95 % of the true places lie: the chi-squared distribution with two degrees of freedom.</summary>
    const double Within95 = 5.991;

    /// <summary>How many metres ahead are shown, and the metres between two rings; objects farther away are drawn at the edge.</summary>
    static readonly (double Ahead, int Ring)[] Scales = [(4, 1), (8, 2), (12, 3)];

    static readonly Scalar Ground = new(46, 56, 44), Ring = new(96, 108, 94), Text = new(200, 210, 200), White = new(255, 255, 255), Dark = new(0, 0, 0);

    // The scale only ever grows, so that the plan of a video does not jump.
    int _scale;

    /// <summary>Draws a frame's places.</summary>
    /// <param name="picture">Drawn into; all of it.</param>
    /// <param name="observation">The results.</param>
    /// <param name="lettering">The sizes of letters and lines.</param>
    public void Draw(Mat picture, Observation observation, Lettering lettering)
    {
        picture.SetTo(Ground);
        var objects = PlacedObjects(observation).ToArray();
        while (_scale < Scales.Length - 1 && objects.Any(placed => placed.Place.Range > Scales[_scale].Ahead)) _scale++;
        var (ahead, ring) = Scales[_scale];
        var view = new View(picture, picture.Height * 0.88 / ahead, new(picture.Width / 2, (int)(picture.Height * 0.92)));
        var placer = new LabelPlacer(picture.Width, picture.Height, lettering.Margin);
        for (var metres = ring; metres <= 2 * ahead; metres += ring) DrawRing(view, metres, placer, lettering);
        foreach (var placed in objects) placer.Keep(Around(view.Show(placed.Place.X, placed.Place.Y), lettering.Reach));
        foreach (var placed in objects.Reverse()) DrawObject(view, placed, lettering);
        foreach (var placed in objects) DrawNumber(view, placed, placer, lettering);
        DrawRobot(view, lettering);
        if (observation.PoseStatus != PoseStatus.Known) lettering.Write(picture, $"pose: {FrameJson.PoseName(observation.PoseStatus)}", 0, 0, White);
    }

    IEnumerable<PlacedObject> PlacedObjects(Observation observation)
    {
        foreach (var track in observation.Tracks.Span.ToArray())
            if (track.Ground is { } ground && drawing.Shows(track.Class))
                yield return new(track.Class, ground, track.GroundVelocity, track.Id, track.UnseenSeconds == 0);
        foreach (var detection in observation.Detections.Span.ToArray())
            if (detection is { Ground: { } place, Track: null } && drawing.Shows(detection.Class))
                yield return new(detection.Class, place, default, null, true);
    }

    static void DrawRing(View view, int metres, LabelPlacer placer, Lettering lettering)
    {
        Cv2.Circle(view.Picture, view.Robot, (int)(metres * view.PixelsPerMetre), Ring, 1, LineTypes.AntiAlias);
        var text = string.Create(CultureInfo.InvariantCulture, $"{metres} m");
        var size = lettering.Measure(text);
        var top = view.Show(metres, 0);
        if (top.Y - size.Height / 2 < 0) return;
        var place = new Box(top.X - size.Width / 2, top.Y - size.Height / 2, top.X + size.Width / 2, top.Y + size.Height / 2);
        placer.Keep(place);
        lettering.Write(view.Picture, text, (int)place.X1, (int)place.Y1, Text, ground: Ground);
    }

    static void DrawObject(View view, PlacedObject placed, Lettering lettering)
    {
        var (color, center) = (MarkPainter.ColorOf(placed.Class), view.Show(placed.Place.X, placed.Place.Y));
        DrawEllipse(view, placed.Place, center, color, lettering);
        if (double.Hypot(placed.Velocity.X, placed.Velocity.Y) > 0.05) // m/s; a shorter line is not visible
        {
            var inASecond = view.Show(placed.Place.X + placed.Velocity.X, placed.Place.Y + placed.Velocity.Y);
            Cv2.Line(view.Picture, center, inASecond, color, lettering.Thin, LineTypes.AntiAlias);
        }

        var radius = (int)(lettering.Reach * 0.7);
        Point[] corners = Shape(placed.Class).Select(corner => new Point(center.X + corner.X * radius, center.Y + corner.Y * radius)).ToArray();
        Cv2.FillConvexPoly(view.Picture, corners, placed.IsSeen ? color : Ground, LineTypes.AntiAlias);
        Cv2.Polylines(view.Picture, [corners], true, placed.IsSeen ? Dark : color, lettering.Thin, LineTypes.AntiAlias);
    }

    static void DrawEllipse(View view, GroundPoint place, Point center, Scalar color, Lettering lettering)
    {
        // In the picture x is the robot's -y and y is its -x: the signs of the covariance cancel.
        var (mean, half) = ((place.XX + place.YY) / 2, (place.YY - place.XX) / 2);
        var spread = Math.Sqrt(half * half + place.XY * place.XY);
        var angle = Math.Atan2(place.XY, half) / 2;
        double Axis(double variance) => Math.Sqrt(Within95 * Math.Max(0, variance)) * view.PixelsPerMetre;
        var (major, minor) = (Axis(mean + spread), Axis(mean - spread));
        if (!(major < 4 * view.Picture.Height)) return; // too uncertain to be of use
        var axes = new Size((int)Math.Round(major), (int)Math.Round(minor));
        Cv2.Ellipse(view.Picture, center, axes, angle * 180 / Math.PI, 0, 360, color, lettering.Thin, LineTypes.AntiAlias);
    }

    static void DrawNumber(View view, PlacedObject placed, LabelPlacer placer, Lettering lettering)
    {
        var far = view.IsBeyond(placed.Place) ? string.Create(CultureInfo.InvariantCulture, $"{placed.Place.Range:F0} m") : "";
        var text = string.Join(' ', new[] { placed.Track is { } number ? $"#{number}" : "", far }.Where(part => part.Length > 0));
        if (text.Length == 0) return;
        var size = lettering.Measure(text);
        if (placer.Place(Around(view.Show(placed.Place.X, placed.Place.Y), lettering.Reach), size.Width, size.Height) is { } at)
            lettering.Write(view.Picture, text, (int)at.X1, (int)at.Y1, MarkPainter.ColorOf(placed.Class), ground: Ground);
    }

    static void DrawRobot(View view, Lettering lettering)
    {
        var (x, y, reach) = (view.Robot.X, view.Robot.Y, lettering.Reach);
        Point[] corners = [new(x, y - reach), new(x + reach * 3 / 4, y + reach / 2), new(x - reach * 3 / 4, y + reach / 2)];
        Cv2.FillConvexPoly(view.Picture, corners, White, LineTypes.AntiAlias);
        Cv2.Polylines(view.Picture, [corners], true, Dark, lettering.Thin, LineTypes.AntiAlias);
    }

    /// <summary>
    /// The shape of a class, so that classes differ not only in colour: balls are round, robots square, obstacles diamonds, posts narrow, points triangles,
    /// extra classes hexagons.
    /// </summary>
    static (double X, double Y)[] Shape(ObjectClass objectClass) => objectClass switch
    {
        ObjectClass.Ball => [.. Enumerable.Range(0, 16).Select(i => (Math.Cos(Math.PI * i / 8), Math.Sin(Math.PI * i / 8)))],
        ObjectClass.Robot => [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        ObjectClass.Goalpost => [(-0.5, -1), (0.5, -1), (0.5, 1), (-0.5, 1)],
        ObjectClass.Obstacle => [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
        _ when objectClass.IsExtra() => [.. Enumerable.Range(0, 6).Select(i => (Math.Sin(Math.PI * i / 3), Math.Cos(Math.PI * i / 3)))],
        _ => [(0, -1), (1, 0.8), (-1, 0.8)],
    };

    static Box Around(Point point, int reach) => Box.FromCenter(point.X, point.Y, 2 * reach, 2 * reach);

    readonly record struct PlacedObject(ObjectClass Class, GroundPoint Place, GroundVelocity Velocity, int? Track, bool IsSeen);

    readonly record struct View(Mat Picture, double PixelsPerMetre, Point Robot)
    {
        /// <summary>Where a place is in the picture; a place outside of it is moved to its edge.</summary>
        public Point Show(double x, double y)
        {
            var (right, down) = (Robot.X - y * PixelsPerMetre, Robot.Y - x * PixelsPerMetre);
            return new((int)Math.Clamp(right, 0, Picture.Width - 1), (int)Math.Clamp(down, 0, Picture.Height - 1));
        }

        public bool IsBeyond(GroundPoint place) =>
            Math.Abs(place.Y) * PixelsPerMetre > Robot.X || place.X * PixelsPerMetre > Robot.Y || -place.X * PixelsPerMetre > Picture.Height - Robot.Y;
    }
}
