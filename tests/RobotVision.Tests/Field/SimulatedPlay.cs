using RobotVision.Cameras;
using RobotVision.Detections;
using RobotVision.Field;
using RobotVision.Geometry;

namespace RobotVision.Tests.Field;

/// <summary>A robot that walks over a field and turns its head, and the crossings that its network detects, with its errors.</summary>
sealed class SimulatedPlay(int seed)
{
    public static readonly FisheyeCamera Camera = new(new(640, 480, 290, 290, 322, 238), -0.02, 0.002);

    const double Step = 0.2, Range = 5, Found = 0.75, Confused = 0.03, Invented = 0.05, PixelNoise = 2.5;
    const double Jitter = 0.4 * Math.PI / 180;

    readonly Random _random = new(seed);
    readonly FieldMark[] _marks = [.. FieldDimensions.Leagues["humanoid"].Marks()];
    double _x, _y, _heading, _targetX = 1, _targetY = 1;

    /// <summary>Time since the start.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>How far the camera is from where it is thought to be: radians and metres.</summary>
    public (double Roll, double Pitch, double Height) Bump { get; set; }

    /// <summary>Goes on by a fifth of a second: where the camera is thought to be, and what was seen.</summary>
    public (CameraPose Pose, MarkSighting[] Crossings) Next()
    {
        Time += TimeSpan.FromSeconds(Step);
        Walk();
        var seconds = Time.TotalSeconds;
        double pitch = 0.45 + 0.15 * Math.Sin(seconds * 0.9), yaw = 0.9 * Math.Sin(seconds * 1.6);
        var thought = new CameraPose(0.85, 0, pitch, yaw);
        var truth = new CameraPose(
            0.85 + Bump.Height + 0.005 * Normal(), Bump.Roll + Jitter * Normal(), pitch + Bump.Pitch + Jitter * Normal(), _heading + yaw, _x, _y);
        var seen = new List<MarkSighting>();
        foreach (var mark in _marks)
        {
            if (Math.Sqrt((mark.X - _x) * (mark.X - _x) + (mark.Y - _y) * (mark.Y - _y)) > Range || _random.NextDouble() > Found) continue;
            if (!Camera.TryProject(truth.ToCamera(new(mark.X, mark.Y, 0)), out var x, out var y) || x < 0 || y < 0 || x > 640 || y > 480) continue;
            var kind = _random.NextDouble() < Confused ? (ObjectClass)_random.Next((int)ObjectClass.LineL, (int)ObjectClass.LineX + 1) : mark.Class;
            seen.Add(new(kind, x + PixelNoise * Normal(), y + PixelNoise * Normal()));
        }

        if (_random.NextDouble() < Invented) seen.Add(new(ObjectClass.LineL, _random.NextDouble() * 640, 240 + _random.NextDouble() * 240));
        return (thought, [.. seen]);
    }

    void Walk()
    {
        double dx = _targetX - _x, dy = _targetY - _y, distance = Math.Sqrt(dx * dx + dy * dy);
        if (distance < 0.3) (_targetX, _targetY) = ((_random.NextDouble() - 0.5) * 8, (_random.NextDouble() - 0.5) * 5);
        _heading = Math.Atan2(dy, dx);
        (_x, _y) = (_x + Math.Cos(_heading) * 0.3 * Step, _y + Math.Sin(_heading) * 0.3 * Step);
    }

    double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
