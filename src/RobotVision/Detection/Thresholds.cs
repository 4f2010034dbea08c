namespace RobotVision.Detection;

/// <summary>The confidence from which a candidate counts as a detection, one a class. Immutable, so it can be exchanged between two frames.</summary>
public sealed class Thresholds
{
    readonly float[] _values;

    /// <summary>Makes thresholds from eight values between 0 and 1, in the order of <see cref="ObjectClass"/>.</summary>
    /// <exception cref="ArgumentException">There are not eight, or one is not between 0 and 1.</exception>
    public Thresholds(IEnumerable<float> values)
    {
        _values = [.. values];
        if (_values.Length != ObjectClasses.Count || !_values.All(value => value is > 0 and < 1))
            throw new ArgumentException($"Thresholds: expected {ObjectClasses.Count} values between 0 and 1, found {string.Join(", ", _values)}.", nameof(values));
    }

    /// <summary>The threshold of a class.</summary>
    public float this[ObjectClass objectClass] => _values[(int)objectClass];
}
