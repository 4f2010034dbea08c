using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>A set of classes, for example the labelled classes of a data set; bit i stands for class i.</summary>
public readonly record struct ClassSet(byte Bits)
{
    /// <summary>All eight classes.</summary>
    public static ClassSet All { get; } = new(0xFF);

    /// <summary>Creates a set of classes.</summary>
    public static ClassSet Of(params ReadOnlySpan<ObjectClass> classes)
    {
        byte bits = 0;
        foreach (var objectClass in classes) bits |= (byte)(1 << (int)objectClass);
        return new(bits);
    }

    /// <summary>Whether a class is in the set.</summary>
    public bool Contains(ObjectClass objectClass) => (Bits & (1 << (int)objectClass)) != 0;

    /// <summary>The classes that are in this set or in another.</summary>
    public ClassSet With(ClassSet other) => new((byte)(Bits | other.Bits));
}
