namespace OpenCvSharp.Internal;

/// <summary>Which <see cref="MatType"/> belongs to which type of .NET.</summary>
static class ElementTypes
{
    static readonly Dictionary<Type, MatType> Types = new()
    {
        [typeof(byte)] = MatType.CV_8UC1,
        [typeof(sbyte)] = MatType.CV_8SC1,
        [typeof(ushort)] = MatType.CV_16UC1,
        [typeof(short)] = MatType.CV_16SC1,
        [typeof(int)] = MatType.CV_32SC1,
        [typeof(float)] = MatType.CV_32FC1,
        [typeof(double)] = MatType.CV_64FC1,
        [typeof(Vec3b)] = MatType.CV_8UC3,
        [typeof(Vec4b)] = MatType.CV_8UC4,
        [typeof(Vec2f)] = MatType.CV_32FC2,
        [typeof(Vec3f)] = MatType.CV_32FC3,
        [typeof(Vec2d)] = MatType.CV_64FC2,
        [typeof(Vec3d)] = MatType.CV_64FC3,
        [typeof(Point)] = MatType.CV_32SC2,
        [typeof(Point2f)] = MatType.CV_32FC2,
        [typeof(Point2d)] = MatType.CV_64FC2,
        [typeof(Point3f)] = MatType.CV_32FC3,
        [typeof(Point3d)] = MatType.CV_64FC3,
    };

    internal static MatType Of<T>() => Types.TryGetValue(typeof(T), out MatType type)
        ? type
        : throw new NotSupportedException($"No element type of OpenCV belongs to {typeof(T).Name}; expected one of {string.Join(", ", Types.Keys.Select(t => t.Name))}.");
}
