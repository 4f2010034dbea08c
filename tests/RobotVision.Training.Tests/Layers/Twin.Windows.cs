using RobotVision.Training.Layers;

namespace RobotVision.Training.Tests.Layers;

// Pooling and other windows.
sealed partial class Twin
{
    static (double[], Func<double[], double[]>) Pool(MaxPool layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        var windows = Windows(layer.Size, layer.Stride ?? layer.Size, layer.Padding, batch, shape, layer.OutputShape(shape));
        double[] y = [.. windows.Select(window => window.Max(pixel => x[pixel]))];
        return (y, g =>
        {
            var dx = new double[x.Length];
            for (var i = 0; i < g.Length; i++)
            {
                var winners = windows[i].Where(pixel => x[pixel] == y[i]).ToArray();
                foreach (var pixel in winners) dx[pixel] += g[i] / winners.Length;
            }
            return dx;
        }
        );
    }

    static (double[], Func<double[], double[]>) Pool(AveragePool layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        var windows = Windows(layer.Size, layer.Stride ?? layer.Size, 0, batch, shape, layer.OutputShape(shape));
        return ([.. windows.Select(window => window.Average(pixel => x[pixel]))], g =>
        {
            var dx = new double[x.Length];
            for (var i = 0; i < g.Length; i++)
                foreach (var pixel in windows[i]) dx[pixel] += g[i] / windows[i].Length;
            return dx;
        }
        );
    }

    static (double[], Func<double[], double[]>) Pool(double[] x, int planes)
    {
        var pixels = x.Length / planes;
        return ([.. x.Chunk(pixels).Select(plane => plane.Average())], g => [.. x.Select((_, i) => g[i / pixels] / pixels)]);
    }

    static (double[], Func<double[], double[]>) Repeat(Upsample layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        int rows = shape[1] * layer.Factor, columns = shape[2] * layer.Factor;
        int Source(int i) => (i / (rows * columns) * shape[1] + i / columns % rows / layer.Factor) * shape[2] + i % columns / layer.Factor;
        double[] y = [.. Enumerable.Range(0, batch * shape[0] * rows * columns).Select(i => x[Source(i)])];
        return (y, g =>
        {
            var dx = new double[x.Length];
            for (var i = 0; i < g.Length; i++) dx[Source(i)] += g[i];
            return dx;
        }
        );
    }

    /// <summary>The pixels that each output pixel looks at.</summary>
    static int[][] Windows(int size, int stride, int padding, int batch, IReadOnlyList<int> input, IReadOnlyList<int> output)
    {
        int height = input[1], width = input[2];
        var windows = new List<int[]>();
        for (var plane = 0; plane < batch * input[0]; plane++)
            for (var row = 0; row < output[1]; row++)
                for (var column = 0; column < output[2]; column++)
                {
                    var pixels = new List<int>();
                    for (var r = row * stride - padding; r < row * stride - padding + size; r++)
                        for (var c = column * stride - padding; c < column * stride - padding + size; c++)
                            if (r >= 0 && r < height && c >= 0 && c < width) pixels.Add((plane * height + r) * width + c);
                    windows.Add([.. pixels]);
                }
        return [.. windows];
    }
}
