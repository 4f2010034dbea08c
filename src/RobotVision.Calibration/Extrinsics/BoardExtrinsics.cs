using RobotVision.Calibration.Boards;
using RobotVision.Calibration.Lenses;
using RobotVision.Cameras;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>Finds a camera's height, roll and pitch from a board that lies on the ground.</summary>
public static class BoardExtrinsics
{
    /// <summary>Largest deviation from the median view, in radians and as a fraction of the height; chosen as the effect of a cable under the board.</summary>
    const double FarthestTilt = 3 * Math.PI / 180, FarthestHeight = 0.1;

    /// <summary>Averages views of boards at different places, which also gives the uncertainty. Views that do not fit are left out.</summary>
    /// <param name="camera">The lens, for images of the views' size.</param>
    /// <param name="pattern">The board.</param>
    /// <param name="views">Views of it from one pose of the camera.</param>
    /// <param name="thickness">Height of the printed side above the ground in metres.</param>
    /// <exception cref="InvalidDataException">No view fits the lens, or the result is implausible; the message says what to do.</exception>
    public static ExtrinsicsCalibration Calibrate(ICameraModel camera, BoardPattern pattern, IReadOnlyList<BoardView> views, double thickness = 0)
    {
        var (fits, rejected) = (new List<ViewResult>(), new List<string>());
        foreach (var view in views)
        {
            if (BoardFit.TryFit(camera, pattern, view, out var problem) is { } fit) fits.Add(fit);
            else rejected.Add($"{view.Name}: {problem}");
        }

        if (fits.Count == 0)
        {
            var small = views.MinBy(view => view.Spacing)!;
            throw new InvalidDataException(string.Join("; ", rejected) + ": is this the camera of the file, and --pattern the board's?"
                + (small.Spacing >= 2 * ChessboardFinder.DefaultWindow ? ""
                    : FormattableString.Invariant($" The corners are {small.Spacing:0} px apart, and a window of +-{ChessboardFinder.DefaultWindow} px ")
                        + FormattableString.Invariant($"reaches over the next ones: try --window {small.LargestWindow}.")));
        }

        List<ViewPose> poses = [.. fits.Select(fit => Pose(fit, thickness))];
        var median = poses.MinBy(pose => poses.Sum(pose.Distance))!;
        // Outliers are removed only if most views agree.
        if (poses.Where(pose => pose.Distance(median) > 1).ToArray() is { } others && 2 * others.Length < poses.Count)
        {
            rejected.AddRange(others.Select(other => $"{other.Fit.View.Name}: {other}, most views {median}; the board did not lie flat, or the robot moved"));
            poses.RemoveAll(others.Contains);
        }

        var (height, heightDeviation) = Average(poses.Select(pose => pose.Height));
        var (roll, rollDeviation) = Average(poses.Select(pose => pose.Roll));
        var (pitch, pitchDeviation) = Average(poses.Select(pose => pose.Pitch));
        if (!(height is >= 0.05 and <= 5))
            throw new InvalidDataException(FormattableString.Invariant(
                $"Camera: expected 0.05 to 5 m above the board, found {height:0.###} m: is --square the side of one square in metres (0.025 for 25 mm)?"));
        if (!(Math.Abs(roll) <= 0.8))
            throw new InvalidDataException(FormattableString.Invariant(
                $"Camera: expected a roll below 45 degrees, found {roll * 180 / Math.PI:0}: does the board lie flat on the ground, and is the image upright?"));
        var rms = Math.Sqrt(poses.Average(pose => pose.Fit.Rms * pose.Fit.Rms));
        return new(height, roll, pitch, heightDeviation, rollDeviation, pitchDeviation, rms, poses.Count) { Rejected = rejected };
    }

    static ViewPose Pose(ViewResult fit, double thickness)
    {
        var (normal, distance) = (fit.Placement.Normal, fit.Placement.Normal.Dot(fit.Placement.Shift));
        var up = normal * (distance > 0 ? -1 : 1);
        return new(fit, Math.Abs(distance) + thickness, Math.Atan2(-up.X, -up.Y), Math.Asin(Math.Clamp(-up.Z, -1, 1)));
    }

    // The uncertainty of a single view is unknown: NaN.
    static (double Mean, double Deviation) Average(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var mean = all.Average();
        return (mean, all.Length > 1 ? Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1) / all.Length) : double.NaN);
    }

    /// <summary>The camera's pose from one view.</summary>
    sealed record ViewPose(ViewResult Fit, double Height, double Roll, double Pitch)
    {
        /// <summary>Distance to another pose, in units of the largest allowed deviation.</summary>
        public double Distance(ViewPose other) => Math.Max(
            Math.Abs(Height - other.Height) / (FarthestHeight * Height), Math.Max(Math.Abs(Roll - other.Roll), Math.Abs(Pitch - other.Pitch)) / FarthestTilt);

        public override string ToString() =>
            FormattableString.Invariant($"height {Height:0.000} m, roll {Roll * 180 / Math.PI:0.0} and pitch {Pitch * 180 / Math.PI:0.0} degrees");
    }
}
