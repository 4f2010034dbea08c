using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace RobotVision.Calibration.Lenses;

/// <summary>Levenberg-Marquardt for a few dozen unknowns; the result is always finite.</summary>
static class LeastSquares
{
    const double Step = 1e-5;

    /// <summary>Finds the numbers with the least sum of squared errors near a start.</summary>
    /// <param name="errors">Computes the errors; always the same number of them.</param>
    /// <param name="start">Start values.</param>
    /// <param name="rounds">Maximum number of steps.</param>
    /// <returns>
    /// The numbers and their standard deviations, infinite where the errors do not determine a number; the start values with infinite deviations if the
    /// method fails.
    /// </returns>
    public static (double[] Numbers, double[] Deviations) Minimise(Func<double[], double[]> errors, double[] start, int rounds)
    {
        var zeros = Vector<double>.Build.Dense(errors(start).Length);
        var objective = ObjectiveFunction.NonlinearModel((numbers, _) => Vector<double>.Build.Dense(errors(numbers.ToArray())), zeros, zeros);
        try
        {
            var found = new LevenbergMarquardtMinimizer(maximumIterations: rounds)
                .FindMinimum(objective, Vector<double>.Build.DenseOfArray(start)).MinimizingPoint.ToArray();
            if (found.All(double.IsFinite)) return (found, Deviations(errors, found));
        }
        catch (Exception exception) when (exception is NonConvergenceException or OptimizationException or ArgumentException)
        {
            // Thrown for errors that are not finite and for equations without a solution.
        }

        return (start, [.. start.Select(_ => double.PositiveInfinity)]);
    }

    // MathNet's own deviations are 0 for a number without effect on the errors.
    static double[] Deviations(Func<double[], double[]> errors, double[] numbers)
    {
        var residuals = errors(numbers);
        var freedom = residuals.Length - numbers.Length;
        if (freedom <= 0) return [.. numbers.Select(_ => double.PositiveInfinity)];
        var jacobian = Matrix<double>.Build.DenseOfColumnArrays(numbers.Select((_, i) => Derivative(errors, numbers, i)));
        return Deviations(jacobian.TransposeThisAndMultiply(jacobian), residuals.Sum(error => error * error) / freedom);
    }

    /// <summary>Standard deviations from the information matrix J'J and the variance of an error; infinite where it has no inverse.</summary>
    public static double[] Deviations(Matrix<double> information, double variance)
    {
        // Scaled by its diagonal, since the numbers differ by many orders of magnitude.
        var scale = information.Diagonal().Map(value => value > 0 ? 1 / Math.Sqrt(value) : 0);
        var covariance = Matrix<double>.Build.Dense(scale.Count, scale.Count, (i, j) => information[i, j] * scale[i] * scale[j]).Inverse();
        return [.. scale.Select((unit, i) => unit > 0 && covariance[i, i] > 0 ? Math.Sqrt(covariance[i, i] * variance) * unit : double.PositiveInfinity)];
    }

    static double[] Derivative(Func<double[], double[]> errors, double[] numbers, int i)
    {
        var (up, down, step) = ((double[])numbers.Clone(), (double[])numbers.Clone(), Step * Math.Max(1, Math.Abs(numbers[i])));
        (up[i], down[i]) = (numbers[i] + step, numbers[i] - step);
        return [.. errors(up).Zip(errors(down), (high, low) => (high - low) / (2 * step))];
    }
}
