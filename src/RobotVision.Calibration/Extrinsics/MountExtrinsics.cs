using System.Globalization;
using RobotVision.Calibration.Boards;
using RobotVision.Calibration.Lenses;
using RobotVision.Cameras;
using RobotVision.Geometry;
using RobotVision.Poses;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Finds the camera's mount on the head from a board that lies on the ground in front of the standing robot while its head turns.</summary>
/// <remarks>
/// Least squares of the corners' distances in the image over nine numbers: the mount's rotation and position, and the board's position and heading. The
/// board on the ground determines the height; turning and nodding separates the mount's position from the board's.
/// </remarks>
public sealed class MountExtrinsics
{
    const int MinimumViews = 6;
    const double Degree = Math.PI / 180, MinimumTurn = 10 * Degree, MaximumRms = 3, FarthestMount = 0.5, Outlier = 3;

    readonly ICameraModel _camera;
    readonly BoardPattern _pattern;
    readonly double _thickness;
    List<Look> _looks;

    MountExtrinsics(ICameraModel camera, BoardPattern pattern, List<Look> looks, double thickness) =>
        (_camera, _pattern, _looks, _thickness) = (camera, pattern, looks, thickness);

    /// <summary>Finds the mount.</summary>
    /// <param name="camera">The lens, for images of the views' size.</param>
    /// <param name="pattern">The board.</param>
    /// <param name="views">Views of the board, with times.</param>
    /// <param name="heads">The head joint's poses.</param>
    /// <param name="latency">Time from exposure to the views' time stamps.</param>
    /// <param name="thickness">Height of the printed side above the ground in metres.</param>
    /// <exception cref="InvalidDataException">The views do not determine it; the message says what was expected, what was found and what to do.</exception>
    public static MountCalibration Calibrate(
        ICameraModel camera, BoardPattern pattern, IReadOnlyList<BoardView> views, PoseHistory heads, TimeSpan latency, double thickness = 0)
    {
        var looks = new List<Look>();
        foreach (var view in views)
        {
            var time = view.TimeMicroseconds ?? throw new InvalidDataException(
                $"{view.Name}: expected a time, to look up the head's pose, found none. Record a video, during which the head turns, nods and rests.");
            if (heads.At(time - latency.Ticks / TimeSpan.TicksPerMicrosecond, out var head) == PoseStatus.Known) looks.Add(new(view, head, false));
        }

        var fitting = looks.Where(look => BoardFit.TryFit(camera, pattern, look.View, out _) is not null).ToList();
        if (looks.Count >= MinimumViews && fitting.Count < MinimumViews)
            throw new InvalidDataException(
                $"Mount: expected at least {MinimumViews} views that fit the lens, found {fitting.Count} of {looks.Count}: "
                + "is this the camera of the file, and --pattern the board's?");
        looks = fitting;

        if (looks.Count < MinimumViews)
        {
            var poses = heads.Span is { } span ? $"{span.First} to {span.Last} us" : "none";
            throw new InvalidDataException(
                $"Mount: expected at least {MinimumViews} views of the board at times of poses, found {looks.Count} of {views.Count}; poses: {poses}. "
                + "Send poses by the frames' clock, and turn the head through more places from which it sees the board.");
        }

        var turned = looks.Max(look => look.Head.Orientation.AngleTo(looks[0].Head.Orientation));
        if (turned >= MinimumTurn) return new MountExtrinsics(camera, pattern, looks, thickness).Solve();
        throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
            $"Mount: expected a head that turns by {MinimumTurn / Degree:0} degrees or more with the board in view, "
            + $"found {turned / Degree:0.0}. Let it turn and nod."));
    }

    MountCalibration Solve()
    {
        var numbers = FromSeveralViews();
        // Remove blurred views and views with a wrong pose.
        var median = MedianRms(numbers);
        _looks = [.. Turned(numbers).Where(look => Rms(look, numbers) <= Outlier * median)];
        (numbers, var deviations) = Fit(_looks, numbers);
        var rms = Math.Sqrt(_looks.Average(look => Math.Pow(Rms(look, numbers), 2)));
        if (!(rms <= MaximumRms))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Mount: expected corners within {MaximumRms} px of where lens and poses say, found {rms:0.0} px. ")
                + "Is the latency right ('robotvision calibrate latency'), did robot and board stand still, "
                + "is --square the side of one square in metres?");
        // The errors of a view's corners are correlated, through its pose: they count as one measurement.
        var together = Math.Sqrt(_looks.Average(look => look.View.Corners.Length));
        var sigma = deviations.Select(deviation => deviation * together).ToArray();
        var mount = Mount(numbers);
        if (!(sigma[..6].Max() <= 0.02))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Mount: expected views that determine the mount to a degree and 2 cm, "
                + $"found {sigma[..3].Max() / Degree:0.0} degrees and {sigma[3..6].Max() * 100:0.0} cm. Turn and nod farther, from more places."));
        if (mount.Position.Length > FarthestMount)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Mount: expected a camera within {FarthestMount} m of the head's joint, found {mount.Position.Length:0.00} m. ")
                + "Is --square the side of one square in metres (0.025 for 25 mm), and are poses in metres from the ground?");
        return new(mount, new(sigma[0], sigma[1], sigma[2]), new(sigma[3], sigma[4], sigma[5]), rms, _looks.Count);
    }

    // Starts from several views until the median view fits.
    double[] FromSeveralViews()
    {
        double[]? best = null;
        foreach (var part in (double[])[0, 0.5, 0.25, 0.75, 1])
        {
            var start = Start(_looks[(int)(part * (_looks.Count - 1))]);
            var (found, _) = Fit(Turned(start), start);
            if (best is null || MedianRms(found) < MedianRms(best)) best = found;
            if (MedianRms(best) <= MaximumRms) break;
        }

        return best!;
    }

    // Start values: the camera at the joint, and the board where this view then sees it.
    double[] Start(Look look)
    {
        var (view, head) = (look.View, look.Head);
        var placement = BoardFit.TryPlace(_camera, _pattern, view)!.Value; // not null: it succeeded before
        Vector3d InRobot(int corner) => head.Position + head.DirectionFromCamera(placement.ToCamera(_pattern.Place(corner)));
        Vector3d first = InRobot(0), end = InRobot(_pattern.Columns - 1);
        return [0, 0, 0, 0, 0, 0, first.X, first.Y, Math.Atan2(end.Y - first.Y, end.X - first.X)];
    }

    // The views with their corners numbered from the end of the board that fits better.
    List<Look> Turned(double[] numbers) =>
        [.. _looks.Select(look => new[] { look with { IsTurned = false }, look with { IsTurned = true } }.MinBy(way => Rms(way, numbers)))];

    double MedianRms(double[] numbers) => Turned(numbers).Select(look => Rms(look, numbers)).Order().ElementAt(_looks.Count / 2);

    (double[] Numbers, double[] Deviations) Fit(List<Look> looks, double[] start)
    {
        var count = 2 * looks.Sum(look => look.View.Corners.Length);
        return LeastSquares.Minimise(numbers => Errors(looks, numbers, count), start, rounds: 100);
    }

    double Rms(Look look, double[] numbers) =>
        Math.Sqrt(Errors([look], numbers, 2 * look.View.Corners.Length).Sum(error => error * error) / look.View.Corners.Length);

    double[] Errors(List<Look> looks, double[] numbers, int count)
    {
        var errors = new double[count];
        var mount = Mount(numbers);
        var (sine, cosine) = Math.SinCos(numbers[8]);
        var n = 0;
        foreach (var (view, head, isTurned) in looks)
        {
            var pose = mount.CameraOf(head);
            for (var i = 0; i < view.Corners.Length; i++)
            {
                var place = _pattern.Place(isTurned ? _pattern.Count - 1 - view.Corners[i] : view.Corners[i]);
                // Seen from above, rows run to the right and the next row is below.
                Vector3d inRobot = new(numbers[6] + cosine * place.X + sine * place.Y, numbers[7] + sine * place.X - cosine * place.Y, _thickness);
                var isSeen = _camera.TryProject(pose.ToCamera(inRobot), out var x, out var y);
                errors[n++] = isSeen ? x - view.X[i] : _camera.Width;
                errors[n++] = isSeen ? y - view.Y[i] : _camera.Height;
            }
        }

        return errors;
    }

    static CameraMount Mount(double[] numbers) => new(Rotation.FromVector(new(numbers[0], numbers[1], numbers[2])), new(numbers[3], numbers[4], numbers[5]));

    /// <summary>A view with the head's pose, and whether its corners are numbered from the board's other end, which is possible for a chessboard.</summary>
    readonly record struct Look(BoardView View, TimedPose Head, bool IsTurned);
}

/// <summary>The camera's mount on the head, with uncertainty.</summary>
/// <param name="Mount">The mount.</param>
/// <param name="OrientationDeviation">One standard deviation about the head's x, y and z, in radians.</param>
/// <param name="PositionDeviation">One standard deviation along the head's x, y and z, in metres.</param>
/// <param name="RmsPixels">Root mean square distance of seen and projected corners.</param>
/// <param name="Views">Number of views used.</param>
public sealed record MountCalibration(CameraMount Mount, Vector3d OrientationDeviation, Vector3d PositionDeviation, double RmsPixels, int Views);
