using System.Numerics;
using System.Runtime.CompilerServices;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Synthesis.Rendering;

/// <summary>A solid seen from one point, with everything precomputed that all rays from there share.</summary>
readonly struct SolidInView
{
    readonly Vector3 _origin, _axis, _rowX, _rowY, _rowZ; // the origin in the solid's units, or relative to A for a capsule
    readonly float _width, _slope; // of cones and pyramids: half width at local z is _width + _slope z
    readonly float _inside, _axisAxis, _axisOrigin, _radiusSquared, _endInside, _otherEndInside;

    /// <summary>Precomputes for a solid and the origin of all rays.</summary>
    public SolidInView(Solid solid, Vector3 eye)
    {
        (Shape, Owner, IsNet, IsBall) = (solid.Shape, solid.Owner, solid.Material.Kind == MaterialKind.Net, solid.Material.Kind == MaterialKind.Ball);
        (_rowX, _rowY, _rowZ) = (solid.RowX, solid.RowY, solid.RowZ);
        if (Shape != SolidShape.Capsule)
        {
            _origin = solid.ToLocal(eye);
            (_width, _slope) = ((solid.Taper + 1) / 2, (solid.Taper - 1) / 2);
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

    /// <summary>The index of the object it belongs to; -1 for scenery.</summary>
    public int Owner { get; }

    public bool IsNet { get; }
    public bool IsBall { get; }

    /// <summary>The distance to the nearest intersection of a ray with the solid; infinity if there is none ahead.</summary>
    /// <param name="direction">The ray's direction in the field frame.</param>
    public float Intersect(Vector3 direction) => Shape switch
    {
        SolidShape.Ellipsoid => IntersectEllipsoid(DirectionToLocal(direction)),
        SolidShape.Box => IntersectBox(DirectionToLocal(direction)),
        SolidShape.Cylinder => IntersectCylinder(DirectionToLocal(direction)),
        SolidShape.Cone => IntersectCone(DirectionToLocal(direction)),
        SolidShape.Pyramid => IntersectPyramid(DirectionToLocal(direction)),
        _ => IntersectCapsule(direction),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector3 DirectionToLocal(Vector3 direction) =>
        new(Vector3.Dot(_rowX, direction), Vector3.Dot(_rowY, direction), Vector3.Dot(_rowZ, direction));

    float IntersectEllipsoid(Vector3 direction)
    {
        float a = direction.LengthSquared(), b = Vector3.Dot(_origin, direction);
        var discriminant = b * b - a * _inside;
        if (discriminant < 0) return float.PositiveInfinity;
        var distance = (-b - MathF.Sqrt(discriminant)) / a;
        return distance > 0 ? distance : float.PositiveInfinity;
    }

    float IntersectBox(Vector3 direction)
    {
        var inverse = Vector3.One / direction;
        var centre = -_origin * inverse;
        var half = Vector3.Abs(inverse);
        Vector3 enter = centre - half, leave = centre + half;
        var near = MathF.Max(enter.X, MathF.Max(enter.Y, enter.Z));
        var far = MathF.Min(leave.X, MathF.Min(leave.Y, leave.Z));
        return near <= far && near > 0 ? near : float.PositiveInfinity;
    }

    // The overlap of the ray's intervals inside the round wall and between the lids.
    float IntersectCylinder(Vector3 direction)
    {
        float a = direction.X * direction.X + direction.Y * direction.Y, b = _origin.X * direction.X + _origin.Y * direction.Y;
        var discriminant = b * b - a * _inside;
        if (discriminant < 0 || a <= 0) return float.PositiveInfinity;
        float root = MathF.Sqrt(discriminant), centre = -_origin.Z / direction.Z, half = MathF.Abs(1 / direction.Z);
        var near = MathF.Max((-b - root) / a, centre - half);
        var far = MathF.Min((-b + root) / a, centre + half);
        return near <= far && near > 0 ? near : float.PositiveInfinity;
    }

    // The nearest of the round wall and the two lids.
    float IntersectCone(Vector3 direction)
    {
        var widthAtOrigin = _width + _slope * _origin.Z;
        var a = direction.X * direction.X + direction.Y * direction.Y - _slope * _slope * direction.Z * direction.Z;
        var b = _origin.X * direction.X + _origin.Y * direction.Y - _slope * direction.Z * widthAtOrigin;
        var c = _origin.X * _origin.X + _origin.Y * _origin.Y - widthAtOrigin * widthAtOrigin;
        var root = MathF.Sqrt(MathF.Max(0, b * b - a * c));
        var wall = b * b < a * c ? float.PositiveInfinity : MathF.Min(OnWall((-b - root) / a, direction), OnWall((-b + root) / a, direction));
        var lids = MathF.Min(OnLid((1 - _origin.Z) / direction.Z, _width + _slope, direction),
            OnLid((-1 - _origin.Z) / direction.Z, _width - _slope, direction));
        return MathF.Min(wall, lids);
    }

    float OnWall(float distance, Vector3 direction)
    {
        var z = _origin.Z + distance * direction.Z;
        return distance > 0 && MathF.Abs(z) <= 1 && _width + _slope * z >= 0 ? distance : float.PositiveInfinity;
    }

    float OnLid(float distance, float width, Vector3 direction)
    {
        float x = _origin.X + distance * direction.X, y = _origin.Y + distance * direction.Y;
        return distance > 0 && x * x + y * y <= width * width ? distance : float.PositiveInfinity;
    }

    // The overlap of the ray's intervals behind the four sloping walls and between the lids.
    float IntersectPyramid(Vector3 direction)
    {
        float near = float.NegativeInfinity, far = float.PositiveInfinity;
        float room = _width + _slope * _origin.Z, rise = _slope * direction.Z;
        Clip(room - _origin.X, direction.X - rise, ref near, ref far);
        Clip(room + _origin.X, -direction.X - rise, ref near, ref far);
        Clip(room - _origin.Y, direction.Y - rise, ref near, ref far);
        Clip(room + _origin.Y, -direction.Y - rise, ref near, ref far);
        Clip(1 - _origin.Z, direction.Z, ref near, ref far);
        Clip(1 + _origin.Z, -direction.Z, ref near, ref far);
        return near <= far && near > 0 ? near : float.PositiveInfinity;
    }

    // The part of a ray on the inner side of a plane, from its room at the origin and how fast the ray uses it up.
    static void Clip(float room, float speed, ref float near, ref float far)
    {
        if (speed > 0) far = MathF.Min(far, room / speed);
        else if (speed < 0) near = MathF.Max(near, room / speed);
        else if (room < 0) far = float.NegativeInfinity;
    }

    // The cylinder first, then the sphere at the end where the hit is.
    float IntersectCapsule(Vector3 direction)
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
