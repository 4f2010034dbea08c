using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.CloseUps;

/// <summary>A candidate of one view.</summary>
/// <param name="Box">Its box, in pixels of the frame.</param>
/// <param name="Logit">The logit that its view gives it, within bounds.</param>
/// <param name="View">The view, 0 for the whole view.</param>
/// <param name="Cell">The cell of the view: row times C plus column.</param>
/// <param name="Weight">The view's weight for it, see <see cref="CloseUpMerger.Weight"/>.</param>
readonly record struct LookCandidate(Box Box, float Logit, int View, int Cell, float Weight)
{
    /// <summary>The confidence that its view gives it, 0..1.</summary>
    public float Confidence => 1 / (1 + MathF.Exp(-Logit));
}

/// <summary>
/// What all views of a frame say of the candidates of one class: the input of a <see cref="LookRule"/>. The robot decides with it and the trainer
/// fits the rule to it. Allocates nothing.
/// </summary>
/// <param name="objectClass">The class.</param>
/// <param name="layout">The cells and classes of each view's output.</param>
/// <param name="outputs">(views, 5 K, C, C), the network's outputs; borrowed.</param>
/// <param name="regions">The part of the frame that each view shows, in pixels; the whole view first; borrowed.</param>
/// <param name="width">The frame's width in pixels.</param>
/// <param name="height">The frame's height in pixels.</param>
readonly ref struct LookEvidence(
    ObjectClass objectClass, GridLayout layout, ReadOnlySpan<float> outputs, ReadOnlySpan<ImageRegion> regions, int width, int height)
{
    /// <summary>The most candidates of a class in a frame; the least confident ones are dropped. Chosen by us.</summary>
    public const int MostCandidates = 128;

    /// <summary>Candidates below this confidence of their own view are dropped; there are hundreds a frame.</summary>
    const float LowestConfidence = 0.05f;

    /// <summary>
    /// A view of higher weight that has at least this logit (confidence 0.18) near a candidate shows the same object, so that the object is placed by
    /// that view alone. Of -1, -1.5 and -2 the best on rendered validation images, msl/val and ssl/train.
    /// </summary>
    const float SameObjectLogit = -1.5f;

    /// <summary>From this logit (confidence 0.12) on the whole view's box near a candidate means something.</summary>
    const float BoxLogit = -2;

    /// <summary>Bounds of the logits: beyond them, a network's output says no more.</summary>
    const float LowestLogit = -7, HighestLogit = 6;

    /// <summary>From this many times the area on, a candidate that covers <see cref="InsidePart"/> of another one contains it.</summary>
    const float LargerArea = 1.5f, InsidePart = 0.7f;

    /// <summary>
    /// The sizes of a candidate, in pixels of the whole view's sample, between which the weights of views are interpolated: 3, 6, 12, 24. Between two
    /// of them linear in the size's logarithm, constant beyond the ends.
    /// </summary>
    const float SmallestKnot = 3, LargestKnot = 24;

    const int KnotCount = 4;

    readonly ReadOnlySpan<float> _outputs = outputs;
    readonly ReadOnlySpan<ImageRegion> _regions = regions;

    /// <summary>Finds the candidates of all views, without those that another view shows better.</summary>
    /// <param name="candidates">Receives them, the most confident first; <see cref="MostCandidates"/> long.</param>
    /// <returns>How many there are: at least one where the whole view gives a finite box.</returns>
    public int Find(Span<LookCandidate> candidates)
    {
        var lowest = MathF.Log(LowestConfidence / (1 - LowestConfidence));
        var peaks = new PeakList(stackalloc Peak[MostCandidates]);
        for (var view = 0; view < _regions.Length; view++)
        {
            var logits = Maps(view)[..layout.Plane];
            var best = 0;
            for (var cell = 0; cell < logits.Length; cell++)
            {
                if (logits[cell] > logits[best]) best = cell;
                if (logits[cell] >= lowest && GridDecoder.IsPeak(layout, logits, cell)) peaks.Add(new(logits[cell], view, cell));
            }
            // The likeliest object of the whole view, whatever its confidence, for the feature vector.
            if (view == 0 && !(logits[best] >= lowest)) peaks.Add(new(logits[best], view, best));
        }

        var count = 0;
        foreach (var peak in peaks.Span)
        {
            var box = At(peak.View, peak.Cell).Box;
            if (!(box.Area > 0)) continue;
            var weight = CloseUpMerger.Weight(box, _regions[peak.View], width, height);
            if (!IsShownBetter(box, peak.View, weight)) candidates[count++] = new(box, Clamp(peak.Confidence), peak.View, peak.Cell, weight);
        }
        return count;
    }

    /// <summary>Writes the evidence on a candidate.</summary>
    /// <param name="candidates">All candidates of the class in the frame.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="evidence">Receives <see cref="LookRule.EvidenceLength"/> values; every one is set.</param>
    public void Write(ReadOnlySpan<LookCandidate> candidates, int index, Span<float> evidence)
    {
        evidence.Clear();
        var candidate = candidates[index];
        var box = candidate.Box;
        var (whole, overlap) = (candidate.Logit, 0f);
        if (candidate.View > 0)
        {
            whole = LogitNear(box, 0);
            if (whole > BoxLogit) overlap = At(0, CellNear(box, 0)).Box.Overlap(box);
        }
        float sum = 0, weights = 0, highest = LowestLogit;
        var closeUps = 0;
        for (var view = 1; view < _regions.Length; view++)
        {
            var weight = view == candidate.View ? candidate.Weight : WeightOf(box, view);
            if (weight <= 0) continue;
            var logit = view == candidate.View ? candidate.Logit : LogitNear(box, view);
            (sum, weights, highest, closeUps) = (sum + weight * logit, weights + weight, Math.Max(highest, logit), closeUps + 1);
        }
        var mean = closeUps > 0 ? sum / weights : 0;

        // Values 0 to 15: at four knots of size 1, the whole view's logit, whether a close-up shows it, and the close-ups' mean logit.
        var size = MathF.Sqrt(box.Area / ((float)width * height)) * SampleFormat.Size;
        Span<float> values = [1, whole, closeUps > 0 ? 1 : 0, mean];
        var place = MathF.Log2(Math.Clamp(size / SmallestKnot, 1, LargestKnot / SmallestKnot));
        for (var knot = 0; knot < KnotCount; knot++)
            for (var k = 0; k < values.Length; k++) evidence[k * KnotCount + knot] = Math.Max(0, 1 - Math.Abs(place - knot)) * values[k];
        var rest = evidence[(KnotCount * values.Length)..];
        rest[0] = closeUps > 0 ? highest - mean : 0;
        rest[1] = candidate.View > 0 && candidate.Weight <= 0 ? 1 : 0; // cut by the close-up's edge, or too small in it
        if (candidate.View > 0 && whole > BoxLogit) (rest[2], rest[3], rest[4]) = (overlap, overlap * whole, 1);
        // A box within a larger one is mostly a part of the same object. Where both kinds of views show it as an object of its own it may be another
        // one, for example a robot far behind a near one.
        var around = HighestAround(candidates, box);
        rest[5] = around;
        if (candidate.View > 0 && whole > -1 && overlap > 0.4f) rest[6] = around;
    }

    /// <summary>The highest confidence that a candidate that contains a box has from its own view; 0 without any.</summary>
    static float HighestAround(ReadOnlySpan<LookCandidate> candidates, Box box)
    {
        float highest = 0;
        foreach (var other in candidates)
            if (Contains(other.Box, box) && other.Confidence > highest) highest = other.Confidence;
        return highest;
    }

    static bool Contains(Box larger, Box smaller) =>
        larger.Area > LargerArea * smaller.Area && larger.Intersect(smaller).Area > InsidePart * smaller.Area;

    /// <summary>Whether a view of higher weight shows the same object.</summary>
    bool IsShownBetter(Box box, int from, float weight)
    {
        for (var view = 0; view < _regions.Length; view++)
            if (view != from && WeightOf(box, view) > weight && LogitNear(box, view) >= SameObjectLogit) return true;
        return false;
    }

    /// <summary>A view's weight for a box; 0 where the view does not show the box's centre.</summary>
    float WeightOf(Box box, int view)
    {
        var region = _regions[view];
        var (x, y) = (box.CenterX - region.X, box.CenterY - region.Y);
        return x > 0 && x < region.Width && y > 0 && y < region.Height ? CloseUpMerger.Weight(box, region, width, height) : 0;
    }

    /// <summary>A view's highest logit near the centre of a box.</summary>
    float LogitNear(Box box, int view) => CellNear(box, view) is >= 0 and var cell ? Clamp(Maps(view)[cell]) : LowestLogit;

    int CellNear(Box box, int view)
    {
        var region = _regions[view];
        var column = (int)((box.CenterX - region.X) / region.Width * layout.Cells);
        var row = (int)((box.CenterY - region.Y) / region.Height * layout.Cells);
        return layout.HighestAbout(Maps(view)[..layout.Plane], row, column);
    }

    /// <summary>What a cell of a view says.</summary>
    public Detection At(int view, int cell) => GridDecoder.Candidate(layout, objectClass, Maps(view), cell, _regions[view], width, height);

    ReadOnlySpan<float> Maps(int view) => _outputs.Slice(view * layout.Length + (int)objectClass * layout.ClassLength, layout.ClassLength);

    static float Clamp(float logit) => logit >= LowestLogit ? Math.Min(logit, HighestLogit) : LowestLogit; // NaN of a broken network counts as nothing
}
