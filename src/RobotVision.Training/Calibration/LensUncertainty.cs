using MathNet.Numerics.LinearAlgebra;
using RobotVision.Geometry;

namespace RobotVision.Training.Calibration;

/// <summary>How uncertain the parameters of a calibrated lens are, given how well the corners fit.</summary>
/// <remarks>
/// Source: the covariance of least squares, s^2 (J'J)^-1 with s^2 the residuals' squares over the degrees of freedom; the boards'
/// placements are taken out of J'J by the Schur complement (R. Hartley and A. Zisserman, "Multiple View Geometry", A6.3).
/// </remarks>
static class LensUncertainty
{
    const int PlacementSize = 6;
    const double Step = 1e-5;

    /// <summary>One standard deviation of each number of <paramref name="lens"/>; infinite where the views do not tell it.</summary>
    public static double[] Of(LensVector lens, ICameraModel camera, BoardPattern pattern, IReadOnlyList<ViewResult> views)
    {
        var numbers = lens.Of(camera);
        var varied = numbers.Select((_, i) => (Up: lens.ToCamera(Moved(numbers, i, Step)), Down: lens.ToCamera(Moved(numbers, i, -Step)))).ToArray();
        var information = Matrix<double>.Build.Dense(numbers.Length, numbers.Length);
        double squares = 0;
        var freedom = -numbers.Length;
        foreach (var view in views)
        {
            var byLens = Derivatives(pattern, view, numbers.Length, (i, up) => (up ? varied[i].Up : varied[i].Down, view.Placement), i => Width(numbers, i));
            var byPlacement = Derivatives(pattern, view, PlacementSize, (i, up) => (camera, Moved(view.Placement, i, up ? Step : -Step)), _ => 2 * Step);
            var mixed = byLens.TransposeThisAndMultiply(byPlacement);
            information += byLens.TransposeThisAndMultiply(byLens) - mixed * byPlacement.TransposeThisAndMultiply(byPlacement).Solve(mixed.Transpose());
            squares += view.ErrorX.Sum(e => e * e) + view.ErrorY.Sum(e => e * e);
            freedom += 2 * view.View.Corners.Length - PlacementSize;
        }

        if (freedom <= 0) return [.. numbers.Select(_ => double.PositiveInfinity)];
        // In units of its own diagonal: parameters differ by many powers of ten.
        var scale = information.Diagonal().Map(value => value > 0 ? 1 / Math.Sqrt(value) : 0);
        var covariance = Matrix<double>.Build.Dense(numbers.Length, numbers.Length, (i, j) => information[i, j] * scale[i] * scale[j]).Inverse();
        return [.. numbers.Select((_, i) => covariance[i, i] > 0 ? Math.Sqrt(covariance[i, i] * squares / freedom) * scale[i] : double.PositiveInfinity)];
    }

    static Matrix<double> Derivatives(
        BoardPattern pattern, ViewResult view, int count, Func<int, bool, (ICameraModel Camera, BoardPlacement Placement)> vary, Func<int, double> width)
    {
        var corners = view.View.Corners;
        var result = Matrix<double>.Build.Dense(2 * corners.Length, count);
        for (var column = 0; column < count; column++)
        {
            var (up, down) = (vary(column, true), vary(column, false));
            for (var i = 0; i < corners.Length; i++)
            {
                var place = pattern.Place(corners[i]);
                if (!up.Camera.TryProject(up.Placement.ToCamera(place), out var upX, out var upY)) continue;
                if (!down.Camera.TryProject(down.Placement.ToCamera(place), out var downX, out var downY)) continue;
                result[2 * i, column] = (upX - downX) / width(column);
                result[2 * i + 1, column] = (upY - downY) / width(column);
            }
        }

        return result;
    }

    static double Width(double[] numbers, int i) => 2 * Step * Math.Max(1, Math.Abs(numbers[i]));

    static double[] Moved(double[] numbers, int i, double step)
    {
        var moved = (double[])numbers.Clone();
        moved[i] += step * Math.Max(1, Math.Abs(numbers[i]));
        return moved;
    }

    static BoardPlacement Moved(BoardPlacement placement, int i, double step)
    {
        Vector3d way = new(i % 3 == 0 ? step : 0, i % 3 == 1 ? step : 0, i % 3 == 2 ? step : 0);
        return i < 3 ? placement with { Rotation = placement.Rotation + way } : placement with { Shift = placement.Shift + way };
    }
}
