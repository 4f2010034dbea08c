using MathNet.Numerics.LinearAlgebra;
using RobotVision.Calibration.Boards;
using RobotVision.Cameras;

namespace RobotVision.Calibration.Lenses;

/// <summary>Standard deviations of the parameters of a calibrated lens, from the reprojection errors.</summary>
/// <remarks>
/// Source: the covariance of least squares, s^2 (J'J)^-1 with s^2 the residuals' squares over the degrees of freedom; the boards'
/// poses are eliminated from J'J by the Schur complement (R. Hartley and A. Zisserman, "Multiple View Geometry", A6.3).
/// </remarks>
static class LensUncertainty
{
    /// <summary>Standard deviation of each number of <paramref name="lens"/>; infinite where the views do not determine it.</summary>
    public static double[] Of(LensVector lens, ICameraModel camera, BoardPattern pattern, IReadOnlyList<ViewResult> views)
    {
        var jacobian = new LensJacobian(lens, camera, pattern);
        var count = lens.Names.Count;
        var information = Matrix<double>.Build.Dense(count, count);
        double squares = 0;
        var freedom = -count;
        foreach (var view in views)
        {
            Matrix<double> byLens = jacobian.ByLens(view.View, view.Placement), byPlacement = jacobian.ByPlacement(view.View, view.Placement);
            var mixed = byLens.TransposeThisAndMultiply(byPlacement);
            information += byLens.TransposeThisAndMultiply(byLens) - mixed * byPlacement.TransposeThisAndMultiply(byPlacement).Solve(mixed.Transpose());
            squares += view.ErrorX.Sum(e => e * e) + view.ErrorY.Sum(e => e * e);
            freedom += 2 * view.View.Corners.Length - LensJacobian.PlacementSize;
        }

        return freedom > 0 ? LeastSquares.Deviations(information, squares / freedom) : [.. Enumerable.Repeat(double.PositiveInfinity, count)];
    }
}
