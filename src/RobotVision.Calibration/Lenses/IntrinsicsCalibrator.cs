using System.Globalization;
using RobotVision.Calibration.Boards;
using RobotVision.Cameras;

namespace RobotVision.Calibration.Lenses;

/// <summary>Calibrates a camera's lens from views of a board, with uncertainties and warnings.</summary>
public static class IntrinsicsCalibrator
{
    /// <summary>Fewer views than this never determine a lens.</summary>
    public const int MinimumViews = 4;

    const double OutlierFactor = 3;

    /// <summary>Maximum relative uncertainty of the focal length; chosen as what moves a ball 5 m away by 10 cm.</summary>
    const double MaximumFocalUncertainty = 0.02;

    /// <summary>Maximum RMS of the median view as a fraction of the image; that of a bent board is a tenth of it.</summary>
    const double MaximumRelativeRms = 0.01;

    /// <summary>Calibrates a lens.</summary>
    /// <param name="pattern">The board.</param>
    /// <param name="views">Views of it, all of one size; see <see cref="BoardCollector"/>.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="InvalidDataException">The views do not determine the lens; the message says what was expected and what to do.</exception>
    public static IntrinsicsCalibration Calibrate(BoardPattern pattern, IReadOnlyList<BoardView> views, IntrinsicsOptions options)
    {
        var used = views.Where(view => view.IsGrid(pattern)).ToList();
        List<string> rejected = [.. views.Where(view => !view.IsGrid(pattern))
            .Select(view => $"{view.Name}: left out, its corners do not form a board; they were misread")];
        RequireEnough(used, rejected);
        var lens = new LensVector(options.Lens, options.FixAspectRatio, used[0].Width, used[0].Height);
        var solver = new LensSolver(lens, options, pattern);
        var solution = solver.Solve(used);
        var median = LensSolver.MedianRms(solution);
        do
        {
            var limit = Math.Max(options.MaximumViewRms, OutlierFactor * median);
            foreach (var result in solution.Views.Where(result => !(result.Rms <= limit)))
            {
                rejected.Add(FormattableString.Invariant(
                    $"{result.View.Name}: left out, {result.Rms:0.00} px, median {median:0.00} px; the board moved, bent or was misread"));
                used.Remove(result.View);
            }

            RequireEnough(used, rejected);
            solution = solver.Refine(solution, used);
            median = LensSolver.MedianRms(solution);
        }
        while (solution.Views.Any(result => !(result.Rms <= Math.Max(options.MaximumViewRms, OutlierFactor * median))));

        var (camera, results) = (solution.Camera, solution.Views);
        RequireFit(camera, results.Length, median);
        var deviations = LensUncertainty.Of(lens, camera, pattern, results);
        var parameters = lens.Names.Zip(solution.Numbers.Zip(deviations), (name, pair) => new LensParameter(name, pair.First, pair.Second)).ToArray();
        RequireVariety(parameters[0]);
        var rms = Math.Sqrt(results.Sum(result => result.Rms * result.Rms * result.View.Corners.Length) / results.Sum(result => result.View.Corners.Length));
        return new(camera, rms, parameters, results, rejected, Warnings(camera, results, median, options));
    }

    /// <summary>Reprojection errors of a board; a corner outside the lens's view counts with the image's size.</summary>
    internal static ViewResult Fit(BoardPattern pattern, ICameraModel camera, BoardView view, BoardPlacement placement)
    {
        double[] errorX = new double[view.Corners.Length], errorY = new double[view.Corners.Length];
        for (var i = 0; i < errorX.Length; i++)
        {
            (errorX[i], errorY[i]) = camera.TryProject(placement.ToCamera(pattern.Place(view.Corners[i])), out var x, out var y)
                ? (view.X[i] - x, view.Y[i] - y)
                : (camera.Width, camera.Height);
        }

        return new(view, placement, errorX, errorY);
    }

    static void RequireEnough(List<BoardView> views, List<string> rejected)
    {
        if (views.Count >= MinimumViews) return;
        var lost = rejected.Count > 0 ? $" after {rejected.Count} were left out ({string.Join("; ", rejected)})" : "";
        throw new InvalidDataException(
            $"Calibration: expected at least {MinimumViews} views of the board that differ, better 15, found {views.Count}{lost}. "
            + "Take more photos: the board tilted to all sides, near and far, in the middle and in every corner of the image.");
    }

    static void RequireFit(ICameraModel camera, int views, double median)
    {
        if (median <= MaximumRelativeRms * Math.Max(camera.Width, camera.Height)) return;
        throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
            $"Calibration: expected a lens that explains {views} views, found none with a median error below {median:0.0} px: ")
            + "is --pattern the board's, and are all images one camera's? Try another --model.");
    }

    static void RequireVariety(LensParameter focal)
    {
        var relative = focal.StandardDeviation / focal.Value;
        if (relative <= MaximumFocalUncertainty) return;
        throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
            $"Calibration: expected views that determine the focal length to {MaximumFocalUncertainty:0 %}, "
            + $"found {focal.Value:0.0} px +- {relative:0.0 %}: they are too similar. ")
            + "Tilt the board 20 to 45 degrees in different directions, and take it near enough to fill half of the image.");
    }

    static List<string> Warnings(ICameraModel camera, ViewResult[] results, double median, IntrinsicsOptions options)
    {
        var warnings = new List<string>();
        void Warn(FormattableString text) => warnings.Add(FormattableString.Invariant(text));
        foreach (var result in results.Where(result => result.Rms > OutlierFactor * median))
        {
            var spacing = result.View.Spacing;
            if (spacing < 2 * options.Window)
                warnings.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{result.View.Name}: {result.Rms:0.00} px, median {median:0.00}; its corners are {spacing:0} px apart and the window of "
                    + $"+-{options.Window} px reaches over the next ones: try --window {result.View.LargestWindow}"));
            else
                Warn($"{result.View.Name}: {result.Rms:0.00} px, median {median:0.00}; leave it out if the board moved");
        }

        var distance = results.Select(result => result.Placement.Shift.Length).Order().ElementAt(results.Length / 2);
        if (distance is < 0.05 or > 10)
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"the board is {distance:0.###} m away: is --square the side of one square in metres (0.025 for 25 mm)? ")
                + "The lens is right, distances measured with this board are not");
        var intrinsics = camera.Intrinsics;
        if (intrinsics.Fx < 0.2 * camera.Width || intrinsics.Fx > 5 * camera.Width)
            Warn($"the focal length of {intrinsics.Fx:0} px is unusual for an image {camera.Width} wide: take more tilted views, or try another --model");
        if (Math.Abs(intrinsics.Fx / intrinsics.Fy - 1) > 0.02)
            Warn($"pixels are not square (fx / fy = {intrinsics.Fx / intrinsics.Fy:0.000}): stretched image? If pixels are square use --fix-aspect-ratio");
        if (Math.Abs(intrinsics.Cx / camera.Width - 0.5) > 0.15 || Math.Abs(intrinsics.Cy / camera.Height - 0.5) > 0.15)
            Warn($"the optical axis meets the image at {intrinsics.Cx:0}, {intrinsics.Cy:0}, far from its middle: was the image cropped?");
        if (BoardCoverage.Of(results.Select(result => result.View), camera.Width, camera.Height).Seen is var seen and < 0.6)
            Warn($"corners were seen in {seen:0 %} of the image only: the lens is uncertain elsewhere; take the board into the image's corners");
        return warnings;
    }
}
