using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using RobotVision.Geometry;

namespace RobotVision.Training.Calibration;

/// <summary>Brings the field's lines onto those in images, from where crossings have put them.</summary>
/// <param name="camera">The lens.</param>
/// <param name="field">The field.</param>
/// <param name="frames">The images, and where the robot stood.</param>
sealed class FieldLineFit(ICameraModel camera, FieldDimensions field, IReadOnlyList<MatchedFrame> frames)
{
    const int Shared = 3, PerFrame = 3;
    const int LeastPoints = 30;

    // How far from the expected place lines are looked for, in pixels: first as far as crossings may be off, then closer.
    static readonly double[] Reaches = [12, 6, 4];

    readonly LineMeter _meter = new(camera, field);

    /// <summary>Refines; where too little of the lines is seen, it stays with the crossings.</summary>
    public ExtrinsicsCalibration Refine(ExtrinsicsCalibration start)
    {
        double[] numbers = [start.Height, start.Roll, start.Pitch, .. frames.SelectMany(frame => (double[])[frame.Placement.X, frame.Placement.Y, frame.Placement.Heading])];
        var result = start;
        foreach (var reach in Reaches)
        {
            var points = frames.SelectMany((frame, i) => _meter.Measure(i, frame.Frame.Image!, Pose(numbers, i), reach * camera.Width / 640)).ToArray();
            if (points.Length < LeastPoints * frames.Count) return start;
            var found = Solve(points, numbers);
            points = WithoutOutliers(points, found.MinimizingPoint.ToArray());
            found = Solve(points, found.MinimizingPoint.ToArray());
            numbers = found.MinimizingPoint.ToArray();
            var rms = Math.Sqrt(Errors(points, numbers).Average(error => error * error));
            result = new(numbers[0], numbers[1], numbers[2], found.StandardErrors[0], found.StandardErrors[1], found.StandardErrors[2], rms, frames.Count);
        }

        return result;
    }

    NonlinearMinimizationResult Solve(LinePoint[] points, double[] numbers)
    {
        var zeros = Vector<double>.Build.Dense(points.Length);
        var objective = ObjectiveFunction.NonlinearModel((values, _) => Vector<double>.Build.Dense(Errors(points, values.ToArray())), zeros, zeros);
        return new LevenbergMarquardtMinimizer(maximumIterations: 50).FindMinimum(objective, Vector<double>.Build.DenseOfArray(numbers));
    }

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
