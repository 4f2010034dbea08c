using RobotVision.Calibration.Boards;
using RobotVision.Cameras;

namespace RobotVision.Calibration.Lenses;

/// <summary>Estimates the lens and the boards' poses from views of a board. The result is always finite and plausible.</summary>
/// <param name="lens">The lens's numbers.</param>
/// <param name="options">The options.</param>
/// <param name="pattern">The board.</param>
/// <remarks>
/// OpenCV's own calibration was only usable for pinhole lenses. Its fisheye calibration fails or diverges to negative focal lengths from most start
/// values, and from all of them for lenses of 180 degrees and more; neither is robust against a wrong view.
/// </remarks>
sealed class LensSolver(LensVector lens, IntrinsicsOptions options, BoardPattern pattern)
{
    // Start values of the focal length as fractions of the image's longer side, the most likely first: fisheye 180 degrees, pinhole 53 degrees.
    static readonly double[] FisheyeStarts = [1 / Math.PI, 0.5, 0.22, 0.8, 1.3], PinholeStarts = [1, 0.5, 2, 5];

    /// <summary>Estimates without start values, with robust weights of the views; see <see cref="Refine"/>.</summary>
    public LensSolution Solve(IReadOnlyList<BoardView> views)
    {
        LensSolution? best = null;
        foreach (var start in options.Lens == LensKind.Fisheye ? FisheyeStarts : PinholeStarts)
        {
            var focal = start * Math.Max(views[0].Width, views[0].Height);
            var numbers = lens.Of(new(views[0].Width, views[0].Height, focal, focal, views[0].Width / 2.0, views[0].Height / 2.0), []);
            var camera = lens.ToCamera(numbers);
            var found = new LensFit(lens, pattern, views).Refine(numbers, [.. views.Select(view => Place(camera, view))], isRobust: true);
            if (best is null || MedianRms(found) < MedianRms(best)) best = found;
            if (best.Views.All(view => view.Rms <= options.MaximumViewRms)) break;
        }

        return best!;
    }

    /// <summary>Least-squares solution of a subset of the views, without robust weights.</summary>
    public LensSolution Refine(LensSolution solution, IReadOnlyList<BoardView> views) => new LensFit(lens, pattern, views).Refine(
        solution.Numbers, [.. views.Select(view => solution.Views.Single(result => result.View == view).Placement)], isRobust: false);

    /// <summary>Root mean square distance of the median view in pixels.</summary>
    public static double MedianRms(LensSolution solution) => solution.Views.Select(view => view.Rms).Order().ElementAt(solution.Views.Length / 2);

    // A view that does not fit the lens yet starts at a board straight ahead.
    BoardPlacement Place(ICameraModel camera, BoardView view) =>
        BoardFit.TryPlace(camera, pattern, view) ?? new(default, new(0, 0, 20 * pattern.SquareMetres));
}
