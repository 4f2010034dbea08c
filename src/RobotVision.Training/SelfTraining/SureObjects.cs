using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Training.SelfTraining;

/// <summary>
/// Labels a frame by what models find in it: an object is sure if the looks agree on it and it is there shortly before and after too; what only some
/// see is an area to ignore.
/// </summary>
/// <param name="thresholds">For each class the mean confidence from which an object is sure; not a number for a class that is never sure.</param>
sealed class SureObjects(IReadOnlyList<float> thresholds)
{
    /// <summary>The lowest confidence that counts; below it, what a model finds is taken for background.</summary>
    public const float Lowest = 0.1f;

    /// <summary>Smallest overlap (IoU) of two boxes of one object in two looks at the same picture; chosen by us.</summary>
    const float SameBox = 0.3f;

    /// <summary>How far an object may have moved a tenth of a second later, in parts of its box's longer side; chosen by us.</summary>
    const float Reach = 1.5f;

    /// <summary>The classes that can be sure.</summary>
    public ClassSet Classes => ClassSet.Of([.. thresholds.Select((threshold, i) => (threshold, (ObjectClass)i))
        .Where(one => !float.IsNaN(one.threshold)).Select(one => one.Item2)]);

    /// <summary>Labels a frame.</summary>
    /// <param name="looks">What each look at the frame found, from <see cref="Lowest"/> on: models, mirrored pictures.</param>
    /// <param name="neighbours">What was found in the pictures before and after; none where there are none.</param>
    public IReadOnlyList<Label> Of(IReadOnlyList<IReadOnlyList<Detection>> looks, IReadOnlyList<IReadOnlyList<Detection>> neighbours)
    {
        var labels = new List<Label>();
        var taken = looks.Select(look => new bool[look.Count]).ToArray();
        foreach (var (detection, look, place) in looks.SelectMany((found, look) => found.Select((one, place) => (one, look, place)))
            .OrderByDescending(one => one.one.Confidence))
        {
            if (taken[look][place] || float.IsNaN(thresholds[(int)detection.Class])) continue;
            var same = new List<Detection>();
            for (var i = 0; i < looks.Count; i++)
            {
                var best = i == look ? place : BestMatch(looks[i], taken[i], detection);
                if (best < 0) continue;
                taken[i][best] = true;
                same.Add(looks[i][best]);
            }

            var confidence = same.Sum(one => one.Confidence) / looks.Count;
            var isSure = confidence >= thresholds[(int)detection.Class] && neighbours.All(found => found.Any(one => IsNear(one, detection)));
            labels.Add(new(detection.Class, Mean(same), !isSure));
        }

        return labels;
    }

    static int BestMatch(IReadOnlyList<Detection> found, bool[] taken, Detection detection)
    {
        var (best, overlap) = (-1, SameBox);
        for (var i = 0; i < found.Count; i++)
            if (!taken[i] && found[i].Class == detection.Class && found[i].Box.Overlap(detection.Box) is var one && one >= overlap) (best, overlap) = (i, one);
        return best;
    }

    static bool IsNear(Detection other, Detection detection)
    {
        var reach = Reach * Math.Max(detection.Box.Width, detection.Box.Height);
        return other.Class == detection.Class && Math.Abs(other.Box.CenterX - detection.Box.CenterX) <= reach
            && Math.Abs(other.Box.CenterY - detection.Box.CenterY) <= reach;
    }

    static Box Mean(List<Detection> same) => new(
        same.Average(one => one.Box.X1), same.Average(one => one.Box.Y1), same.Average(one => one.Box.X2), same.Average(one => one.Box.Y2));
}
