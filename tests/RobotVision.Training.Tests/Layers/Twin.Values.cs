using RobotVision.Training.Layers;

namespace RobotVision.Training.Tests.Layers;

// Activations, operations across channels, and branches.
sealed partial class Twin
{
    static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <param name="x">The input.</param>
    /// <param name="function">The function.</param>
    /// <param name="slope">Its slope from its argument and its value.</param>
    static (double[], Func<double[], double[]>) Activate(double[] x, Func<double, double> function, Func<double, double, double> slope)
    {
        var y = Map(x, function);
        return (y, g => [.. g.Select((gradient, i) => gradient * slope(x[i], y[i]))]);
    }

    static (double[], Func<double[], double[]>) Share(double[] x, int batch, IReadOnlyList<int> shape)
    {
        var groups = AcrossChannels(x.Length, batch, shape);
        var y = new double[x.Length];
        foreach (var group in groups)
        {
            var sum = group.Sum(i => Math.Exp(x[i]));
            foreach (var i in group) y[i] = Math.Exp(x[i]) / sum;
        }
        return (y, g =>
        {
            // The whole Jacobian: dy_i/dx_j = y_i * ((i == j) - y_j).
            var dx = new double[x.Length];
            foreach (var group in groups)
                foreach (var i in group)
                    foreach (var j in group) dx[j] += g[i] * y[i] * ((i == j ? 1 : 0) - y[j]);
            return dx;
        }
        );
    }

    static (double[], Func<double[], double[]>) Normalise(LocalResponseNormalisation layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        var groups = AcrossChannels(x.Length, batch, shape);
        double[] y = new double[x.Length], divisor = new double[x.Length];
        bool Near(int a, int b) => Math.Abs(a - b) <= layer.Size / 2;
        foreach (var group in groups)
            for (var c = 0; c < group.Length; c++)
            {
                divisor[group[c]] = layer.Bias + layer.Alpha * group.Where((_, other) => Near(c, other)).Sum(i => x[i] * x[i]);
                y[group[c]] = x[group[c]] * Math.Pow(divisor[group[c]], -layer.Beta);
            }
        return (y, g =>
        {
            var dx = new double[x.Length];
            foreach (var group in groups)
                for (var c = 0; c < group.Length; c++)
                    for (var other = 0; other < group.Length; other++)
                    {
                        int i = group[c], j = group[other];
                        if (i == j) dx[j] += g[i] * Math.Pow(divisor[i], -layer.Beta);
                        if (Near(c, other)) dx[j] -= g[i] * x[i] * layer.Beta * Math.Pow(divisor[i], -layer.Beta - 1) * 2 * layer.Alpha * x[j];
                    }
            return dx;
        }
        );
    }

    (double[], Func<double[], double[]>) Join(Concat layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        var branches = layer.Branches.Select(branch => Run(branch, x, batch, shape)).ToArray();
        var lengths = branches.Select(branch => branch.Output.Length / batch).ToArray();
        double[] y = [.. Enumerable.Range(0, batch).SelectMany(n => branches.SelectMany((branch, b) => branch.Output.Skip(n * lengths[b]).Take(lengths[b])))];
        return (y, g =>
        {
            var dx = new double[x.Length];
            for (var b = 0; b < branches.Length; b++)
            {
                int first = lengths.Take(b).Sum(), length = lengths[b];
                double[] own = [.. Enumerable.Range(0, batch).SelectMany(n => g.Skip(n * lengths.Sum() + first).Take(length))];
                dx = Zip(dx, branches[b].Back(own), (a, c) => a + c);
            }
            return dx;
        }
        );
    }

    /// <summary>For every pixel (or sample of features) the places of its channels.</summary>
    static int[][] AcrossChannels(int length, int batch, IReadOnlyList<int> shape)
    {
        int channels = shape[0], pixels = length / batch / channels;
        return [.. Enumerable.Range(0, batch * pixels).Select(place => Enumerable.Range(0, channels)
            .Select(c => (place / pixels * channels + c) * pixels + place % pixels).ToArray())];
    }
}
