namespace RobotVision.Detections;

/// <summary>
/// What a frame shows, as a fixed vector: (K, 5) float32, one row for each of the model's K classes in the order of <see cref="ClassNames"/>, each
/// <c>confidence x y w h</c> of the most confident candidate of that class; x y w h as parts of the frame (0..1, x right, y down,
/// centre of the box). The most confident one is given even below the threshold; for a decision use the detections.
/// </summary>
public sealed class FeatureVector
{
    /// <summary>Values a class.</summary>
    public const int ValuesPerClass = 5;

    readonly float[] _values = new float[ClassNames.Most * ValuesPerClass];
    int _classes = ObjectClasses.Count;

    /// <summary>All values, row after row: forty of the eight built-in classes.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, _classes * ValuesPerClass);

    /// <summary>The five values of one class.</summary>
    public ReadOnlySpan<float> this[ObjectClass objectClass] => _values.AsSpan((int)objectClass * ValuesPerClass, ValuesPerClass);

    /// <summary>Sets everything to 0, for a frame of a model with so many classes.</summary>
    public void Clear(int classes = ObjectClasses.Count)
    {
        _values.AsSpan().Clear();
        _classes = classes;
    }

    /// <summary>Takes a candidate if its confidence is higher than that of the one the vector holds for its class.</summary>
    /// <param name="candidate">The candidate, in pixels.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    public void Offer(Detection candidate, int width, int height)
    {
        var row = _values.AsSpan((int)candidate.Class * ValuesPerClass, ValuesPerClass);
        if (candidate.Confidence <= row[0]) return;
        row[0] = candidate.Confidence;
        row[1] = candidate.Box.CenterX / width;
        row[2] = candidate.Box.CenterY / height;
        row[3] = candidate.Box.Width / width;
        row[4] = candidate.Box.Height / height;
    }
}
