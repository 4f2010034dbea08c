using RobotVision.Calibration.Lenses;
using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>
/// Aligns a field with one picture of it: by hand, where points of the field are pulled to where they are seen, and then exactly, by the field's lines in the
/// picture. All six numbers of the camera's pose in the field's frame are found. One thread at a time.
/// </summary>
/// <param name="camera">The lens, for pictures of that size.</param>
/// <param name="field">The field.</param>
public sealed class FieldAlignment(ICameraModel camera, FieldDimensions field)
{
    const double Degree = Math.PI / 180;
    const int MinimumPoints = 15;
    const double DrawnStep = 0.1; // metres between two points of a drawn line

    // How far a pose may move for one pixel of a pull, if nothing else holds it: x, y and heading are known least, the roll of a standing robot best.
    static readonly double[] Freedom = [0.1, 2 * Degree, 5 * Degree, 30 * Degree, 1, 1];

    // Search distances around the expected line, in pixels of a picture that is 640 wide: what the hand leaves, then smaller.
    static readonly double[] Reaches = [20, 12, 6, 4];

    readonly LineMeter _meter = new(camera, field);

    /// <summary>Where to begin: a camera above the middle of the field's half that looks at the goal.</summary>
    /// <param name="known">Height, roll and pitch so far as they are known; null where they are not.</param>
    public CameraPose Start(CameraPose? known) => new(known?.Height ?? 0.7, known?.Roll ?? 0, known?.Pitch ?? 30 * Degree, 0, field.Length / 2 - 3, 0);

    /// <summary>The field's lines and marks as a picture shows them: lists of points in pixels.</summary>
    public IEnumerable<IReadOnlyList<(double X, double Y)>> Draw(CameraPose pose)
    {
        foreach (var line in Outlines())
        {
            var seen = new List<(double X, double Y)>();
            foreach (var place in line)
            {
                if (camera.TryProject(pose.ToCamera(place), out var x, out var y) && Math.Abs(x) < 4 * camera.Width && Math.Abs(y) < 4 * camera.Height)
                {
                    seen.Add((x, y));
                    continue;
                }

                if (seen.Count > 1) yield return seen.ToArray();
                seen.Clear();
            }

            if (seen.Count > 1) yield return seen;
        }
    }

    /// <summary>The place of the ground under a pixel, in the field's frame; false where no ground is seen.</summary>
    public bool TryFindGround(CameraPose pose, double x, double y, out Vector3d place)
    {
        place = default;
        return camera.TryUnproject(x, y, out var ray) && pose.TryMeetPlane(ray, 0, out place) && (place - pose.Position).Length < 2 * field.Length;
    }

    /// <summary>The pose that puts places of the ground to where they are seen, and is else as near as possible to an earlier one.</summary>
    /// <param name="before">The pose before the pull.</param>
    /// <param name="pins">The places; with four of them that do not lie on one line the pose is determined.</param>
    public CameraPose Pull(CameraPose before, IReadOnlyList<FieldPin> pins)
    {
        var start = NumbersOf(before);
        var (found, _) = LeastSquares.Minimise(
            numbers => [.. pins.SelectMany(pin => Misses(PoseOf(numbers), pin)), .. numbers.Select((number, i) => (number - start[i]) / Freedom[i])],
            start, rounds: 30);
        var pose = PoseOf(found);
        return pose.Height is > 0.02 and < 20 && Math.Abs(pose.Pitch) < 90 * Degree ? pose : before;
    }

    /// <summary>Fits the field's lines to those in a picture.</summary>
    /// <param name="image">The picture, of the lens's size.</param>
    /// <param name="about">A pose that draws them a few pixels beside.</param>
    /// <returns>The camera's pose in the field's frame, and its uncertainty.</returns>
    /// <exception cref="InvalidDataException">The lines do not determine the pose; the message says what was expected and what to do.</exception>
    public (CameraPose Pose, ExtrinsicsCalibration Calibration) Fit(BgrImage image, CameraPose about)
    {
        var (pose, deviations, rms) = (about, Array.Empty<double>(), 0.0);
        foreach (var reach in Reaches)
        {
            var points = Enough(_meter.Measure(0, image, pose, reach * camera.Width / 640));
            var (numbers, _) = Solve(points, pose);
            var errors = Errors(points, numbers);
            var limit = 4 * Math.Max(0.25, errors.Select(Math.Abs).Order().ElementAt(errors.Length / 2)); // without other white things
            points = Enough(points.Where((_, i) => Math.Abs(errors[i]) < limit));
            (numbers, deviations) = Solve(points, PoseOf(numbers));
            (pose, rms) = (PoseOf(numbers), Math.Sqrt(Errors(points, numbers).Average(error => error * error)));
        }

        if (!(deviations[0] <= 0.03 && deviations[1] <= Degree && deviations[2] <= Degree))
            throw new InvalidDataException(FormattableString.Invariant(
                $"Field: expected lines that determine the height to 3 cm and the tilt to a degree, found {deviations[0] * 100:0.0} cm, ")
                + FormattableString.Invariant($"{deviations[1] / Degree:0.0} and {deviations[2] / Degree:0.0} degrees. Take a picture with lines ")
                + "in two directions, near and far: the penalty area from 1 to 3 m.");
        return (pose, new(pose.Height, pose.Roll, pose.Pitch, deviations[0], deviations[1], deviations[2], rms, 1));
    }

    static LinePoint[] Enough(IEnumerable<LinePoint> points) => points.ToArray() is { Length: >= MinimumPoints } found
        ? found
        : throw new InvalidDataException(
            $"Field: expected {MinimumPoints} points on lines within 4 m near the drawn ones, found fewer. "
            + "Pull the drawn lines onto those of the picture first.");

    (double[] Numbers, double[] Deviations) Solve(LinePoint[] points, CameraPose start) =>
        LeastSquares.Minimise(numbers => Errors(points, numbers), NumbersOf(start), rounds: 50);

    double[] Errors(LinePoint[] points, double[] numbers)
    {
        var pose = PoseOf(numbers);
        return Array.ConvertAll(points, point => camera.TryProject(pose.ToCamera(point.Place), out var x, out var y)
            ? (x - point.X) * point.AcrossX + (y - point.Y) * point.AcrossY
            : camera.Width);
    }

    double[] Misses(CameraPose pose, FieldPin pin) =>
        camera.TryProject(pose.ToCamera(pin.Place), out var x, out var y) ? [x - pin.X, y - pin.Y] : [camera.Width, camera.Height];

    IEnumerable<IEnumerable<Vector3d>> Outlines()
    {
        foreach (var (x1, y1, x2, y2) in field.Lines())
        {
            var steps = Math.Max(1, (int)(Math.Max(Math.Abs(x2 - x1), Math.Abs(y2 - y1)) / DrawnStep));
            yield return Enumerable.Range(0, steps + 1).Select(i => new Vector3d(x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps, 0));
        }

        yield return Enumerable.Range(0, 73).Select(i => Math.SinCos(5 * i * Degree))
            .Select(turn => new Vector3d(turn.Cos, turn.Sin, 0) * field.CircleRadius);
        foreach (var mark in field.Marks().Where(mark => mark.Class == Detections.ObjectClass.PenaltyMark))
        {
            yield return [new(mark.X - DrawnStep, mark.Y, 0), new(mark.X + DrawnStep, mark.Y, 0)];
            yield return [new(mark.X, mark.Y - DrawnStep, 0), new(mark.X, mark.Y + DrawnStep, 0)];
        }
    }

    static double[] NumbersOf(CameraPose pose) => [pose.Height, pose.Roll, pose.Pitch, pose.Yaw, pose.X, pose.Y];

    static CameraPose PoseOf(double[] numbers) => new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
}

/// <summary>A place of the field with where it is seen.</summary>
/// <param name="Place">In the field's frame, on the ground, in metres.</param>
/// <param name="X">Its x in pixels, from the image's left edge.</param>
/// <param name="Y">Its y in pixels, from the image's top edge.</param>
public readonly record struct FieldPin(Vector3d Place, double X, double Y);
