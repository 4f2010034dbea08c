using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Match;
using RobotVision.Detections;
using RobotVision.Geometry;
using RobotVision.Pipeline;
using RobotVision.Placing;
using RobotVision.Poses;
using RobotVision.Tracking;

namespace RobotVision.Evaluation.Ground;

/// <summary>A publisher that collects the ball positions of a rendered match, found with poses of a known error, and the true ones.</summary>
public sealed class GroundTrial : IPublisher
{
    readonly MatchClip _clip;
    readonly MatchClipSource _source;
    readonly int _number;

    /// <summary>Creates the trial with noisy poses for all frames.</summary>
    /// <param name="clip">The match.</param>
    /// <param name="source">The same match as the pipeline's source.</param>
    /// <param name="number">The number of the match.</param>
    /// <param name="poseSigma">
    /// Standard deviation of the pose errors about and along each axis, radians and metres, drawn for each frame; 0 for true poses.
    /// </param>
    /// <param name="seed">Seed of the pose errors.</param>
    public GroundTrial(MatchClip clip, MatchClipSource source, int number, double poseSigma, ulong seed)
    {
        (_clip, _source, _number) = (clip, source, number);
        var random = new RandomSequence(seed, (ulong)number);
        var poses = new PoseHistory(clip.Count + 1);
        for (var frame = 0; frame < clip.Count; frame++)
        {
            var truth = clip.RobotPoseAt(frame);
            Vector3d Draw() => new Vector3d(random.Normal(), random.Normal(), random.Normal()) * poseSigma;
            poses.Add(truth with
            {
                Orientation = Rotation.FromVector(Draw()) * truth.Orientation,
                Position = truth.Position + Draw(),
                OrientationSigma = poseSigma,
                PositionSigma = poseSigma,
            });
        }

        Placer = new FramePlacer(new CameraSetup
        {
            Camera = clip.Camera,
            Poses = poses,
            Ground = new GroundOptions { BallRadius = clip.BallAt(0).Z, FocalSigma = 0, PrincipalPointSigma = 0 },
        });
    }

    /// <summary>What places the detections; to be given to the pipeline.</summary>
    public FramePlacer Placer { get; }

    /// <summary>One sample per frame, in order.</summary>
    public List<GroundSample> Samples { get; } = [];

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        var frame = (int)observation.Frame.Number;
        var ball = _clip.BallAt(frame);
        var truth = _clip.RobotPoseAt(frame).Odometry!.Value.ToRobot(new(ball.X, ball.Y, 0, 0, 0));
        Detection? found = null;
        foreach (var detection in observation.Detections.Span)
            if (detection is { Class: ObjectClass.Ball, Ground: not null } && found is null) found = detection; // the most confident comes first
        TrackedObject? best = null;
        foreach (var track in observation.Tracks.Span)
            if (track.Class == ObjectClass.Ball && !(track.Confidence <= best?.Confidence)) best = track;
        Samples.Add(new(_number, frame, truth.X, truth.Y, _source.BallIn(frame), found, best?.Ground));
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        // States are not scored.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // The samples are kept in memory.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Owns nothing.
    }
}
