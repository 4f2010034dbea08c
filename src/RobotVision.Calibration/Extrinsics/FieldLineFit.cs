using RobotVision.Calibration.Lenses;
using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Brings the field's lines onto those in images, from where crossings have put them.</summary>
/// <param name="camera">The lens.</param>
/// <param name="field">The field.</param>
/// <param name="frames">The images, and where the robot stood.</param>
sealed class FieldLineFit(ICameraModel camera, FieldDimensions field, IReadOnlyList<MatchedFrame> frames)
{
    const int Shared = 3, PerFrame = 3;
    const int LeastFrames = 3, LeastPoints = 15;

    // Crossings tell the height to 3 cm and the tilt to a degree; lines that say something quite different are others.
    const double FarthestHeight = 0.06, FarthestTurn = 2 * Math.PI / 180;

    // How far from the expected place lines are looked for, in pixels: first as far as crossings may be off, then closer.
    static readonly double[] Reaches = [12, 6, 4];

    readonly LineMeter _meter = new(camera, field);

    /// <summary>Refines by the images that show lines; where too few do, or they lead far away, it stays with the crossings.</summary>
    public ExtrinsicsCalibration Refine(ExtrinsicsCalibration start)
    {
        if (frames.Count < LeastFrames) return start;
        double[] numbers = [start.Height, start.Roll, start.Pitch, .. frames.SelectMany(frame => (double[])[frame.Placement.X, frame.Placement.Y, frame.Placement.Heading])];
        var result = start;
        foreach (var reach in Reaches)
        {
            var points = frames.SelectMany((frame, i) => _meter.Measure(i, frame.Frame.Image!, Pose(numbers, i), reach * camera.Width / 640)).ToArray();
            if (WithLines(points) is { } first) return first.Refine(start);
            (numbers, _) = Solve(points, numbers);
            points = WithoutOutliers(points, numbers);
            if (WithLines(points) is { } later) return later.Refine(start);
            (numbers, var deviations) = Solve(points, numbers);
            var rms = Math.Sqrt(Errors(points, numbers).Average(error => error * error));
            result = new(numbers[0], numbers[1], numbers[2], deviations[0], deviations[1], deviations[2], rms, frames.Count);
        }

        return IsNear(result, start) ? result : start;
    }

    // The fit of the images that show enough of lines, where some do not: by them nobody knows where the robot stood. Null where all do.
    FieldLineFit? WithLines(LinePoint[] points)
    {
        var counts = frames.Select((_, i) => points.Count(point => point.Frame == i)).ToArray();
        return counts.Any(count => count < LeastPoints) ? new(camera, field, [.. frames.Where((_, i) => counts[i] >= LeastPoints)]) : null;
    }

    static bool IsNear(ExtrinsicsCalibration found, ExtrinsicsCalibration start) =>
        Math.Abs(found.Height - start.Height) <= FarthestHeight && Math.Abs(found.Roll - start.Roll) <= FarthestTurn && Math.Abs(found.Pitch - start.Pitch) <= FarthestTurn
        && double.IsFinite(found.HeightDeviation + found.RollDeviation + found.PitchDeviation);

    (double[] Numbers, double[] Deviations) Solve(LinePoint[] points, double[] numbers) => LeastSquares.Minimise(values => Errors(points, values), numbers, rounds: 50);

    // Other white things, and lines taken for their neighbours.
    LinePoint[] WithoutOutliers(LinePoint[] points, double[] numbers)
    {
        var errors = Errors(points, numbers);
        var limit = 4 * Math.Max(0.25, errors.Select(Math.Abs).Order().ElementAt(errors.Length / 2));
        return [.. points.Where((_, i) => Math.Abs(errors[i]) < limit)];
    }

    double[] Errors(LinePoint[] points, double[] numbers)
    {
        var poses = frames.Select((_, i) => Pose(numbers, i)).ToArray();
        return Array.ConvertAll(points, point => camera.TryProject(poses[point.Frame].ToCamera(point.Place), out var x, out var y)
            ? (x - point.X) * point.AcrossX + (y - point.Y) * point.AcrossY
            : camera.Width);
    }

    CameraPose Pose(double[] numbers, int i) => FieldFit.Corrected(
        frames[i].Frame.Pose, numbers, new(numbers[Shared + PerFrame * i], numbers[Shared + PerFrame * i + 1], numbers[Shared + PerFrame * i + 2]));
}
