using MathNet.Numerics.LinearAlgebra;
using RobotVision.Calibration.Boards;
using RobotVision.Cameras;

namespace RobotVision.Calibration.Lenses;

/// <summary>Derivatives of the corners of a view by the lens's numbers and by the board's pose, by finite differences.</summary>
/// <param name="lens">The lens's numbers.</param>
/// <param name="camera">The lens.</param>
/// <param name="pattern">The board.</param>
sealed class LensJacobian(LensVector lens, ICameraModel camera, BoardPattern pattern)
{
    /// <summary>Numbers of a placement.</summary>
    public const int PlacementSize = 6;

    const double Step = 1e-5;

    readonly double[] _numbers = lens.Of(camera);
    readonly (ICameraModel Up, ICameraModel Down)[] _varied = [.. Enumerable.Range(0, lens.Names.Count).Select(i =>
        (lens.ToCamera(Moved(lens.Of(camera), i, Step)), lens.ToCamera(Moved(lens.Of(camera), i, -Step))))];

    /// <summary>Derivatives of x and y of each corner by the lens's numbers; 0 for a corner that the lens does not see.</summary>
    public Matrix<double> ByLens(BoardView view, BoardPlacement placement) =>
        Differences(view, _numbers.Length, (i, up) => (up ? _varied[i].Up : _varied[i].Down, placement), i => 2 * Step * Scale(_numbers[i]));

    /// <summary>Derivatives of x and y of each corner by rotation and shift; 0 for a corner that the lens does not see.</summary>
    public Matrix<double> ByPlacement(BoardView view, BoardPlacement placement)
    {
        var numbers = placement.ToNumbers();
        return Differences(
            view, PlacementSize, (i, up) => (camera, BoardPlacement.Of(Moved(numbers, i, up ? Step : -Step))), i => 2 * Step * Scale(numbers[i]));
    }

    Matrix<double> Differences(BoardView view, int count, Func<int, bool, (ICameraModel Camera, BoardPlacement Placement)> vary, Func<int, double> width)
    {
        var result = Matrix<double>.Build.Dense(2 * view.Corners.Length, count);
        for (var column = 0; column < count; column++)
        {
            var (up, down) = (vary(column, true), vary(column, false));
            for (var i = 0; i < view.Corners.Length; i++)
            {
                var place = pattern.Place(view.Corners[i]);
                if (!up.Camera.TryProject(up.Placement.ToCamera(place), out var upX, out var upY)) continue;
                if (!down.Camera.TryProject(down.Placement.ToCamera(place), out var downX, out var downY)) continue;
                result[2 * i, column] = (upX - downX) / width(column);
                result[2 * i + 1, column] = (upY - downY) / width(column);
            }
        }

        return result;
    }

    static double Scale(double number) => Math.Max(1, Math.Abs(number));

    static double[] Moved(double[] numbers, int i, double step)
    {
        var moved = (double[])numbers.Clone();
        moved[i] += step * Scale(numbers[i]);
        return moved;
    }
}
