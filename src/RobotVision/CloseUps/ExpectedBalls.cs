using RobotVision.Geometry;
using RobotVision.Placing;

namespace RobotVision.CloseUps;

/// <summary>
/// What calibration, pose and tracks predict before close-ups are chosen: where tracked balls should be in the frame, how large a ball is at each
/// pixel, and where a place on the ground is seen. Unknown without a pose. Filled anew for each frame; allocates only when it is created; one thread
/// at a time.
/// </summary>
public sealed class ExpectedBalls
{
    readonly ExpectedBall[] _places = new ExpectedBall[CloseUpChooser.MostCloseUps];
    DetectionPlacer? _placer;
    TimedPose _pose;
    int _count;

    /// <summary>Whether calibration and pose of the frame are known.</summary>
    public bool IsKnown => _placer is not null;

    /// <summary>The tracked balls that should be in view; at most <see cref="CloseUpChooser.MostCloseUps"/>.</summary>
    public ReadOnlySpan<ExpectedBall> Places => _places.AsSpan(0, _count);

    /// <summary>Begins a frame without calibration or pose.</summary>
    public void Clear() => (_placer, _count) = (null, 0);

    /// <summary>Begins a frame with calibration and pose.</summary>
    public void Begin(DetectionPlacer placer, in TimedPose pose) => (_placer, _pose, _count) = (placer, pose, 0);

    /// <summary>Adds a tracked ball; it is ignored when it is out of view or the memory is full.</summary>
    /// <param name="place">Its predicted place in the robot's frame in metres, with its covariance.</param>
    public void AddBall(in GroundPoint place)
    {
        if (_count == _places.Length || !TryPlace(place.X, place.Y, out var ball)) return;
        double sigmaX = Math.Sqrt(place.XX), sigmaY = Math.Sqrt(place.YY);
        // The spread in the image is found from the places one standard deviation to either side: towards the camera the image moves most.
        float spread = 0;
        foreach (var (dx, dy) in (ReadOnlySpan<(double, double)>)[(sigmaX, 0), (-sigmaX, 0), (0, sigmaY), (0, -sigmaY)])
        {
            if (!TryPlace(place.X + dx, place.Y + dy, out var other)) continue;
            spread = Math.Max(spread, Math.Max(Math.Abs(other.X - ball.X), Math.Abs(other.Y - ball.Y)));
        }

        _places[_count++] = ball with { Spread = spread };
    }

    /// <summary>The side in pixels of the box of a ball whose centre is seen at a pixel; false where no ball on the ground can be seen.</summary>
    public bool TryBallSide(float x, float y, out float side)
    {
        side = 0;
        if (_placer is null || !_placer.Projector.TryLocate(_pose, x, y, _placer.Projector.Options.BallRadius, out var point)) return false;
        if (!_placer.TryBallBox(_pose, point.X, point.Y, out var box)) return false;
        side = MathF.Sqrt(box.Area);
        return true;
    }

    /// <summary>Where a ball at a place on the ground would be seen; false when it is out of view.</summary>
    /// <param name="range">Metres from the point below the camera.</param>
    /// <param name="bearing">Radians to the left of where the camera looks.</param>
    /// <param name="place">Pixels.</param>
    public bool TryAt(double range, double bearing, out ExpectedBall place)
    {
        place = default;
        if (_placer is null) return false;
        var ahead = _pose.DirectionFromCamera(new(0, 0, 1));
        var (s, c) = Math.SinCos(Math.Atan2(ahead.Y, ahead.X) + bearing);
        return TryPlace(_pose.Position.X + range * c, _pose.Position.Y + range * s, out place);
    }

    bool TryPlace(double x, double y, out ExpectedBall place)
    {
        place = default;
        if (!_placer!.TryBallBox(_pose, x, y, out var box)) return false;
        var camera = _placer.Projector.Camera;
        place = new(box.CenterX, box.CenterY, MathF.Sqrt(box.Area), 0);
        return place.X >= 0 && place.X < camera.Width && place.Y >= 0 && place.Y < camera.Height;
    }
}

/// <summary>Where in a frame a ball is expected; all in pixels of the frame, origin top-left.</summary>
/// <param name="X">The x of its box's centre.</param>
/// <param name="Y">The y of its box's centre.</param>
/// <param name="Side">Its size: the side of the square that has its box's area.</param>
/// <param name="Spread">One standard deviation of its place, along the axis in which it is larger.</param>
public readonly record struct ExpectedBall(float X, float Y, float Side, float Spread);
