using RobotVision.Curation;
using RobotVision.Reports;
using RobotVision.Tagging.Guesses;
using RobotVision.Tagging.Session;
using RobotVision.Tagging.Storage;

namespace RobotVision.Tagging.Choosing;

/// <summary>
/// Chooses the frames that would teach a model most: those unlike all that are tagged, and among those the ones of which the model is unsure, as
/// <see cref="FrameExtraction"/> chooses frames of a video. Near duplicates of tagged or chosen frames are left out.
/// </summary>
public static class FrameChoice
{
    /// <summary>Hash distances, in bits, tried one after the other until there are enough frames; the first is that of <c>data extract</c>.</summary>
    static readonly int[] Distances = [18, 14, 10, NearDuplicates.DefaultDistance + 1];

    /// <summary>How unsure the model has to be for a frame that changed only by three quarters of the distance: a confidence of about 0.44 to 0.56.</summary>
    const double Unsure = 0.88;

    /// <summary>Chooses frames that nobody has tagged.</summary>
    /// <param name="session">The tagging; frames that were not looked at yet do not count.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>The frames, those that teach most first, and how many frames they were chosen from.</returns>
    public static (IReadOnlyList<int> Frames, string Message) Choose(TagSession session, int count)
    {
        var rows = session.Rows(0).Rows.ToDictionary(row => row.Index);
        var (candidates, tagged) = (new List<(int Index, FrameLook Look, double Doubt)>(), new List<FrameLook>());
        var unknown = 0;
        for (var i = 0; i < session.Set.Frames.Count; i++)
        {
            var look = session.Looks.Find(i);
            var status = rows.GetValueOrDefault(i)?.Status ?? FrameStatus.Untouched;
            if (look is null) unknown++;
            else if (look.Thumbnail is null || status == FrameStatus.Unclear) continue;
            else if (status == FrameStatus.Untouched && session.Set.Frames[i].IsHeldOut) continue; // no model learns from it
            else if (status == FrameStatus.Untouched) candidates.Add((i, look, Disagreement.Doubt(look.Guesses ?? [])));
            else tagged.Add(look);
        }

        var chosen = Choose(candidates, tagged, count);
        var found = chosen.Count == 0 ? "no untagged frame differs from those that are tagged" : $"{Plural.Of(chosen.Count, "frame")} that would teach most";
        return (chosen, $"{found}, of {candidates.Count} that are not tagged{(unknown > 0 ? $"; {unknown} were not looked at yet" : "")}");
    }

    static List<int> Choose(List<(int Index, FrameLook Look, double Doubt)> candidates, List<FrameLook> known, int count)
    {
        var chosen = new List<int>();
        var distances = candidates.ToDictionary(one => one.Index, one => known.Count == 0 ? 64 : known.Min(other => one.Look.Hash.DistanceTo(other.Hash)));
        foreach (var distance in Distances)
        {
            while (chosen.Count < count)
            {
                // The most doubtful of those that are new enough; a frame that is unsure may be a little less new.
                var best = candidates.Where(one => distances[one.Index] >= (one.Doubt >= Unsure ? (3 * distance + 3) / 4 : distance))
                    .OrderByDescending(one => one.Doubt).ThenByDescending(one => distances[one.Index]).ThenBy(one => one.Index).FirstOrDefault();
                if (best.Look is null) break;
                chosen.Add(best.Index);
                foreach (var (index, look, _) in candidates) distances[index] = Math.Min(distances[index], look.Hash.DistanceTo(best.Look.Hash));
            }
        }

        return chosen;
    }
}
