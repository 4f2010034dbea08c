using Google.Protobuf.WellKnownTypes;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Wire.Foxglove;

namespace RobotVision.Onboard.Foxglove;

/// <summary>
/// The ground around the robot in three dimensions: the tracks that are on the ground, and what was found and is no track yet, each with the ellipse that
/// holds it with 95 %; the robot is an arrow. Without positions only the arrow.
/// </summary>
static class FoxgloveScene
{
    const string Robot = "robot"; // the frame: on the ground under the robot, x ahead, y left, z up
    const double NinetyFive = 2.4477; // standard deviations of the ellipse that holds 95 % in two dimensions
    const int EllipsePoints = 32;
    const double Unseen = 0.35; // opacity of what is not seen now
    const double SlowestArrow = 0.1; // m/s

    /// <summary>The scene of a frame; it takes the place of the one before.</summary>
    /// <param name="observation">The frame with its results, borrowed.</param>
    /// <param name="camera">The frame's camera: what it found and is no track yet is an entity of its own where it has a name.</param>
    /// <param name="time">When the frame was taken.</param>
    public static SceneUpdate Of(Observation observation, VisionCamera camera, Timestamp time)
    {
        var ballRadius = camera.Placer.Setup.Ground.BallRadius;
        var scene = new SceneEntity { Timestamp = time, FrameId = Robot, Id = "ground", FrameLocked = true };
        var own = camera.IsNamed ? new SceneEntity { Timestamp = time, FrameId = Robot, Id = camera.Name, FrameLocked = true } : scene;
        scene.Arrows.Add(Arrow(0, 0, 0, 0.4, 0.1, new() { R = 1, G = 1, B = 1, A = 1 }));
        var classes = observation.Inputs.Classes;
        foreach (var detection in observation.Detections.Span)
            if (detection is { Ground: { } ground, Track: null }) Add(own, detection.Class, classes[detection.Class], ground, ballRadius, 1);
        foreach (var track in observation.Tracks.Span)
        {
            if (track.Ground is not { } ground) continue;
            Add(scene, track.Class, $"{classes[track.Class]} #{track.Id}", ground, ballRadius, track.UnseenSeconds > 0 ? Unseen : 1);
            var (vx, vy) = (track.GroundVelocity.X, track.GroundVelocity.Y);
            if (Math.Sqrt(vx * vx + vy * vy) is > SlowestArrow and var speed) // as long as the way of a second
                scene.Arrows.Add(Arrow(ground.X, ground.Y, Math.Atan2(vy, vx), speed, 0.05, FoxgloveAnnotations.ColorOf(track.Class)));
        }

        return own == scene ? new() { Entities = { scene } } : new() { Entities = { scene, own } };
    }

    static void Add(SceneEntity scene, ObjectClass objectClass, string label, GroundPoint ground, double ballRadius, double opacity)
    {
        var color = FoxgloveAnnotations.ColorOf(objectClass, opacity);
        var (width, height) = NominalSize.Of(objectClass, ballRadius);
        var (pose, size) = (At(ground.X, ground.Y, height / 2), new Vector3 { X = width, Y = width, Z = height });
        if (objectClass == ObjectClass.Ball) scene.Spheres.Add(new SpherePrimitive { Pose = pose, Size = size, Color = color });
        else scene.Cylinders.Add(new CylinderPrimitive { Pose = pose, Size = size, BottomScale = 1, TopScale = 1, Color = color });
        scene.Lines.Add(Ellipse(ground, color));
        scene.Texts.Add(new TextPrimitive
        {
            Pose = At(ground.X, ground.Y, height + 0.1),
            Billboard = true,
            FontSize = 12,
            ScaleInvariant = true,
            Color = color,
            Text = label,
        });
    }

    /// <summary>The 95 % ellipse: a circle, sheared by the Cholesky factor of the covariance.</summary>
    static LinePrimitive Ellipse(GroundPoint ground, Color color)
    {
        var line = new LinePrimitive
        {
            Type = LinePrimitive.Types.Type.LineLoop,
            Pose = At(ground.X, ground.Y, 0.005),
            Thickness = 2,
            ScaleInvariant = true,
            Color = color,
        };
        var a = Math.Sqrt(Math.Max(ground.XX, 1e-12));
        var b = ground.XY / a;
        var c = Math.Sqrt(Math.Max(ground.YY - b * b, 0));
        for (var i = 0; i < EllipsePoints; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / EllipsePoints);
            line.Points.Add(new Point3 { X = NinetyFive * a * cos, Y = NinetyFive * (b * cos + c * sin) });
        }

        return line;
    }

    static ArrowPrimitive Arrow(double x, double y, double heading, double length, double diameter, Color color) => new()
    {
        Pose = At(x, y, 0.02, heading),
        ShaftLength = length * 0.75,
        ShaftDiameter = diameter / 2,
        HeadLength = length * 0.25,
        HeadDiameter = diameter,
        Color = color,
    };

    static Pose At(double x, double y, double z, double heading = 0) => new()
    {
        Position = new() { X = x, Y = y, Z = z },
        Orientation = new() { Z = Math.Sin(heading / 2), W = Math.Cos(heading / 2) },
    };
}
