using RobotVision.Sampling;

namespace RobotVision.Detections;

/// <summary>
/// Turns the output of the <c>grid</c> network (<see cref="GridLayout"/>) into detections and the feature vector: peaks of
/// each class's map, placed in the frame, one for each object. Allocates nothing; stateless, any thread.
/// </summary>
public static class GridDecoder
{
    /// <summary>From which intersection over union two boxes of a class are one object; chosen by us, the usual value of box detectors.</summary>
    const float SameObject = 0.45f;

    /// <summary>Bound of the logarithm of a size in cells: no real object is larger, and a broken output stays finite.</summary>
    const float LargestLogSize = 4;

    /// <summary>Adds what one sample shows to the detections and the feature vector of its frame.</summary>
    /// <param name="output">(5 K, C, C), the network's output for the sample, with as many classes as there are thresholds.</param>
    /// <param name="region">The part of the frame that the sample shows, in pixels.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    /// <param name="thresholds">The confidences from which a candidate is a detection.</param>
    /// <param name="detections">Receives the detections.</param>
    /// <param name="features">Receives the most confident candidate of each class that is on.</param>
    public static void Decode(
        ReadOnlySpan<float> output, ImageRegion region, int width, int height, Thresholds thresholds, DetectionList detections, FeatureVector features)
    {
        var layout = GridLayout.Of(output.Length, thresholds.Count);
        var peaks = new PeakList(stackalloc Peak[PeakList.Most]);
        for (var c = 0; c < thresholds.Count; c++)
        {
            var objectClass = (ObjectClass)c;
            if (!thresholds.IsOn(objectClass)) continue;
            var maps = output.Slice(c * layout.ClassLength, layout.ClassLength);
            var logits = maps[..layout.Plane];
            var threshold = thresholds[objectClass];
            var thresholdLogit = MathF.Log(threshold / (1 - threshold));
            var best = 0;
            peaks.Clear();
            for (var cell = 0; cell < layout.Plane; cell++)
            {
                if (logits[cell] > logits[best]) best = cell;
                if (logits[cell] >= thresholdLogit && IsPeak(layout, logits, cell)) peaks.Add(new(logits[cell], 0, cell));
            }

            foreach (var peak in peaks.Span) AddUnlessCovered(Candidate(layout, objectClass, maps, peak.Cell, region, width, height), detections);
            features.Offer(Candidate(layout, objectClass, maps, best, region, width, height), width, height);
        }
    }

    /// <summary>Whether no neighbour has a higher logit; of two equal neighbours the first one is the peak.</summary>
    internal static bool IsPeak(GridLayout layout, ReadOnlySpan<float> logits, int cell)
    {
        var cells = layout.Cells;
        var (row, column) = (cell / cells, cell % cells);
        for (var y = Math.Max(0, row - 1); y <= Math.Min(cells - 1, row + 1); y++)
            for (var x = Math.Max(0, column - 1); x <= Math.Min(cells - 1, column + 1); x++)
            {
                var other = y * cells + x;
                if (logits[other] > logits[cell] || (logits[other] == logits[cell] && other < cell)) return false;
            }

        return true;
    }

    /// <summary>The candidate that a cell gives for a class, in pixels of the frame.</summary>
    /// <param name="layout">The cells of the output.</param>
    /// <param name="objectClass">The class.</param>
    /// <param name="maps">(5, C, C), its part of the output.</param>
    /// <param name="cell">Row times C plus column.</param>
    /// <param name="region">The part of the frame that the sample shows, in pixels.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    internal static Detection Candidate(
        GridLayout layout, ObjectClass objectClass, ReadOnlySpan<float> maps, int cell, ImageRegion region, int width, int height)
    {
        var (cells, plane) = (layout.Cells, layout.Plane);
        float Value(ReadOnlySpan<float> from, int k) => from[k * plane + cell];
        var confidence = 1 / (1 + MathF.Exp(-Value(maps, GridLayout.Logit)));
        var x = region.X + region.Width * (cell % cells + 0.5f + Value(maps, GridLayout.OffsetX)) / cells;
        var y = region.Y + region.Height * (cell / cells + 0.5f + Value(maps, GridLayout.OffsetY)) / cells;
        var w = region.Width * MathF.Exp(Math.Clamp(Value(maps, GridLayout.LogWidth), -LargestLogSize, LargestLogSize)) / cells;
        var h = region.Height * MathF.Exp(Math.Clamp(Value(maps, GridLayout.LogHeight), -LargestLogSize, LargestLogSize)) / cells;
        // NaN or infinity from a broken network must not reach messages: it counts as nothing found.
        return float.IsFinite(confidence + x + y + w + h)
            ? new Detection(objectClass, confidence, Clamp(Box.FromCenter(x, y, w, h), width, height))
            {
                PixelWidth = region.Width / SampleFormat.Size,
                PixelHeight = region.Height / SampleFormat.Size,
            }
            : new Detection(objectClass, 0, default);
    }

    /// <summary>The part of a box in the frame; of one that lies outside, an empty box at the frame's edge.</summary>
    static Box Clamp(Box box, int width, int height) =>
        new(Math.Clamp(box.X1, 0, width), Math.Clamp(box.Y1, 0, height), Math.Clamp(box.X2, 0, width), Math.Clamp(box.Y2, 0, height));

    /// <summary>
    /// Adds a candidate unless a detection of its class covers the same object: greedy non-maximum suppression, if the candidates of a class come in
    /// order of falling confidence. A suppressed candidate suppresses nothing.
    /// </summary>
    internal static void AddUnlessCovered(Detection candidate, DetectionList detections)
    {
        if (!(candidate.Box.Area > 0)) return;
        foreach (var other in detections.Span)
            if (other.Class == candidate.Class && other.Box.Overlap(candidate.Box) > SameObject) return;
        detections.Add(candidate);
    }
}
