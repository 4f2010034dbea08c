using RobotVision.Detections;
using RobotVision.Reports;
using RobotVision.Tagging.Session;
using RobotVision.Tagging.Storage;

namespace RobotVision.Tagging.Following;

/// <summary>What became of many frames at once.</summary>
/// <param name="Frames">The frames that changed.</param>
/// <param name="Message">What was done and what was left out, in words.</param>
public sealed record ManyFrames(IReadOnlyList<int> Frames, string Message);

/// <summary>
/// Carries objects through the frames of a recording. A box that a person placed is a key of its track; the boxes between two keys are bent to fit both, those
/// behind the last key are followed. Frames that are done are never changed. Carried boxes make a frame a draft until a person confirms it.
/// </summary>
/// <param name="session">The tagging.</param>
public sealed class TrackFollowing(TagSession session)
{
    /// <summary>In so many frames a row an object may be hidden before it counts as lost.</summary>
    const int LongestHidden = 3;

    /// <summary>Makes an object a key of its track, of a new one if need be, and brings the frames around in line.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="place">The object's place in it.</param>
    /// <param name="count">How many frames to go on behind it at most.</param>
    /// <param name="joined">Whether this is taken back together with the edit before.</param>
    /// <param name="cancellation">Ends following; nothing is changed then.</param>
    /// <exception cref="InvalidDataException">There is no such object.</exception>
    public ManyFrames Follow(int frame, int place, int count, bool joined, CancellationToken cancellation)
    {
        var state = session.Read(frame);
        if (place < 0 || place >= state.Objects.Count)
            throw new InvalidDataException($"{Name(frame)}: expected the number of one of its {state.Objects.Count} objects, found {place}.");
        var start = state.Objects[place];
        var track = start.Track ?? session.NextTrack();
        var (first, last) = start.Track is null ? (frame, frame) : ExtentOf(frame, track);
        // A correction does not make the track longer than it was meant to be.
        var end = Math.Min(EndOf(frame), joined ? Math.Max(last, first + count) : frame + count);
        var boxes = new Dictionary<int, Box>();
        var (before, after) = (start.Track is null ? null : NextKey(frame, track, -1), start.Track is null ? null : NextKey(frame, track, +1));
        if (before is var (key, keyBox)) AddBetween(key, keyBox, frame, start.Box, start.Number, boxes, cancellation);
        int? lost = null;
        if (after is var (next, nextBox)) AddBetween(frame, start.Box, next, nextBox, start.Number, boxes, cancellation);
        else lost = AddBehind(frame, start, end, boxes, cancellation);

        var taken = 0;
        var beyond = after is null ? Enumerable.Range(frame + 1, last - frame).Where(i => !boxes.ContainsKey(i)) : [];
        var changed = session.Change(boxes.Keys.Append(frame).Concat(beyond).Order(), now =>
        {
            if (now.Index == frame) return (Replace(now.Objects, place, start with { Track = track, IsKey = true }), now.Status);
            var own = IndexOf(now.Objects, track);
            if (now.Status is FrameStatus.Done or FrameStatus.Unclear)
            {
                if (boxes.ContainsKey(now.Index)) taken++;
                return null;
            }

            if (!boxes.TryGetValue(now.Index, out var box)) // behind the place where it was lost this time
                return own < 0 ? null : Without(now.Objects, own);
            var carried = new TagObject(start.Number, box, track);
            if (own >= 0) return (Replace(now.Objects, own, carried), FrameStatus.Draft);
            // Somebody has labelled it already.
            if (Has(now, start.Number, box)) return null;
            return ([.. now.Objects, carried], FrameStatus.Draft);
        }, $"{NameOf(start.Number)} followed", joined);
        return new(changed, Describe(changed.Count(index => index != frame), lost, taken));
    }

    /// <summary>Puts an object into the frames behind it, at the same place: for what stands still before a camera that does.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="place">The object's place in it.</param>
    /// <param name="end">The last frame.</param>
    public ManyFrames Repeat(int frame, int place, int end)
    {
        var state = session.Read(frame);
        if (place < 0 || place >= state.Objects.Count)
            throw new InvalidDataException($"{Name(frame)}: expected the number of one of its {state.Objects.Count} objects, found {place}.");
        if (end <= frame || end >= session.Set.Frames.Count)
            throw new InvalidDataException($"Expected a frame behind this one, {frame + 2}..{session.Set.Frames.Count}, found {end + 1}.");
        var repeated = state.Objects[place] with { Track = null, IsKey = false };
        var left = 0;
        var changed = session.Change(Enumerable.Range(frame + 1, end - frame), now =>
        {
            if (now.Status is FrameStatus.Done or FrameStatus.Unclear || Has(now, repeated.Number, repeated.Box))
            {
                left++;
                return null;
            }

            return ([.. now.Objects, repeated], FrameStatus.Draft);
        }, $"{NameOf(repeated.Number)} put into frames up to {end + 1}");
        return new(changed, $"put into {Plural.Of(changed.Count, "frame")}{(left > 0 ? $"; {left} left alone, which are done or have it" : "")}");
    }

    /// <summary>Says that a frame and the drafts directly before it in its recording are right: all of them are done then.</summary>
    public ManyFrames Confirm(int frame)
    {
        var drafts = new List<int> { frame };
        for (var i = frame - 1; i >= 0 && SameRecording(i, frame) && session.Read(i).Status == FrameStatus.Draft; i--) drafts.Add(i);
        var changed = session.Change(drafts.Order(), now => now.Status == FrameStatus.Draft ? (now.Objects, FrameStatus.Done) : null, "frames confirmed");
        var unlike = changed.Count(index => session.Rows(0).Rows.FirstOrDefault(row => row.Index == index)?.Disagreements > 0);
        return new(changed, $"{Plural.Of(changed.Count, "frame")} done"
            + (unlike > 0 ? $"; in {unlike} of them labels and model disagree, which the choice of frames shows" : ""));
    }

    void AddBetween(int first, Box begin, int last, Box end, int number, Dictionary<int, Box> boxes, CancellationToken cancellation)
    {
        if (last - first < 2) return;
        var followed = new List<Box?>();
        using (var follower = new BoxFollower(session.Looks, session.Set.Frames[first], begin, ClassOf(number)))
        {
            for (var i = first + 1; i <= last; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                followed.Add(follower.Step(session.Set.Frames[i]));
            }
        }

        var between = TrackPath.Between(begin, followed, end);
        for (var i = 0; i < between.Count; i++) boxes[first + 1 + i] = between[i];
    }

    /// <summary>Follows an object until it is lost; the frame where that was, null where it was not.</summary>
    int? AddBehind(int frame, TagObject start, int end, Dictionary<int, Box> boxes, CancellationToken cancellation)
    {
        using var follower = new BoxFollower(session.Looks, session.Set.Frames[frame], start.Box, ClassOf(start.Number));
        var hidden = 0;
        for (var i = frame + 1; i <= end; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (follower.Step(session.Set.Frames[i]) is { } box) (boxes[i], hidden) = (box, 0);
            else if (++hidden > LongestHidden) return i - LongestHidden;
        }

        return null;
    }

    /// <summary>The nearest key of a track in a direction, among the frames that have it.</summary>
    (int Frame, Box Box)? NextKey(int frame, int track, int by)
    {
        foreach (var (index, own) in Along(frame, track, by))
            if (own.IsKey) return (index, own.Box);
        return null;
    }

    /// <summary>The first and the last frame of a track.</summary>
    (int First, int Last) ExtentOf(int frame, int track) =>
        (Along(frame, track, -1).Select(seen => seen.Frame).LastOrDefault(frame), Along(frame, track, +1).Select(seen => seen.Frame).LastOrDefault(frame));

    /// <summary>The objects of a track in the frames before or behind one, across frames in which it is hidden.</summary>
    IEnumerable<(int Frame, TagObject Object)> Along(int frame, int track, int by)
    {
        var missing = 0;
        for (var i = frame + by; i >= 0 && i < session.Set.Frames.Count && SameRecording(i, frame) && missing <= LongestHidden; i += by)
        {
            var own = session.Read(i).Objects.FirstOrDefault(tagged => tagged.Track == track);
            if (own is not null) yield return (i, own);
            missing = own is null ? missing + 1 : 0;
        }
    }

    int EndOf(int frame)
    {
        var end = frame;
        while (end + 1 < session.Set.Frames.Count && SameRecording(end + 1, frame)) end++;
        return end;
    }

    bool SameRecording(int a, int b) => session.Set.Frames[a].Recording == session.Set.Frames[b].Recording;

    ObjectClass? ClassOf(int number) => session.Set.Classes.FirstOrDefault(known => known.Number == number) is { IsIgnore: false } known ? known.Class : null;

    string NameOf(int number) => session.Set.Classes.FirstOrDefault(known => known.Number == number)?.Name ?? "object";

    string Name(int frame) => session.Set.Frames[frame].Name;

    static string Describe(int frames, int? lost, int done)
    {
        var text = $"followed into {Plural.Of(frames, "frame")}";
        if (lost is { } at) text += $"; lost at frame {at + 1}";
        if (done > 0) text += $"; {done} are done already and were left alone";
        return text;
    }

    static bool Has(FrameState frame, int number, Box box) => frame.Objects.Any(other => other.Number == number && other.Box.Overlap(box) > 0.5f);

    static int IndexOf(IReadOnlyList<TagObject> objects, int track)
    {
        for (var i = 0; i < objects.Count; i++)
            if (objects[i].Track == track) return i;
        return -1;
    }

    static IReadOnlyList<TagObject> Replace(IReadOnlyList<TagObject> objects, int place, TagObject by) =>
        [.. objects.Select((one, i) => i == place ? by : one)];

    static (IReadOnlyList<TagObject>, FrameStatus) Without(IReadOnlyList<TagObject> objects, int place)
    {
        TagObject[] left = [.. objects.Where((_, i) => i != place)];
        return (left, left.Length > 0 ? FrameStatus.Draft : FrameStatus.Untouched);
    }
}
