using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.CloseUps;

/// <summary>
/// Turns the network's outputs for several looks at one frame into one set of detections. An object that several looks could see
/// gets the mean of what they say, each weighted by how well the object's size suits it: looks that agree confirm each
/// other, and a false ball of one look is outvoted by another. A ball that is large enough for the whole view must be seen in it too, at least a
/// little: a hand is as round as a ball in a close-up, but not with what is around it. Allocates nothing; stateless, any thread.
/// </summary>
public static class CloseUpMerger
{
    /// <summary>Below this size in a sample, in its pixels, no look tells an object from anything else. This and the next: best on rendered validation frames and msl/val.</summary>
    const float TooSmall = 3;

    /// <summary>From this size on a look sees an object as well as ever; below it, the better the larger.</summary>
    const float LargeEnough = 30;

    /// <summary>A look this much less sure than the threshold can still be confirmed by the others.</summary>
    const float AloneInDoubt = 0.5f;

    /// <summary>From this size in the whole view's sample on, in its pixels, a ball begins to show there, and from the next one on it does.</summary>
    const float BallShows = 4, BallIsSeen = 8;

    /// <summary>
    /// A ball of which the whole view is surer than this is believed as sure as the looks are; below it, in proportion less. Chosen with the two before
    /// on rendered validation frames, where it costs 0.02 of average precision, and msl/val, where it gains 0.01.
    /// </summary>
    const float WholeViewDoubts = 0.3f;

    /// <summary>Objects larger than this do not fit a sample with what is around them.</summary>
    const float TooLarge = 72;

    /// <summary>Adds what all looks together show to the detections and the feature vector of their frame.</summary>
    /// <param name="outputs">(looks, 40, C, C), the network's outputs.</param>
    /// <param name="regions">The part of the frame that each look shows, in pixels; the whole view first.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    /// <param name="thresholds">From which confidence a candidate counts.</param>
    /// <param name="detections">Takes the detections.</param>
    /// <param name="features">Takes the likeliest candidate of each class that is on.</param>
    public static void Decode(
        ReadOnlySpan<float> outputs, ReadOnlySpan<ImageRegion> regions, int width, int height, Thresholds thresholds,
        DetectionList detections, FeatureVector features)
    {
        if (regions.Length == 1)
        {
            GridDecoder.Decode(outputs, regions[0], width, height, thresholds, detections, features);
            return;
        }
        var layout = GridLayout.Of(outputs.Length / regions.Length);
        var peaks = new PeakList(stackalloc Peak[PeakList.Most]);
        for (var c = 0; c < ObjectClasses.Count; c++)
        {
            if (!thresholds.IsOn((ObjectClass)c)) continue;
            var threshold = thresholds[(ObjectClass)c];
            var lowest = threshold * AloneInDoubt;
            var lowestLogit = MathF.Log(lowest / (1 - lowest));
            peaks.Clear();
            for (var look = 0; look < regions.Length; look++)
            {
                var maps = outputs.Slice(look * layout.Length + c * layout.ClassLength, layout.ClassLength);
                var best = 0;
                for (var cell = 0; cell < layout.Plane; cell++)
                {
                    if (maps[cell] > maps[best]) best = cell;
                    if (!(maps[cell] >= lowestLogit) || !GridDecoder.IsPeak(layout, maps[..layout.Plane], cell)) continue;
                    var candidate = Judge(layout, GridDecoder.Candidate(layout, (ObjectClass)c, maps, cell, regions[look], width, height), look, lowest, outputs, regions, width, height);
                    if (candidate.Confidence >= threshold) peaks.Add(new(candidate.Confidence, look, cell));
                }
                features.Offer(Judge(layout, GridDecoder.Candidate(layout, (ObjectClass)c, maps, best, regions[look], width, height), look, lowest, outputs, regions, width, height), width, height);
            }

            foreach (var peak in peaks.Span)
            {
                var maps = outputs.Slice(peak.Look * layout.Length + c * layout.ClassLength, layout.ClassLength);
                GridDecoder.AddUnlessCovered(
                    GridDecoder.Candidate(layout, (ObjectClass)c, maps, peak.Cell, regions[peak.Look], width, height) with { Confidence = peak.Confidence }, detections);
            }
        }
    }

    /// <summary>The candidate with the confidence that all looks together give it; 0 where another look sees the same object better and places it.</summary>
    static Detection Judge(
        GridLayout layout, Detection candidate, int from, float lowest, ReadOnlySpan<float> outputs, ReadOnlySpan<ImageRegion> regions, int width, int height)
    {
        float sum = 0, weights = 0;
        var own = Weight(candidate.Box, regions[from], width, height);
        for (var look = 0; look < regions.Length; look++)
        {
            var weight = look == from ? own : Weight(candidate.Box, regions[look], width, height);
            if (weight <= 0) continue;
            var confidence = look == from ? candidate.Confidence : ConfidenceAt(layout, candidate, outputs.Slice(look * layout.Length, layout.Length), regions[look]);
            if (weight > own && confidence >= lowest) return candidate with { Confidence = 0 };
            sum += weight * confidence;
            weights += weight;
        }
        var together = weights > 0 ? sum / weights : 0;
        return candidate with { Confidence = candidate.Class == ObjectClass.Ball && from > 0 ? together * Belief(layout, candidate, outputs, regions[0]) : together };
    }

    /// <summary>The part of its confidence that a close-up's ball keeps, 0..1, by what the whole view makes of the place.</summary>
    static float Belief(GridLayout layout, Detection candidate, ReadOnlySpan<float> outputs, ImageRegion whole)
    {
        var size = MathF.Sqrt(candidate.Box.Area / (whole.Width * whole.Height)) * SampleFormat.Size;
        var shows = Math.Clamp((size - BallShows) / (BallIsSeen - BallShows), 0, 1);
        var seen = Math.Min(1, ConfidenceAt(layout, candidate, outputs[..layout.Length], whole) / WholeViewDoubts);
        return 1 - shows * (1 - seen);
    }

    /// <summary>How much a look's word on an object counts, 0..1: by the object's size in its sample, and not at all when the look's edge cuts it.</summary>
    internal static float Weight(Box box, ImageRegion region, int width, int height)
    {
        // An edge that is the frame's edge too cuts nothing that another look could show.
        if ((box.X1 < region.X && region.X > 0) || (box.Y1 < region.Y && region.Y > 0)
            || (box.X2 > region.X + region.Width && region.X + region.Width < width) || (box.Y2 > region.Y + region.Height && region.Y + region.Height < height)) return 0;
        var size = MathF.Sqrt(box.Area / (region.Width * region.Height)) * SampleFormat.Size;
        var seen = Math.Clamp((size - TooSmall) / (LargeEnough - TooSmall), 0, 1);
        return seen * Math.Clamp((SampleFormat.Size - size) / (SampleFormat.Size - TooLarge), 0.05f, 1);
    }

    /// <summary>The surest word of a look on a candidate's class about the place of its centre.</summary>
    static float ConfidenceAt(GridLayout layout, Detection candidate, ReadOnlySpan<float> output, ImageRegion region)
    {
        var column = (int)((candidate.Box.CenterX - region.X) / region.Width * layout.Cells);
        var row = (int)((candidate.Box.CenterY - region.Y) / region.Height * layout.Cells);
        return 1 / (1 + MathF.Exp(-layout.HighestAbout(output.Slice(layout.Start(candidate.Class, GridLayout.Logit), layout.Plane), row, column)));
    }
}
