using RobotVision.Calibration.Boards;
using RobotVision.Cameras;

namespace RobotVision.Calibration.Lenses;

/// <summary>Estimates lens and placements from views of a board. What it returns is a lens: finite, and such as cameras have.</summary>
/// <param name="lens">The lens's numbers.</param>
/// <param name="options">How.</param>
/// <param name="pattern">The board.</param>
/// <remarks>
/// OpenCV's own calibration served for pinhole lenses alone. Its fisheye calibration gives up or runs away to negative focal lengths from
/// most starts, and from all of them where a lens sees 180 degrees and more; neither passes over a view that is wrong.
/// </remarks>
sealed class LensSolver(LensVector lens, IntrinsicsOptions options, BoardPattern pattern)
{
    // Focal lengths to begin with as parts of the image's longer side, the likeliest first: a fisheye's of 180 degrees across, a pinhole's of 53.
    static readonly double[] FisheyeStarts = [1 / Math.PI, 0.5, 0.22, 0.8, 1.3], PinholeStarts = [1, 0.5, 2, 5];

    /// <summary>Estimates from nothing, with little weight for views that do not fit the others; see <see cref="Refine"/>.</summary>
    public LensSolution Solve(IReadOnlyList<BoardView> views)
    {
        LensSolution? best = null;
        foreach (var start in options.Lens == LensKind.Fisheye ? FisheyeStarts : PinholeStarts)
        {
            var focal = start * Math.Max(views[0].Width, views[0].Height);
            var numbers = lens.Of(new(views[0].Width, views[0].Height, focal, focal, views[0].Width / 2.0, views[0].Height / 2.0), []);
            var camera = lens.ToCamera(numbers);
            var found = new LensFit(lens, pattern, views).Refine(numbers, [.. views.Select(view => Place(camera, view))], isRobust: true);
            if (best is null || Usual(found) < Usual(best)) best = found;
            if (best.Views.All(view => view.Rms <= options.MaximumViewRms)) break;
        }

        return best!;
    }

    /// <summary>Brings a solution to the least sum of squares of the views that are given, a part of its own.</summary>
    public LensSolution Refine(LensSolution solution, IReadOnlyList<BoardView> views) => new LensFit(lens, pattern, views).Refine(
        solution.Numbers, [.. views.Select(view => solution.Views.Single(result => result.View == view).Placement)], isRobust: false);

    /// <summary>The root mean square distance of the usual view in pixels.</summary>
    public static double Usual(LensSolution solution) => solution.Views.Select(view => view.Rms).Order().ElementAt(solution.Views.Length / 2);

    // A view that fits no lens yet begins somewhere ahead.
    BoardPlacement Place(ICameraModel camera, BoardView view) =>
        BoardFit.TryPlace(camera, pattern, view) ?? new(default, new(0, 0, 20 * pattern.SquareMetres));
}
