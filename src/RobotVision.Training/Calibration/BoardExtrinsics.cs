using OpenCvSharp;
using RobotVision.Geometry;

namespace RobotVision.Training.Calibration;

/// <summary>Finds out how a camera sits from a board that lies on the ground.</summary>
public static class BoardExtrinsics
{
    const double MaximumRms = 3;

    /// <summary>Finds it; several views of boards at different places are averaged, and tell how sure it is.</summary>
    /// <param name="camera">The lens, for images of the views' size.</param>
    /// <param name="pattern">The board.</param>
    /// <param name="views">Views of it from one pose of the camera.</param>
    /// <param name="thickness">How far the printed side is above the ground in metres.</param>
    /// <exception cref="InvalidDataException">A board does not fit the lens, or lies nowhere near; says what to do.</exception>
    public static ExtrinsicsCalibration Calibrate(ICameraModel camera, BoardPattern pattern, IReadOnlyList<BoardView> views, double thickness = 0)
    {
        var fits = views.Select(view => IntrinsicsCalibrator.Fit(pattern, camera, view, Place(camera, pattern, view))).ToArray();
        foreach (var fit in fits)
            if (!(fit.Rms <= MaximumRms))
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{fit.View.Name}: expected the board where the lens says, within {MaximumRms} px, found {fit.Rms:0.0} px: is this the camera of the file, and --pattern the board's?"));
        var poses = fits.Select(fit => Pose(fit.Placement, thickness)).ToArray();
        var (height, heightDeviation) = Average(poses.Select(pose => pose.Height));
        var (roll, rollDeviation) = Average(poses.Select(pose => pose.Roll));
        var (pitch, pitchDeviation) = Average(poses.Select(pose => pose.Pitch));
        if (height is < 0.05 or > 5)
            throw new InvalidDataException(FormattableString.Invariant(
                $"Camera: expected 0.05 to 5 m above the board, found {height:0.###} m: is --square the side of one square in metres (0.025 for 25 mm)?"));
        if (Math.Abs(roll) > 0.8)
            throw new InvalidDataException(FormattableString.Invariant(
                $"Camera: expected a roll below 45 degrees, found {roll * 180 / Math.PI:0}: does the board lie flat on the ground, and is the image upright?"));
        var rms = Math.Sqrt(fits.Average(fit => fit.Rms * fit.Rms));
        return new(height, roll, pitch, heightDeviation, rollDeviation, pitchDeviation, rms, views.Count);
    }

    // As a pinhole without distortion would have seen it, so that every lens model is served.
    internal static BoardPlacement Place(ICameraModel camera, BoardPattern pattern, BoardView view)
    {
        var objects = new List<Point3f>();
        var ideal = new List<Point2f>();
        for (var i = 0; i < view.Corners.Length; i++)
        {
            if (!camera.TryUnproject(view.X[i], view.Y[i], out var ray) || ray.Z < 0.1) continue;
            var place = pattern.Place(view.Corners[i]);
            objects.Add(new((float)place.X, (float)place.Y, 0));
            ideal.Add(new((float)(ray.X / ray.Z), (float)(ray.Y / ray.Z)));
        }

        if (objects.Count < 6)
            throw new InvalidDataException($"{view.Name}: expected at least 6 corners where the lens sees, found {objects.Count}: is this the camera of the file?");
        using Mat places = Mat.FromArray(objects.ToArray()), pixels = Mat.FromArray(ideal.ToArray()), none = new(), rotation = new(), shift = new();
        using var identity = Mat.FromPixelData(3, 3, MatType.CV_64FC1, new double[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 });
        Cv2.SolvePnP(places, pixels, identity, none, rotation, shift);
        rotation.GetArray(out double[] r);
        shift.GetArray(out double[] t);
        return new(new(r[0], r[1], r[2]), new(t[0], t[1], t[2]));
    }

    /// <summary>Where a camera is that sees a board lie so.</summary>
    static (double Height, double Roll, double Pitch) Pose(BoardPlacement placement, double thickness)
    {
        var distance = placement.Normal.Dot(placement.Shift);
        var up = placement.Normal * (distance > 0 ? -1 : 1);
        return (Math.Abs(distance) + thickness, Math.Atan2(-up.X, -up.Y), Math.Asin(Math.Clamp(-up.Z, -1, 1)));
    }

    // Of one view alone nobody knows how sure it is.
    static (double Mean, double Deviation) Average(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var mean = all.Average();
        return (mean, all.Length > 1 ? Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1) / all.Length) : double.NaN);
    }
}
