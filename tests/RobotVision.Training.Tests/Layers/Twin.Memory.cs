using RobotVision.Training.Layers;

namespace RobotVision.Training.Tests.Layers;

// The memory of earlier frames, frame by frame, as its documentation writes it.
sealed partial class Twin
{
    (double[], Func<double[], double[]>) Remember(GatedMemory layer, double[] x, int batch, IReadOnlyList<int> shape)
    {
        int pixels = shape[1] * shape[2], clips = batch / layer.Frames;
        int own = clips * shape[0] * pixels, length = clips * layer.Channels * pixels;
        int[] state = [layer.Channels, shape[1], shape[2]];
        var steps = new List<(double[] State, Func<double[], (double[] Features, double[] Before)> Back)>();
        var alone = new List<(double[] State, Func<double[], (double[] Features, double[] Before)> Back)>();
        var projections = new List<Func<double[], double[]>>();
        var y = new List<double>();
        for (var t = 0; t < layer.Frames; t++)
        {
            double[] frame = x[(t * own)..((t + 1) * own)], zeros = new double[length];
            steps.Add(Step(layer, frame, t == 0 ? zeros : steps[^1].State, clips, shape));
            alone.Add(Step(layer, frame, zeros, clips, shape));
            var projection = new Convolution($"{layer.Name}.output", shape[0], Kernel: 1, Bias: false);
            var (added, back) = Convolve(projection, Zip(steps[t].State, alone[t].State, (a, b) => a - b), clips, state);
            projections.Add(back);
            y.AddRange(Zip(frame, added, (a, b) => a + b));
        }
        return ([.. y], g =>
        {
            var (dx, totals) = (new double[x.Length], new Dictionary<string, double[]>());
            var fromLater = new double[length];
            for (var t = layer.Frames - 1; t >= 0; t--)
            {
                var gradient = g[(t * own)..((t + 1) * own)];
                var gain = projections[t](gradient);
                AddGradients(totals);
                var (features, before) = steps[t].Back(Zip(gain, fromLater, (a, b) => a + b));
                AddGradients(totals);
                var (featuresAlone, _) = alone[t].Back(Map(gain, value => -value));
                AddGradients(totals);
                fromLater = before;
                for (var i = 0; i < own; i++) dx[t * own + i] = gradient[i] + features[i] + featuresAlone[i];
            }
            foreach (var (name, total) in totals) Gradients[name] = total;
            return dx;
        }
        );

        // Moves the gradients of one convolution to the sums of all frames.
        void AddGradients(Dictionary<string, double[]> totals)
        {
            foreach (var name in Gradients.Keys.Where(name => name.StartsWith($"{layer.Name}.", StringComparison.Ordinal)).ToArray())
            {
                totals[name] = totals.TryGetValue(name, out var total) ? Zip(total, Gradients[name], (a, b) => a + b) : Gradients[name];
                Gradients.Remove(name);
            }
        }
    }

    /// <summary>h' from the features x and the state h of the frame before.</summary>
    (double[], Func<double[], (double[], double[])>) Step(GatedMemory layer, double[] x, double[] h, int clips, IReadOnlyList<int> shape)
    {
        int channels = layer.Channels, plane = channels * shape[1] * shape[2];
        int[] state = [channels, shape[1], shape[2]];
        // Part p of values whose channels are those of several parts.
        double[] Part(double[] values, int p, int of) =>
            [.. Enumerable.Range(0, clips).SelectMany(n => values.Skip((n * of + p) * plane).Take(plane))];
        double[] Parts(params double[][] parts) =>
            [.. Enumerable.Range(0, clips).SelectMany(n => parts.SelectMany(part => part.Skip(n * plane).Take(plane)))];

        var (drives, driveBack) = Convolve(new($"{layer.Name}.input", 3 * channels, Kernel: 1), x, clips, shape);
        var (gates, gateBack) = Convolve(new($"{layer.Name}.gates", 2 * channels, Padding: 1, Bias: false), h, clips, state);
        var z = Map(Zip(Part(drives, 0, 3), Part(gates, 0, 2), (a, b) => a + b), Logistic);
        var r = Map(Zip(Part(drives, 1, 3), Part(gates, 1, 2), (a, b) => a + b), Logistic);
        var (candidate, candidateBack) = Convolve(
            new($"{layer.Name}.candidate", channels, Padding: 1, Bias: false), Zip(r, h, (a, b) => a * b), clips, state);
        var n = Map(Zip(Part(drives, 2, 3), candidate, (a, b) => a + b), Math.Tanh);
        double[] next = [.. h.Select((value, i) => (1 - z[i]) * value + z[i] * n[i])];
        return (next, g =>
        {
            double[] dn = [.. g.Select((gradient, i) => gradient * z[i] * (1 - n[i] * n[i]))];
            double[] dz = [.. g.Select((gradient, i) => gradient * (n[i] - h[i]) * z[i] * (1 - z[i]))];
            var dKept = candidateBack(dn);
            double[] dr = [.. dKept.Select((gradient, i) => gradient * h[i] * r[i] * (1 - r[i]))];
            var throughGates = gateBack(Parts(dz, dr));
            return (driveBack(Parts(dz, dr, dn)), [.. g.Select((gradient, i) => gradient * (1 - z[i]) + dKept[i] * r[i] + throughGates[i])]);
        }
        );
    }
}
