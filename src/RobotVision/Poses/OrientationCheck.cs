using System.Globalization;
using RobotVision.Geometry;

namespace RobotVision.Poses;

/// <summary>
/// Checks orientations for a common mistake: a camera that is upside down or looks into the sky most of the time comes from quaternions in another
/// order (x y z w) or with other axes than expected. One thread at a time.
/// </summary>
sealed class OrientationCheck
{
    /// <summary>Sine of the elevation above which a camera that looks at the ground does not look for long; chosen by us: 20 degrees.</summary>
    const double Skyward = 0.342;

    /// <summary>
    /// The same for a camera that also looks straight back, as one does when x y z w is read as w x y z; chosen by us: one degree below level.
    /// </summary>
    const double Level = -0.0175;

    /// <summary>Fewer poses are not enough to judge.</summary>
    const int LeastPoses = 10;

    long _count, _upsideDown, _intoTheSky, _otherOrderFits;

    /// <summary>What is wrong with most of them, and what to do; null when nothing is.</summary>
    public string? Problem
    {
        get
        {
            var odd = _upsideDown + _intoTheSky;
            if (_count < LeastPoses || odd * 2 <= _count) return null;
            var advice = _otherOrderFits * 2 > odd
                ? "Read as x y z w they would look ahead and down: send orientations as w x y z."
                : "Send orientations as w x y z, of a camera whose axes are x ahead, y left, z up.";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"poses: in {odd} of {_count} of them the camera {(_upsideDown > _intoTheSky ? "is upside down" : "looks into the sky")}. {advice}");
        }
    }

    /// <summary>Takes the orientation of a pose.</summary>
    public void Add(Rotation orientation)
    {
        _count++;
        var (ahead, up) = (orientation.Turn(new(1, 0, 0)), orientation.Turn(new(0, 0, 1)));
        if (up.Z < 0) _upsideDown++;
        else if (ahead.Z > Skyward || (ahead.X < -Math.Abs(ahead.Y) && ahead.Z > Level)) _intoTheSky++;
        else return;
        var other = new Rotation(orientation.Z, orientation.W, orientation.X, orientation.Y);
        if (other.Turn(new(0, 0, 1)).Z > 0 && other.Turn(new(1, 0, 0)).Z < Math.Sin(5 * Math.PI / 180)) _otherOrderFits++;
    }
}
