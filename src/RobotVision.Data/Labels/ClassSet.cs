using System.Numerics;
using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>A set of classes, for example the labelled classes of a data set; bit i stands for class i of its <see cref="ClassNames"/>.</summary>
public readonly record struct ClassSet(uint Bits)
{
    /// <summary>The eight built-in classes.</summary>
    public static ClassSet BuiltIn { get; } = new(0xFF);

    /// <summary>Creates a set of classes.</summary>
    public static ClassSet Of(params ReadOnlySpan<ObjectClass> classes)
    {
        uint bits = 0;
        foreach (var objectClass in classes) bits |= 1u << (int)objectClass;
        return new(bits);
    }

    /// <summary>The number of classes in the set.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>Whether a class is in the set.</summary>
    public bool Contains(ObjectClass objectClass) => (Bits & (1u << (int)objectClass)) != 0;

    /// <summary>The names of the classes that are in the set, in their order.</summary>
    /// <param name="classes">All classes.</param>
    public IEnumerable<string> NamesOf(ClassNames classes)
    {
        var bits = Bits;
        return classes.All.Where((_, i) => (bits & (1u << i)) != 0);
    }

    /// <summary>The set without some classes.</summary>
    public ClassSet Without(ClassSet others) => new(Bits & ~others.Bits);

    /// <summary>The classes that are in this set or in another.</summary>
    public ClassSet With(ClassSet other) => new(Bits | other.Bits);
}
