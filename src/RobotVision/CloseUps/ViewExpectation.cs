using RobotVision.Geometry;
using RobotVision.Placing;

namespace RobotVision.CloseUps;

/// <summary>
/// What calibration, pose and tracks say of a view before it is looked at: how large a ball is at each place, where the far field
/// and the robot's feet lie, and where a ball that is followed ought to be. Nothing where the pose is not known. Filled anew for each
/// frame; allocates only when it is made; one thread at a time.
/// </summary>
public sealed class ViewExpectation
{
    readonly ExpectedPlace[] _places = new ExpectedPlace[CloseUpChooser.MostCloseUps];
    DetectionPlacer? _placer;
    TimedPose _pose;
    int _count;

    /// <summary>Whether anything is known of the view.</summary>
    public bool IsKnown => _placer is not null;

    /// <summary>Where something that is followed ought to be, in pixels; at most <see cref="CloseUpChooser.MostCloseUps"/>.</summary>
    public ReadOnlySpan<ExpectedPlace> Places => _places.AsSpan(0, _count);

    /// <summary>Forgets everything: nothing is known of the next frame.</summary>
    public void Clear() => (_placer, _count) = (null, 0);

    /// <summary>Begins with a frame of which lens and pose are known.</summary>
    public void Begin(DetectionPlacer placer, in TimedPose pose) => (_placer, _pose, _count) = (placer, pose, 0);

    /// <summary>Adds a ball that is followed; one that lies out of view, or that is one too many, is left out.</summary>
    /// <param name="place">Where it is expected in the robot's frame in metres, with its covariance.</param>
    public void AddBall(in GroundPoint place)
    {
        if (_count == _places.Length || !TryPlace(place.X, place.Y, out var ball)) return;
        double sigmaX = Math.Sqrt(place.XX), sigmaY = Math.Sqrt(place.YY);
        // How far in the image the ball may be off is told by its place one standard deviation to either side; towards the camera the picture moves most.
        float spread = 0;
        foreach (var (dx, dy) in (ReadOnlySpan<(double, double)>)[(sigmaX, 0), (-sigmaX, 0), (0, sigmaY), (0, -sigmaY)])
            if (TryPlace(place.X + dx, place.Y + dy, out var other)) spread = Math.Max(spread, Math.Max(Math.Abs(other.X - ball.X), Math.Abs(other.Y - ball.Y)));
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

    /// <summary>Where a ball at a place on the ground would be seen; false out of the view.</summary>
    /// <param name="range">Metres from the point below the camera.</param>
    /// <param name="bearing">Radians to the left of where the camera looks.</param>
    /// <param name="place">Pixels.</param>
    public bool TryAt(double range, double bearing, out ExpectedPlace place)
    {
        place = default;
        if (_placer is null) return false;
        var ahead = _pose.DirectionFromCamera(new(0, 0, 1));
        var (s, c) = Math.SinCos(Math.Atan2(ahead.Y, ahead.X) + bearing);
        return TryPlace(_pose.Position.X + range * c, _pose.Position.Y + range * s, out place);
    }

    bool TryPlace(double x, double y, out ExpectedPlace place)
    {
        place = default;
        if (!_placer!.TryBallBox(_pose, x, y, out var box)) return false;
        var camera = _placer.Projector.Camera;
        place = new(box.CenterX, box.CenterY, MathF.Sqrt(box.Area), 0);
        return place.X >= 0 && place.X < camera.Width && place.Y >= 0 && place.Y < camera.Height;
    }
}
