using RobotVision.Detections;

namespace RobotVision.Tagging.Following;

/// <summary>The way of a box between two frames in which a person placed it.</summary>
static class TrackPath
{
    /// <summary>
    /// Bends a way so that it ends where a person placed the box: the error at the end is spread evenly over the frames between. Where the object was
    /// lost on the way, the box goes on a straight line.
    /// </summary>
    /// <param name="begin">The box in the first frame.</param>
    /// <param name="followed">The boxes in the frames behind it, the last of them included; null where it was not found.</param>
    /// <param name="end">The box that a person placed in the last one.</param>
    /// <returns>The boxes between, one fewer than <paramref name="followed"/>.</returns>
    public static IReadOnlyList<Box> Between(Box begin, IReadOnlyList<Box?> followed, Box end)
    {
        var steps = followed.Count;
        var seen = followed[^1] is not null && followed.All(box => box is not null);
        var boxes = new List<Box>(steps - 1);
        for (var i = 0; i < steps - 1; i++)
        {
            var share = (i + 1f) / steps;
            boxes.Add(seen ? Add(followed[i]!.Value, end, followed[^1]!.Value, share) : Add(begin, end, begin, share));
        }

        return boxes;
    }

    static Box Add(Box box, Box to, Box from, float share)
    {
        float Part(float value, float target, float source) => Math.Clamp(value + share * (target - source), 0, 1);
        return new(Part(box.X1, to.X1, from.X1), Part(box.Y1, to.Y1, from.Y1), Part(box.X2, to.X2, from.X2), Part(box.Y2, to.Y2, from.Y2));
    }
}
