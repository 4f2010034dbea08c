using System.Diagnostics;

namespace RobotVision.Detections;

/// <summary>
/// The detections of one frame, the most confident first, in memory that is allocated once. When it is full, the
/// least confident ones are dropped. One thread at a time.
/// </summary>
public sealed class DetectionList
{
    /// <summary>The most detections of one frame; chosen by us: a full field shows fewer than forty objects.</summary>
    public const int Capacity = 64;

    readonly Detection[] _detections = new Detection[Capacity];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The detections, the most confident first; valid until the list changes.</summary>
    public ReadOnlySpan<Detection> Span => _detections.AsSpan(0, Count);

    /// <summary>Empties the list.</summary>
    public void Clear() => Count = 0;

    /// <summary>Inserts a detection by its confidence; among equals the earlier one stays first.</summary>
    public void Add(Detection detection)
    {
        var at = Count;
        while (at > 0 && _detections[at - 1].Confidence < detection.Confidence) at--;
        if (at == Capacity) return;
        var moved = Math.Min(Count, Capacity - 1) - at;
        _detections.AsSpan(at, moved).CopyTo(_detections.AsSpan(at + 1));
        _detections[at] = detection;
        Count = Math.Min(Count + 1, Capacity);
    }

    /// <summary>Replaces a detection by one with the same confidence, for example by one that has been placed.</summary>
    public void Replace(int index, Detection detection)
    {
        Debug.Assert(index < Count && detection.Confidence == _detections[index].Confidence);
        _detections[index] = detection;
    }
}
