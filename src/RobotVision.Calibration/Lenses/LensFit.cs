using MathNet.Numerics.LinearAlgebra;
using RobotVision.Calibration.Boards;
using RobotVision.Cameras;

namespace RobotVision.Calibration.Lenses;

/// <summary>Least-squares fit of a lens and the boards' poses to the corners in the images.</summary>
/// <remarks>
/// Source: D. Marquardt, "An algorithm for least-squares estimation of nonlinear parameters" (1963); the boards' poses are eliminated by the Schur
/// complement (R. Hartley and A. Zisserman, "Multiple View Geometry", A6.3). Steps to implausible lenses (see <see cref="LensVector.Problem"/>) are
/// rejected. Robust weights of views: Cauchy's.
/// </remarks>
/// <param name="lens">The lens's numbers.</param>
/// <param name="pattern">The board.</param>
/// <param name="views">The views.</param>
sealed class LensFit(LensVector lens, BoardPattern pattern, IReadOnlyList<BoardView> views)
{
    const int Rounds = 100;
    const double SmallGain = 1e-10; // fraction of the sum of squares
    const double MinimumDamping = 1e-9, MaximumDamping = 1e9;
    const double MinimumScale = 0.25; // pixels, about the precision of corners

    /// <summary>Improves a lens and the boards' poses; the start must be a plausible lens.</summary>
    /// <param name="numbers">The lens.</param>
    /// <param name="placements">The boards' poses, in the order of the views.</param>
    /// <param name="isRobust">Whether views that fit worse than the median get less weight; otherwise all corners have the same weight.</param>
    public LensSolution Refine(double[] numbers, BoardPlacement[] placements, bool isRobust)
    {
        var best = Measure(numbers, placements);
        var damping = 1e-3;
        for (var round = 0; round < Rounds; round++)
        {
            var weights = isRobust ? Weights(best.Views) : [.. views.Select(_ => 1.0)];
            var equations = Equations(best, weights);
            double before = Cost(best, weights), after = before;
            while (damping <= MaximumDamping)
            {
                var (moved, movedPlacements) = Step(equations, best, damping);
                var next = lens.Problem(moved) is null ? Measure(moved, movedPlacements) : null;
                if (next is not null && Cost(next, weights) is var cost && cost < before)
                {
                    (best, after, damping) = (next, cost, Math.Max(0.1 * damping, MinimumDamping));
                    break;
                }

                damping *= 10;
            }

            if (!(before - after > SmallGain * before)) break;
        }

        return best;
    }

    LensSolution Measure(double[] numbers, BoardPlacement[] placements)
    {
        var camera = lens.ToCamera(numbers);
        return new(numbers, camera, [.. views.Zip(placements, (view, placement) => IntrinsicsCalibrator.Fit(pattern, camera, view, placement))]);
    }

    static double Cost(LensSolution solution, double[] weights) =>
        solution.Views.Zip(weights, (view, weight) => weight * view.Rms * view.Rms * view.View.Corners.Length).Sum();

    static double[] Weights(ViewResult[] views)
    {
        var scale = 2 * Math.Max(MinimumScale, views.Select(view => view.Rms).Order().ElementAt(views.Length / 2));
        return [.. views.Select(view => 1 / (1 + view.Rms * view.Rms / (scale * scale)))];
    }

    (Matrix<double> Lens, Vector<double> LensRight, ViewEquations[] Views) Equations(LensSolution solution, double[] weights)
    {
        var jacobian = new LensJacobian(lens, solution.Camera, pattern);
        var matrix = Matrix<double>.Build.Dense(lens.Names.Count, lens.Names.Count);
        var right = Vector<double>.Build.Dense(lens.Names.Count);
        var byView = new ViewEquations[views.Count];
        for (var i = 0; i < views.Count; i++)
        {
            var (view, weight) = (solution.Views[i], weights[i]);
            Matrix<double> byLens = jacobian.ByLens(view.View, view.Placement), byPlacement = jacobian.ByPlacement(view.View, view.Placement);
            var errors = Vector<double>.Build.Dense(2 * view.ErrorX.Length, n => n % 2 == 0 ? view.ErrorX[n / 2] : view.ErrorY[n / 2]);
            matrix += byLens.TransposeThisAndMultiply(byLens) * weight;
            right += byLens.TransposeThisAndMultiply(errors) * weight;
            byView[i] = new(
                byLens.TransposeThisAndMultiply(byPlacement) * weight, byPlacement.TransposeThisAndMultiply(byPlacement) * weight,
                byPlacement.TransposeThisAndMultiply(errors) * weight);
        }

        return (matrix, right, byView);
    }

    static (double[] Numbers, BoardPlacement[] Placements) Step(
        (Matrix<double> Lens, Vector<double> LensRight, ViewEquations[] Views) equations, LensSolution from, double damping)
    {
        var (matrix, right) = (Damped(equations.Lens, damping), equations.LensRight);
        var inverses = equations.Views.Select(view => Damped(view.Placement, damping).Inverse()).ToArray();
        for (var i = 0; i < inverses.Length; i++)
        {
            var mixed = equations.Views[i].Mixed * inverses[i];
            matrix -= mixed * equations.Views[i].Mixed.Transpose();
            right -= mixed * equations.Views[i].Right;
        }

        var step = matrix.Solve(right);
        return ([.. from.Numbers.Select((number, i) => number + step[i])], [.. from.Views.Select((view, i) =>
        {
            var own = inverses[i] * (equations.Views[i].Right - equations.Views[i].Mixed.TransposeThisAndMultiply(step));
            return BoardPlacement.Of([.. view.Placement.ToNumbers().Select((number, n) => number + own[n])]);
        })]);
    }

    static Matrix<double> Damped(Matrix<double> matrix, double damping)
    {
        var damped = matrix.Clone();
        // The constant keeps the equations solvable for a number without effect on the corners, whose diagonal element is zero.
        for (var i = 0; i < damped.RowCount; i++) damped[i, i] += damping * matrix[i, i] + 1e-12;
        return damped;
    }

    /// <summary>The parts of the normal equations that belong to one view.</summary>
    readonly record struct ViewEquations(Matrix<double> Mixed, Matrix<double> Placement, Vector<double> Right);
}

/// <summary>A lens with the reprojection errors of each view.</summary>
/// <param name="Numbers">The lens's numbers.</param>
/// <param name="Camera">The lens.</param>
/// <param name="Views">The views with the boards' placements.</param>
sealed record LensSolution(double[] Numbers, ICameraModel Camera, ViewResult[] Views);
