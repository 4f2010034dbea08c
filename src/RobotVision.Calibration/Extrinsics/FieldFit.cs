using RobotVision.Calibration.Lenses;
using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Least-squares fit of corrections of height, roll and pitch, and of the robot's position in every image, to the seen marks.</summary>
sealed class FieldFit
{
    const int Shared = 3, PerFrame = 3;

    readonly double[] _numbers;
    readonly Dictionary<FieldFrame, int> _index = [];

    FieldFit(double[] numbers, IReadOnlyList<MatchedFrame> frames)
    {
        _numbers = numbers;
        for (var i = 0; i < frames.Count; i++) _index[frames[i].Frame] = i;
    }

    /// <summary>Corrections to add to height, roll and pitch.</summary>
    public double[] Correction => _numbers[..Shared];

    /// <summary>Standard deviations of the corrections.</summary>
    public (double Height, double Roll, double Pitch) Deviations { get; private init; }

    /// <summary>Root mean square distance in pixels.</summary>
    public double RmsPixels { get; private init; }

    /// <summary>Median distance in pixels.</summary>
    public double MedianPixels { get; private init; }

    /// <summary>Number of images used.</summary>
    public int FrameCount => _index.Count;

    /// <summary>Minimises the squared distances in pixels (Levenberg-Marquardt).</summary>
    public static FieldFit Solve(ICameraModel camera, IReadOnlyList<MatchedFrame> frames, double[] correction)
    {
        double[] start = [.. correction, .. frames.SelectMany(frame => (double[])[frame.Placement.X, frame.Placement.Y, frame.Placement.Heading])];
        var count = 2 * frames.Sum(frame => frame.Pairs.Count);
        var (numbers, deviations) = LeastSquares.Minimise(numbers => Errors(camera, frames, numbers, count), start, rounds: 100);
        var errors = Errors(camera, frames, numbers, count);
        var distances = Enumerable.Range(0, count / 2).Select(
            i => Math.Sqrt(errors[2 * i] * errors[2 * i] + errors[2 * i + 1] * errors[2 * i + 1])).Order().ToArray();
        return new(numbers, frames)
        {
            Deviations = (deviations[0], deviations[1], deviations[2]),
            RmsPixels = Math.Sqrt(distances.Sum(d => d * d) / distances.Length),
            MedianPixels = distances[distances.Length / 2],
        };
    }

    /// <summary>Distance of a sighting from its mark in pixels; <see cref="double.MaxValue"/> if the mark is not visible.</summary>
    public double Distance(ICameraModel camera, MatchedFrame frame, (MarkSighting Seen, FieldMark Mark) pair)
    {
        var placement = frame.Placement;
        if (_index.TryGetValue(frame.Frame, out var i))
        {
            placement = Placement(_numbers, i);
            // The field is symmetric: the matcher may return the other half.
            if (Math.Cos(placement.Heading - frame.Placement.Heading) < 0) placement = placement.HalfTurned;
        }

        var pose = Corrected(frame.Frame.Pose, _numbers, placement);
        return camera.TryProject(pose.ToCamera(new(pair.Mark.X, pair.Mark.Y, 0)), out var x, out var y)
            ? Math.Sqrt((x - pair.Seen.X) * (x - pair.Seen.X) + (y - pair.Seen.Y) * (y - pair.Seen.Y))
            : double.MaxValue;
    }

    /// <summary>A pose with the corrections, in the field's frame.</summary>
    public static CameraPose Corrected(CameraPose pose, ReadOnlySpan<double> correction, FieldPlacement placement)
    {
        var (x, y) = placement.ToField(pose.X, pose.Y);
        return new(pose.Height + correction[0], pose.Roll + correction[1], pose.Pitch + correction[2], pose.Yaw + placement.Heading, x, y);
    }

    static double[] Errors(ICameraModel camera, IReadOnlyList<MatchedFrame> frames, double[] numbers, int count)
    {
        var errors = new double[count];
        for (int i = 0, n = 0; i < frames.Count; i++)
        {
            var pose = Corrected(frames[i].Frame.Pose, numbers, Placement(numbers, i));
            foreach (var (seen, mark) in frames[i].Pairs)
            {
                var visible = camera.TryProject(pose.ToCamera(new(mark.X, mark.Y, 0)), out var x, out var y);
                errors[n++] = visible ? x - seen.X : camera.Width;
                errors[n++] = visible ? y - seen.Y : camera.Height;
            }
        }

        return errors;
    }

    /// <summary>Position of the robot in an image of the fit.</summary>
    public FieldPlacement Placement(FieldFrame frame) => Placement(_numbers, _index[frame]);

    static FieldPlacement Placement(double[] numbers, int i) =>
        new(numbers[Shared + PerFrame * i], numbers[Shared + PerFrame * i + 1], numbers[Shared + PerFrame * i + 2]);
}
