namespace RobotVision.Detections;

/// <summary>A cell of a class's map that is above the threshold and surer than its neighbours.</summary>
/// <param name="Confidence">How sure it is; of one list all confidences or all logits.</param>
/// <param name="Look">The look whose map it is of.</param>
/// <param name="Cell">Row times C plus column.</param>
readonly record struct Peak(float Confidence, int Look, int Cell);

/// <summary>
/// The peaks of a class in one frame, the surest first whatever their order in the maps, so that non-maximum suppression can be greedy: each
/// is compared with the surer ones that were kept. Among equals the one that was added first stays first.
/// </summary>
/// <param name="memory">Where the peaks are kept, borrowed; when it is full, the least sure ones give way.</param>
ref struct PeakList(Span<Peak> memory)
{
    /// <summary>Enough for all peaks of a network of 24 x 24 cells in seven looks, if every other cell of each row is one; chosen by us.</summary>
    public const int Most = 1024;

    readonly Span<Peak> _peaks = memory;
    int _count;

    /// <summary>The peaks, the surest first.</summary>
    public readonly ReadOnlySpan<Peak> Span => _peaks[.._count];

    /// <summary>Empties the list.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds a peak in its place.</summary>
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
