using RobotVision.Calibration.Lenses;
using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Refines a calibration from crossings by fitting the field's lines to the lines in the images.</summary>
/// <param name="camera">The lens.</param>
/// <param name="field">The field.</param>
/// <param name="frames">The images, with the robot's positions.</param>
sealed class FieldLineFit(ICameraModel camera, FieldDimensions field, IReadOnlyList<MatchedFrame> frames)
{
    const int Shared = 3, PerFrame = 3;
    const int MinimumFrames = 3, MinimumPoints = 15;

    // Crossings determine the height to 3 cm and the tilt to a degree; a larger change means that lines were confused.
    const double FarthestHeight = 0.06, FarthestTurn = 2 * Math.PI / 180;

    // Search distances around the expected line, in pixels: first the error of a calibration from crossings, then smaller.
    static readonly double[] Reaches = [12, 6, 4];

    readonly LineMeter _meter = new(camera, field);

    /// <summary>Refines with the images that show lines; keeps the result from crossings if too few do, or if the change is too large.</summary>
    public ExtrinsicsCalibration Refine(ExtrinsicsCalibration start)
    {
        if (frames.Count < MinimumFrames) return start;
        var placements = frames.SelectMany(frame => (double[])[frame.Placement.X, frame.Placement.Y, frame.Placement.Heading]);
        double[] numbers = [start.Height, start.Roll, start.Pitch, .. placements];
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

    // A fit without the images that show too little of the lines, whose robot position is unknown; null if all show enough.
    FieldLineFit? WithLines(LinePoint[] points)
    {
        var counts = frames.Select((_, i) => points.Count(point => point.Frame == i)).ToArray();
        return counts.Any(count => count < MinimumPoints) ? new(camera, field, [.. frames.Where((_, i) => counts[i] >= MinimumPoints)]) : null;
    }

    static bool IsNear(ExtrinsicsCalibration found, ExtrinsicsCalibration start) =>
        Math.Abs(found.Height - start.Height) <= FarthestHeight
        && Math.Abs(found.Roll - start.Roll) <= FarthestTurn && Math.Abs(found.Pitch - start.Pitch) <= FarthestTurn
        && double.IsFinite(found.HeightDeviation + found.RollDeviation + found.PitchDeviation);

    (double[] Numbers, double[] Deviations) Solve(LinePoint[] points, double[] numbers) =>
        LeastSquares.Minimise(values => Errors(points, values), numbers, rounds: 50);

    // Removes other white objects, and lines taken for their neighbours.
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
