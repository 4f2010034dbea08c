using RobotVision.Geometry;

namespace RobotVision.Poses;

/// <summary>
/// The coordinate frames of a robot as ROS 2 sends them on /tf and /tf_static: each frame's place in its parent. Of one that moves the last two are kept, so
/// that a way over several of them is computed for one time. One thread at a time.
/// </summary>
sealed class TransformTree
{
    /// <summary>More than any robot has; a bound against a sender that invents names.</summary>
    const int MostFrames = 4096;

    readonly Dictionary<string, Edge> _edges = [];

    /// <summary>A frame in its parent.</summary>
    /// <param name="Orientation">Turns the frame's axes into the parent's.</param>
    /// <param name="Position">Its origin in the parent, metres.</param>
    public readonly record struct Transform(Rotation Orientation, Vector3d Position)
    {
        /// <summary>The identity.</summary>
        public static Transform Identity { get; } = new(Rotation.Identity, default);

        /// <summary>A frame of this frame in this one's parent.</summary>
        public Transform Of(Transform inner) => new((Orientation * inner.Orientation).Normalized(), Position + Orientation.Turn(inner.Position));

        /// <summary>The parent in this frame.</summary>
        public Transform Inverse() => new(Orientation.Inverse(), Orientation.Inverse().Turn(Position) * -1);
    }

    /// <summary>Takes a frame's place.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="parent">The frame that it is in.</param>
    /// <param name="microseconds">When; null of one that never moves.</param>
    /// <param name="transform">Where.</param>
    /// <returns>False of one that is not newer than the one before, or of one frame too many.</returns>
    public bool Set(string frame, string parent, long? microseconds, Transform transform)
    {
        if (!_edges.TryGetValue(frame, out var edge))
        {
            if (_edges.Count == MostFrames) return false;
            edge = _edges[frame] = new();
        }

        if (edge.Parent == parent && microseconds is { } time && edge.Time is { } last && time <= last && last - time < 1_000_000) return false;
        if (edge.Parent == parent && edge.Time < microseconds) (edge.EarlierTime, edge.Earlier) = (edge.Time, edge.Newest);
        else (edge.EarlierTime, edge.Earlier) = (null, default);
        (edge.Parent, edge.Time, edge.Newest) = (parent, microseconds, transform);
        return true;
    }

    /// <summary>Where a frame is in another one that it descends from, at the latest time for which all between are known.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="ancestor">The other one.</param>
    /// <param name="transform">Where.</param>
    /// <param name="microseconds">When; null if none between moves.</param>
    /// <returns>False if there is no way from one to the other.</returns>
    public bool TryGet(string frame, string ancestor, out Transform transform, out long? microseconds)
    {
        (transform, microseconds) = (Transform.Identity, null);
        var steps = 0;
        for (var at = frame; at != ancestor; at = _edges[at].Parent)
        {
            if (!_edges.TryGetValue(at, out var edge) || ++steps > MostFrames) return false; // no way, or a circle
            if (edge.Time is { } time) microseconds = Math.Min(microseconds ?? long.MaxValue, time);
        }

        for (var at = frame; at != ancestor; at = _edges[at].Parent) transform = _edges[at].At(microseconds).Of(transform);
        return true;
    }

    sealed class Edge
    {
        public string Parent = "";
        public long? Time, EarlierTime;
        public Transform Newest, Earlier;

        /// <summary>Where the frame was, between the last two.</summary>
        public Transform At(long? microseconds)
        {
            if (microseconds is not { } time || Time is not { } last || EarlierTime is not { } first || time >= last) return Newest;
            var part = Math.Clamp((time - first) / (double)(last - first), 0, 1);
            return new(Earlier.Orientation.Slerp(Newest.Orientation, part), Earlier.Position + (Newest.Position - Earlier.Position) * part);
        }
    }
}
