namespace RobotVision.Detections;

/// <summary>
/// The confidence from which a candidate is a detection, one a class; of a class that is off nothing is detected. Immutable,
/// so it can be replaced between two frames.
/// </summary>
public sealed class Thresholds
{
    /// <summary>The threshold of a class that is off: above every confidence.</summary>
    public const float Off = float.PositiveInfinity;

    readonly float[] _values;

    /// <summary>Makes thresholds from a value a class, between 0 and 1 or <see cref="Off"/>, in the order of <see cref="ClassNames"/>.</summary>
    /// <exception cref="ArgumentException">
    /// There are fewer than eight or more than <see cref="ClassNames.Most"/>, or one is neither between 0 and 1 nor <see cref="Off"/>.
    /// </exception>
    public Thresholds(IEnumerable<float> values)
    {
        _values = [.. values];
        if (_values.Length is < ObjectClasses.Count or > ClassNames.Most || !_values.All(value => value is (> 0 and < 1) or Off))
            throw new ArgumentException(
                $"Thresholds: expected {ObjectClasses.Count} to {ClassNames.Most} values between 0 and 1, found {string.Join(", ", _values)}.", nameof(values));
    }

    /// <summary>The number of classes.</summary>
    public int Count => _values.Length;

    /// <summary>The threshold of a class.</summary>
    public float this[ObjectClass objectClass] => _values[(int)objectClass];

    /// <summary>All of them, in the order of <see cref="ClassNames"/>.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Thresholds for more classes, of which those that are not given are off.</summary>
    /// <param name="values">Those of the first classes.</param>
    /// <param name="count">The number of all.</param>
    public static float[] Extended(IReadOnlyList<float> values, int count) => [.. values, .. Enumerable.Repeat(Off, count - values.Count)];

    /// <summary>These with another threshold of a class.</summary>
    /// <exception cref="ArgumentException">The value is neither between 0 and 1 nor <see cref="Off"/>.</exception>
    public Thresholds With(ObjectClass objectClass, float value) => new(_values.Select((own, i) => i == (int)objectClass ? value : own));

    /// <summary>Whether a class is detected at all.</summary>
    public bool IsOn(ObjectClass objectClass) => _values[(int)objectClass] < Off;
}
