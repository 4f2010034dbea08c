using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.CloseUps;

/// <summary>
/// Merges the network's outputs for several views of one frame into one set of detections, by the model's <see cref="LookRule"/>. For a model
/// without one, an object that several views could show gets the weighted mean of their confidences; a view's weight depends on the object's size
/// in its sample. Views that agree confirm each other, and a false detection of one view is outvoted by another. A ball that is large enough to show
/// in the whole view must have some confidence there too: a hand is as round as a ball in a close-up, but not with what is around it. Allocates
/// nothing; stateless, any thread.
/// </summary>
public static class CloseUpMerger
{
    /// <summary>
    /// An object of this size or smaller, in pixels of a view's sample, gets no weight in that view. This and the next: best of those tried on
    /// rendered validation frames and msl/val.
    /// </summary>
    const float TooSmall = 3;

    /// <summary>An object of this size or larger, in pixels of a view's sample, gets the full weight; between the two the weight rises linearly.</summary>
    const float LargeEnough = 30;

    /// <summary>A candidate of one view is considered from this part of the threshold on, because other views may confirm it.</summary>
    const float CandidateThresholdRatio = 0.5f;

    /// <summary>
    /// Sizes of a ball in pixels of the whole view's sample: up to the first its confidence in the whole view is ignored, from the second on it
    /// counts fully; between the two its influence rises linearly.
    /// </summary>
    const float BallBarelyVisible = 4, BallClearlyVisible = 8;

    /// <summary>
    /// Above this whole-view confidence the close-up's confidence is used unchanged; below it, it is reduced in proportion. Chosen together with the
    /// two sizes above on rendered validation frames, where it costs 0.02 of average precision, and msl/val, where it gains 0.01.
    /// </summary>
    const float SufficientWholeViewConfidence = 0.3f;

    /// <summary>From this size on, in pixels of a view's sample, the weight falls: an object so large does not fit in with its surroundings.</summary>
    const float TooLarge = 72;

    /// <summary>Adds what all views together show to the detections and the feature vector of their frame.</summary>
    /// <param name="outputs">(views, 5 K, C, C), the network's outputs, with as many classes as there are thresholds.</param>
    /// <param name="regions">The part of the frame that each view shows, in pixels; the whole view first.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    /// <param name="thresholds">The confidences from which a candidate is a detection.</param>
    /// <param name="detections">Receives the detections.</param>
    /// <param name="features">Receives the most confident candidate of each class that is on.</param>
    /// <param name="rule">The model's rule; null for a model without one.</param>
    public static void Decode(
        ReadOnlySpan<float> outputs, ReadOnlySpan<ImageRegion> regions, int width, int height, Thresholds thresholds,
        DetectionList detections, FeatureVector features, LookRule? rule)
    {
        if (regions.Length == 1) GridDecoder.Decode(outputs, regions[0], width, height, thresholds, detections, features);
        else if (rule is null) DecodeByMean(outputs, regions, width, height, thresholds, detections, features);
        else DecodeByRule(outputs, regions, width, height, thresholds, detections, features, rule);
    }

    static void DecodeByRule(
        ReadOnlySpan<float> outputs, ReadOnlySpan<ImageRegion> regions, int width, int height, Thresholds thresholds,
        DetectionList detections, FeatureVector features, LookRule rule)
    {
        Span<LookCandidate> candidates = stackalloc LookCandidate[LookEvidence.MostCandidates];
        Span<float> evidence = stackalloc float[LookRule.EvidenceLength];
        var peaks = new PeakList(stackalloc Peak[LookEvidence.MostCandidates]);
        var layout = GridLayout.Of(outputs.Length / regions.Length, thresholds.Count);
        for (var c = 0; c < thresholds.Count; c++)
        {
            var objectClass = (ObjectClass)c;
            if (!thresholds.IsOn(objectClass)) continue;
            var looks = new LookEvidence(objectClass, layout, outputs, regions, width, height);
            var found = candidates[..looks.Find(candidates)];
            peaks.Clear();
            for (var i = 0; i < found.Length; i++)
            {
                looks.Write(found, i, evidence);
                var confidence = rule.Confidence(objectClass, evidence);
                features.Offer(looks.At(found[i].View, found[i].Cell) with { Confidence = confidence }, width, height);
                if (confidence >= thresholds[objectClass]) peaks.Add(new(confidence, found[i].View, i)); // instead of the cell, the candidate's number
            }

            foreach (var peak in peaks.Span)
                GridDecoder.AddUnlessCovered(looks.At(found[peak.Cell].View, found[peak.Cell].Cell) with { Confidence = peak.Confidence }, detections);
        }
    }

    static void DecodeByMean(
        ReadOnlySpan<float> outputs, ReadOnlySpan<ImageRegion> regions, int width, int height, Thresholds thresholds,
        DetectionList detections, FeatureVector features)
    {
        var layout = GridLayout.Of(outputs.Length / regions.Length, thresholds.Count);
        var peaks = new PeakList(stackalloc Peak[PeakList.Most]);
        for (var c = 0; c < thresholds.Count; c++)
        {
            var objectClass = (ObjectClass)c;
            if (!thresholds.IsOn(objectClass)) continue;
            var threshold = thresholds[objectClass];
            var lowest = threshold * CandidateThresholdRatio;
            var lowestLogit = MathF.Log(lowest / (1 - lowest));
            peaks.Clear();
            for (var view = 0; view < regions.Length; view++)
            {
                var maps = outputs.Slice(view * layout.Length + c * layout.ClassLength, layout.ClassLength);
                var best = 0;
                for (var cell = 0; cell < layout.Plane; cell++)
                {
                    if (maps[cell] > maps[best]) best = cell;
                    if (!(maps[cell] >= lowestLogit) || !GridDecoder.IsPeak(layout, maps[..layout.Plane], cell)) continue;
                    var candidate = GridDecoder.Candidate(layout, objectClass, maps, cell, regions[view], width, height);
                    var confidence = MergedConfidence(layout, candidate, view, lowest, outputs, regions, width, height);
                    if (confidence >= threshold) peaks.Add(new(confidence, view, cell));
                }
                var likeliest = GridDecoder.Candidate(layout, objectClass, maps, best, regions[view], width, height);
                var likelihood = MergedConfidence(layout, likeliest, view, lowest, outputs, regions, width, height);
                features.Offer(likeliest with { Confidence = likelihood }, width, height);
            }

            foreach (var peak in peaks.Span)
            {
                var maps = outputs.Slice(peak.View * layout.Length + c * layout.ClassLength, layout.ClassLength);
                var candidate = GridDecoder.Candidate(layout, objectClass, maps, peak.Cell, regions[peak.View], width, height);
                GridDecoder.AddUnlessCovered(candidate with { Confidence = peak.Confidence }, detections);
            }
        }
    }

    /// <summary>
    /// The confidence, 0..1, that all views together give a candidate; 0 where a view with a higher weight shows the same object, so that the
    /// object is placed by that view alone.
    /// </summary>
    static float MergedConfidence(
        GridLayout layout, Detection candidate, int from, float lowest, ReadOnlySpan<float> outputs, ReadOnlySpan<ImageRegion> regions,
        int width, int height)
    {
        float sum = 0, weights = 0;
        var own = Weight(candidate.Box, regions[from], width, height);
        for (var view = 0; view < regions.Length; view++)
        {
            var weight = view == from ? own : Weight(candidate.Box, regions[view], width, height);
            if (weight <= 0) continue;
            var confidence = view == from
                ? candidate.Confidence
                : ConfidenceAt(layout, candidate, outputs.Slice(view * layout.Length, layout.Length), regions[view]);
            if (weight > own && confidence >= lowest) return 0;
            sum += weight * confidence;
            weights += weight;
        }
        var mean = weights > 0 ? sum / weights : 0;
        return candidate.Class == ObjectClass.Ball && from > 0 ? mean * WholeViewSupport(layout, candidate, outputs, regions[0]) : mean;
    }

    /// <summary>The factor, 0..1, by which the confidence of a close-up's ball is reduced where the whole view should show the ball and does not.</summary>
    static float WholeViewSupport(GridLayout layout, Detection candidate, ReadOnlySpan<float> outputs, ImageRegion whole)
    {
        var size = MathF.Sqrt(candidate.Box.Area / (whole.Width * whole.Height)) * SampleFormat.Size;
        var visibility = Math.Clamp((size - BallBarelyVisible) / (BallClearlyVisible - BallBarelyVisible), 0, 1);
        var support = Math.Min(1, ConfidenceAt(layout, candidate, outputs[..layout.Length], whole) / SufficientWholeViewConfidence);
        return 1 - visibility * (1 - support);
    }

    /// <summary>The weight of a view's confidence for an object, 0..1, by the object's size in the view's sample; 0 where the view's edge cuts it.</summary>
    internal static float Weight(Box box, ImageRegion region, int width, int height)
    {
        // An edge that is also the frame's edge cuts nothing that another view could show.
        var isCutAcross = (box.X1 < region.X && region.X > 0) || (box.X2 > region.X + region.Width && region.X + region.Width < width);
        var isCutDown = (box.Y1 < region.Y && region.Y > 0) || (box.Y2 > region.Y + region.Height && region.Y + region.Height < height);
        if (isCutAcross || isCutDown) return 0;
        var size = MathF.Sqrt(box.Area / (region.Width * region.Height)) * SampleFormat.Size;
        var resolved = Math.Clamp((size - TooSmall) / (LargeEnough - TooSmall), 0, 1);
        return resolved * Math.Clamp((SampleFormat.Size - size) / (SampleFormat.Size - TooLarge), 0.05f, 1);
    }

    /// <summary>A view's highest confidence for the candidate's class near the candidate's centre, 0..1.</summary>
    static float ConfidenceAt(GridLayout layout, Detection candidate, ReadOnlySpan<float> output, ImageRegion region)
    {
        var logits = output.Slice(layout.Start(candidate.Class, GridLayout.Logit), layout.Plane);
        var column = (int)((candidate.Box.CenterX - region.X) / region.Width * layout.Cells);
        var row = (int)((candidate.Box.CenterY - region.Y) / region.Height * layout.Cells);
        return layout.HighestAbout(logits, row, column) is >= 0 and var cell ? 1 / (1 + MathF.Exp(-logits[cell])) : 0;
    }
}
