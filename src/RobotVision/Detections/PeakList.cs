namespace RobotVision.Detections;

/// <summary>A cell of a class's map that is above the threshold and more confident than its neighbours.</summary>
/// <param name="Confidence">A confidence, 0..1, or its logit; the same of the two throughout a list.</param>
/// <param name="View">The view whose map it is in, 0 for the whole view.</param>
/// <param name="Cell">Row times C plus column.</param>
readonly record struct Peak(float Confidence, int View, int Cell);

/// <summary>
/// The peaks of a class in one frame, the most confident first, as greedy non-maximum suppression needs them: each is compared with the more confident
/// ones that were kept. Among equals the one that was added first stays first.
/// </summary>
/// <param name="memory">Where the peaks are kept, borrowed; when it is full, the least confident ones are dropped.</param>
ref struct PeakList(Span<Peak> memory)
{
    /// <summary>Enough for all peaks of a network of 24 x 24 cells in seven views, if every other cell of each row is one; chosen by us.</summary>
    public const int Most = 1024;

    readonly Span<Peak> _peaks = memory;
    int _count;

    /// <summary>The peaks, the most confident first.</summary>
    public readonly ReadOnlySpan<Peak> Span => _peaks[.._count];

    /// <summary>Empties the list.</summary>
    public void Clear() => _count = 0;

    /// <summary>Inserts a peak by its confidence.</summary>
    public void Add(Peak peak)
    {
        var at = _count;
        while (at > 0 && _peaks[at - 1].Confidence < peak.Confidence) at--;
        if (at == _peaks.Length) return;
        _count = Math.Min(_count + 1, _peaks.Length);
        _peaks[at..(_count - 1)].CopyTo(_peaks[(at + 1)..]);
        _peaks[at] = peak;
    }
}
