using RobotVision.Training.Graph;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Tests.Layers;

/// <summary>
/// Reference implementations of the layers, as plain loops in double precision. Tensors are flat, (N, C, H, W) or (N, features).
/// </summary>
sealed partial class Twin(IReadOnlyDictionary<string, double[]> parameters)
{
    public Dictionary<string, double[]> Gradients { get; } = [];

    public (double[] Output, Func<double[], double[]> Back) Run(IReadOnlyList<Layer> layers, double[] x, int batch, IReadOnlyList<int> shape)
    {
        var backs = new Stack<Func<double[], double[]>>();
        foreach (var layer in layers)
        {
            (x, var back) = Run(layer, x, batch, shape);
            backs.Push(back);
            shape = layer.OutputShape(shape);
        }
        return (x, gradient => backs.Aggregate(gradient, (g, back) => back(g)));
    }

    public (double[] Output, Func<double[], double[]> Back) Run(Layer layer, double[] x, int batch, IReadOnlyList<int> shape) => layer switch
    {
        Convolution convolution => Convolve(convolution, x, batch, shape),
        BatchNormalisation normalisation => Normalise(normalisation, x, batch, shape),
        ScaleAndShift scale => Scale(scale, x, shape),
        MaxPool pool => Pool(pool, x, batch, shape),
        AveragePool pool => Pool(pool, x, batch, shape),
        GlobalAveragePool => Pool(x, batch * shape[0]),
        Upsample upsample => Repeat(upsample, x, batch, shape),
        LocalResponseNormalisation normalisation => Normalise(normalisation, x, batch, shape),
        Concat concat => Join(concat, x, batch, shape),
        Dense dense => Multiply(dense, x, batch, shape),
        Relu => (Map(x, value => Math.Max(value, 0)), g => Zip(g, x, (gradient, value) => value > 0 ? gradient : 0)),
        LeakyRelu leaky => Activate(x, value => value > 0 ? value : leaky.Slope * value, (value, _) => value > 0 ? 1 : leaky.Slope),
        Silu => Activate(x, value => value * Logistic(value), (value, _) => Logistic(value) + value * Logistic(value) * (1 - Logistic(value))),
        Sigmoid => Activate(x, Logistic, (_, y) => y * (1 - y)),
        Tanh => Activate(x, Math.Tanh, (_, y) => 1 - y * y),
        Softmax => Share(x, batch, shape),
        Dropout { Rate: 0 } or Flatten => (x, g => g),
        Dropout dropout => (Zip(x, parameters[$"{dropout.Name}.mask"], (a, b) => a * b), g => Zip(g, parameters[$"{dropout.Name}.mask"], (a, b) => a * b)),
        GatedMemory memory => Remember(memory, x, batch, shape),
        Residual residual => Add(residual, x, batch, shape),
        _ => throw new NotSupportedException(layer.GetType().Name),
    };

    (double[], Func<double[], double[]>) Convolve(Convolution layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        var (channels, height, width) = (shape[0], shape[1], shape[2]);
        var output = layer.OutputShape(shape);
        var (rows, columns, kernel) = (output[1], output[2], layer.Kernel);
        var inGroup = channels / layer.Groups;
        var w = parameters[layer.WeightName];
        var y = new double[batch * layer.Filters * rows * columns];

        void ForEachTap(Action<int, int, int, int> visit) // output pixel, input pixel, weight, filter
        {
            for (var n = 0; n < batch; n++)
                for (var f = 0; f < layer.Filters; f++)
                    for (var r = 0; r < rows; r++)
                        for (var q = 0; q < columns; q++)
                            for (var c = 0; c < channels; c++)
                                for (var i = 0; i < kernel && c / inGroup == f / (layer.Filters / layer.Groups); i++)
                                    for (var j = 0; j < kernel; j++)
                                    {
                                        var row = r * layer.Stride - layer.Padding + i * layer.Dilation;
                                        var column = q * layer.Stride - layer.Padding + j * layer.Dilation;
                                        if (row < 0 || row >= height || column < 0 || column >= width) continue;
                                        visit(((n * layer.Filters + f) * rows + r) * columns + q, ((n * channels + c) * height + row) * width + column,
                                            ((f * inGroup + c % inGroup) * kernel + i) * kernel + j, f);
                                    }
        }

        int Filter(int pixel) => pixel / (rows * columns) % layer.Filters;
        ForEachTap((to, from, weight, _) => y[to] += x[from] * w[weight]);
        if (layer.Bias) for (var i = 0; i < y.Length; i++) y[i] += parameters[layer.BiasName][Filter(i)];
        return (y, g =>
        {
            double[] dx = new double[x.Length], dw = new double[w.Length], db = new double[layer.Filters];
            ForEachTap((to, from, weight, _) =>
            {
                dx[from] += g[to] * w[weight];
                dw[weight] += g[to] * x[from];
            });
            for (var i = 0; i < g.Length; i++) db[Filter(i)] += g[i];
            Gradients[layer.WeightName] = dw;
            if (layer.Bias) Gradients[layer.BiasName] = db;
            return dx;
        }
        );
    }

    (double[], Func<double[], double[]>) Normalise(BatchNormalisation layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        int channels = shape[0], pixels = shape[1] * shape[2];
        double[] gamma = parameters[layer.ScaleName], beta = parameters[layer.ShiftName];
        double[] y = new double[x.Length], normal = new double[x.Length], deviation = new double[channels];
        int[][] members = [.. Enumerable.Range(0, channels).Select(c => Enumerable.Range(0, x.Length).Where(i => i / pixels % channels == c).ToArray())];
        for (var c = 0; c < channels; c++)
        {
            var mean = members[c].Average(i => x[i]);
            deviation[c] = Math.Sqrt(members[c].Average(i => (x[i] - mean) * (x[i] - mean)) + BatchNormalisation.Epsilon);
            foreach (var i in members[c])
            {
                normal[i] = (x[i] - mean) / deviation[c];
                y[i] = gamma[c] * normal[i] + beta[c];
            }
        }
        return (y, g =>
        {
            var dx = new double[x.Length];
            Gradients[layer.ScaleName] = [.. members.Select(channel => channel.Sum(i => g[i] * normal[i]))];
            Gradients[layer.ShiftName] = [.. members.Select(channel => channel.Sum(i => g[i]))];
            for (var c = 0; c < channels; c++)
            {
                double meanOfGradient = members[c].Average(i => g[i]), meanOfProduct = members[c].Average(i => g[i] * normal[i]);
                foreach (var i in members[c]) dx[i] = gamma[c] / deviation[c] * (g[i] - meanOfGradient - normal[i] * meanOfProduct);
            }
            return dx;
        }
        );
    }

    (double[], Func<double[], double[]>) Scale(ScaleAndShift layer, double[] x, IReadOnlyList<int> shape)
    {
        int channels = shape[0], pixels = Shapes.Length([.. shape.Skip(1)]);
        double[] scale = parameters[layer.ScaleName], shift = parameters[layer.ShiftName];
        int Channel(int i) => i / pixels % channels;
        return ([.. x.Select((value, i) => scale[Channel(i)] * value + shift[Channel(i)])], g =>
        {
            double[] scaleGradient = Gradients[layer.ScaleName] = new double[channels], shiftGradient = Gradients[layer.ShiftName] = new double[channels];
            for (var i = 0; i < g.Length; i++)
            {
                scaleGradient[Channel(i)] += g[i] * x[i];
                shiftGradient[Channel(i)] += g[i];
            }
            return [.. g.Select((gradient, i) => gradient * scale[Channel(i)])];
        }
        );
    }

    (double[], Func<double[], double[]>) Multiply(Dense layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        int inputs = shape[0], outputs = layer.Outputs;
        double[] w = parameters[layer.WeightName], b = parameters[layer.BiasName];
        var y = new double[batch * outputs];
        for (var n = 0; n < batch; n++)
            for (var o = 0; o < outputs; o++)
                y[n * outputs + o] = b[o] + Enumerable.Range(0, inputs).Sum(i => x[n * inputs + i] * w[o * inputs + i]);
        return (y, g =>
        {
            double[] dx = new double[x.Length], dw = new double[w.Length], db = new double[outputs];
            for (var n = 0; n < batch; n++)
                for (var o = 0; o < outputs; o++)
                {
                    var gradient = g[n * outputs + o];
                    db[o] += gradient;
                    for (var i = 0; i < inputs; i++)
                    {
                        dx[n * inputs + i] += gradient * w[o * inputs + i];
                        dw[o * inputs + i] += gradient * x[n * inputs + i];
                    }
                }
            (Gradients[layer.WeightName], Gradients[layer.BiasName]) = (dw, db);
            return dx;
        }
        );
    }

    (double[], Func<double[], double[]>) Add(Residual layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        var (y, back) = Run(layer.Branch, x, batch, shape);
        return (Zip(x, y, (a, b) => a + b), g => Zip(g, back(g), (a, b) => a + b));
    }

    static double[] Map(double[] a, Func<double, double> f) => [.. a.Select(f)];

    static double[] Zip(double[] a, double[] b, Func<double, double, double> f) => [.. a.Zip(b, f)];
}
