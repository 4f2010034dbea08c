using System.Numerics;
using System.Runtime.CompilerServices;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Rendering;

/// <summary>A body as one eye sees it: what all rays from there have in common is computed once.</summary>
readonly struct SolidInView
{
    readonly Vector3 _origin, _axis, _rowX, _rowY, _rowZ; // the origin in the body's units, or relative to A for a capsule
    readonly float _inside, _axisAxis, _axisOrigin, _radiusSquared, _endInside, _otherEndInside;

    /// <summary>Looks at a body from a place in the world.</summary>
    public SolidInView(Solid solid, Vector3 eye)
    {
        (Shape, Owner, IsNet, IsBall) = (solid.Shape, solid.Owner, solid.Material.Kind == MaterialKind.Net, solid.Material.Kind == MaterialKind.Ball);
        (_rowX, _rowY, _rowZ) = (solid.RowX, solid.RowY, solid.RowZ);
        if (Shape != SolidShape.Capsule)
        {
            _origin = solid.ToLocal(eye);
            _inside = Shape == SolidShape.Cylinder ? _origin.X * _origin.X + _origin.Y * _origin.Y - 1 : _origin.LengthSquared() - 1;
            return;
        }
        _origin = eye - solid.A;
        _axis = solid.B - solid.A;
        _axisAxis = _axis.LengthSquared();
        _axisOrigin = Vector3.Dot(_axis, _origin);
        _radiusSquared = solid.Radius * solid.Radius;
        _inside = _axisAxis * _origin.LengthSquared() - _axisOrigin * _axisOrigin - _radiusSquared * _axisAxis;
        _endInside = _origin.LengthSquared() - _radiusSquared;
        _otherEndInside = (_origin - _axis).LengthSquared() - _radiusSquared;
    }

    public SolidShape Shape { get; }

    /// <summary>The number of the object it belongs to; -1 for scenery.</summary>
    public int Owner { get; }

    public bool IsNet { get; }
    public bool IsBall { get; }

    /// <summary>Finds the nearest meeting of a ray from the eye with the body; infinity when there is none ahead.</summary>
    /// <param name="direction">The ray's direction in the world.</param>
    public float Meet(Vector3 direction) => Shape switch
    {
        SolidShape.Ellipsoid => MeetEllipsoid(TurnToLocal(direction)),
        SolidShape.Box => MeetBox(TurnToLocal(direction)),
        SolidShape.Cylinder => MeetCylinder(TurnToLocal(direction)),
        _ => MeetCapsule(direction),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector3 TurnToLocal(Vector3 direction) =>
        new(Vector3.Dot(_rowX, direction), Vector3.Dot(_rowY, direction), Vector3.Dot(_rowZ, direction));

    float MeetEllipsoid(Vector3 direction)
    {
        float a = direction.LengthSquared(), b = Vector3.Dot(_origin, direction);
        var discriminant = b * b - a * _inside;
        if (discriminant < 0) return float.PositiveInfinity;
        var distance = (-b - MathF.Sqrt(discriminant)) / a;
        return distance > 0 ? distance : float.PositiveInfinity;
    }

    float MeetBox(Vector3 direction)
    {
        var inverse = Vector3.One / direction;
        var centre = -_origin * inverse;
        var half = Vector3.Abs(inverse);
        Vector3 enter = centre - half, leave = centre + half;
        var near = MathF.Max(enter.X, MathF.Max(enter.Y, enter.Z));
        var far = MathF.Min(leave.X, MathF.Min(leave.Y, leave.Z));
        return near <= far && near > 0 ? near : float.PositiveInfinity;
    }

    // Inside the round wall and between the lids at once, or not at all.
    float MeetCylinder(Vector3 direction)
    {
        float a = direction.X * direction.X + direction.Y * direction.Y, b = _origin.X * direction.X + _origin.Y * direction.Y;
        var discriminant = b * b - a * _inside;
        if (discriminant < 0 || a <= 0) return float.PositiveInfinity;
        float root = MathF.Sqrt(discriminant), centre = -_origin.Z / direction.Z, half = MathF.Abs(1 / direction.Z);
        var near = MathF.Max((-b - root) / a, centre - half);
        var far = MathF.Min((-b + root) / a, centre + half);
        return near <= far && near > 0 ? near : float.PositiveInfinity;
    }

    // The cylinder first, then the sphere at the nearer end.
    float MeetCapsule(Vector3 direction)
    {
        float axisRay = Vector3.Dot(_axis, direction), rayOrigin = Vector3.Dot(direction, _origin), rayRay = direction.LengthSquared();
        var a = _axisAxis * rayRay - axisRay * axisRay;
        var b = _axisAxis * rayOrigin - _axisOrigin * axisRay;
        var discriminant = b * b - a * _inside;
        if (discriminant < 0 || a <= 0) return float.PositiveInfinity;
        var distance = (-b - MathF.Sqrt(discriminant)) / a;
        var along = _axisOrigin + distance * axisRay;
        if (along <= 0 || along >= _axisAxis)
        {
            b = along <= 0 ? rayOrigin : Vector3.Dot(direction, _origin - _axis);
            discriminant = b * b - rayRay * (along <= 0 ? _endInside : _otherEndInside);
            if (discriminant < 0) return float.PositiveInfinity;
            distance = (-b - MathF.Sqrt(discriminant)) / rayRay;
        }
        return distance > 0 ? distance : float.PositiveInfinity;
    }
}
