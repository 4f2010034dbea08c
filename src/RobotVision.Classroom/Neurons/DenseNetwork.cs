using RobotVision.Data.Randomness;

namespace RobotVision.Classroom.Neurons;

/// <summary>
/// A small network of fully connected layers, trained by back-propagation one sample at a time, so that every value in it can be shown after every
/// step. Large networks are trained by <see cref="Training.Runs.Trainer"/>. Not thread-safe.
/// </summary>
/// <remarks>
/// With the error E of a sample and s the weighted sum of a neuron, delta = dE/ds: of an output neuron (y - t) f'(s) for E = 1/2 (y - t)^2, y - t for
/// the cross-entropy of a sigmoid; of a hidden one f'(s) times the sum of w delta over the neurons that it feeds.
/// Source: Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", 1986.
/// </remarks>
sealed class DenseNetwork
{
    readonly Activation _hidden, _output;
    readonly bool _hasCrossEntropy;
    readonly double[][] _weightGradients, _biasGradients;
    readonly double[][] _masks;
    int _samples;

    /// <summary>Creates a network with uniformly distributed weights.</summary>
    /// <param name="sizes">Inputs, neurons of each hidden layer, outputs.</param>
    /// <param name="hidden">The activation of the hidden layers.</param>
    /// <param name="output">The activation of the output.</param>
    /// <param name="hasBiases">Whether neurons have a bias; without, an input that is always 1 can take its place.</param>
    /// <param name="hasCrossEntropy">Whether the error is the cross-entropy, which needs a sigmoid as output, and not half the square.</param>
    /// <param name="spread">The largest weight at the start, for a number of inputs of the neuron.</param>
    /// <param name="seed">Seed of the weights.</param>
    public DenseNetwork(
        IReadOnlyList<int> sizes, Activation hidden, Activation output, bool hasBiases, bool hasCrossEntropy, Func<int, double> spread, ulong seed)
    {
        (Sizes, _hidden, _output, HasBiases, _hasCrossEntropy) = (sizes, hidden, output, hasBiases, hasCrossEntropy);
        var layers = Enumerable.Range(1, sizes.Count - 1).ToArray();
        Weights = [.. layers.Select(layer => new double[sizes[layer] * sizes[layer - 1]])];
        Biases = [.. layers.Select(layer => new double[sizes[layer]])];
        _weightGradients = [.. Weights.Select(weights => new double[weights.Length])];
        _biasGradients = [.. Biases.Select(biases => new double[biases.Length])];
        Values = [.. sizes.Select(size => new double[size])];
        Deltas = [.. sizes.Select(size => new double[size])];
        _masks = [.. sizes.Select(size => new double[size])];
        for (var layer = 0; layer < Weights.Length; layer++)
        {
            var random = new RandomSequence(seed, (ulong)layer);
            var limit = (float)spread(sizes[layer]);
            foreach (ref var weight in Weights[layer].AsSpan()) weight = random.Uniform(-limit, limit);
        }
    }

    /// <summary>Inputs, neurons of each hidden layer, outputs.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Whether neurons have a bias.</summary>
    public bool HasBiases { get; }

    /// <summary>The weights from each layer to the next: (neurons, inputs), row by row.</summary>
    public double[][] Weights { get; }

    /// <summary>The biases of each layer after the input.</summary>
    public double[][] Biases { get; }

    /// <summary>What each layer, the input first, had in the last forward pass.</summary>
    public double[][] Values { get; }

    /// <summary>dE/ds of each layer in the last backward pass; those of the input are not used.</summary>
    public double[][] Deltas { get; }

    /// <summary>Computes the output of a sample without dropout; valid until the next pass.</summary>
    public ReadOnlySpan<double> Forward(ReadOnlySpan<double> input)
    {
        input.CopyTo(Values[0]);
        for (var layer = 0; layer < Weights.Length; layer++) ForwardLayer(layer);
        return Values[^1];
    }

    /// <summary>Forward and backward pass of a sample; adds its gradients to those of the batch and returns its error E before the step.</summary>
    /// <param name="input">The sample.</param>
    /// <param name="target">The wanted output.</param>
    /// <param name="dropout">The probability with which a hidden neuron is left out, at least 0 and below 1.</param>
    /// <param name="random">Draws the neurons that are left out.</param>
    public double AddSample(ReadOnlySpan<double> input, ReadOnlySpan<double> target, double dropout, ref RandomSequence random)
    {
        input.CopyTo(Values[0]);
        for (var layer = 0; layer < Weights.Length; layer++)
        {
            ForwardLayer(layer);
            var mask = _masks[layer + 1];
            var isHidden = layer + 1 < Weights.Length;
            for (var i = 0; i < mask.Length; i++) mask[i] = !isHidden || dropout == 0 ? 1 : random.NextSingle() < dropout ? 0 : 1 / (1 - dropout);
            if (isHidden && dropout > 0)
                for (var i = 0; i < mask.Length; i++) Values[layer + 1][i] *= mask[i];
        }

        var output = Values[^1];
        for (var i = 0; i < output.Length; i++)
            Deltas[^1][i] = (output[i] - target[i]) * (_hasCrossEntropy ? 1 : _output.Slope(output[i]));
        for (var layer = Weights.Length - 1; layer >= 0; layer--) BackwardLayer(layer);
        _samples++;
        return Error(target);
    }

    /// <summary>The error of the last forward pass.</summary>
    public double Error(ReadOnlySpan<double> target)
    {
        const double smallest = 1e-12; // the logarithm of 0 has no value
        var sum = 0.0;
        for (var i = 0; i < target.Length; i++)
        {
            var (y, t) = (Values[^1][i], target[i]);
            sum += _hasCrossEntropy
                ? -t * Math.Log(Math.Max(y, smallest)) - (1 - t) * Math.Log(Math.Max(1 - y, smallest))
                : (y - t) * (y - t) / 2;
        }

        return sum;
    }

    /// <summary>One step of gradient descent with the mean gradient of the samples since the last one.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">The penalty decay / 2 * w^2 of weights (L2).</param>
    /// <param name="lasso">The penalty lasso * |w| of weights (L1); a weight that it would carry across 0 stays at 0.</param>
    public void Step(double rate, double decay = 0, double lasso = 0)
    {
        if (_samples == 0) return;
        var part = rate / _samples;
        for (var layer = 0; layer < Weights.Length; layer++)
        {
            var weights = Weights[layer];
            for (var i = 0; i < weights.Length; i++)
            {
                var next = weights[i] - part * _weightGradients[layer][i] - rate * decay * weights[i];
                weights[i] = lasso == 0 ? next : Math.CopySign(Math.Max(0, Math.Abs(next) - rate * lasso), next);
            }

            if (HasBiases)
                for (var i = 0; i < Biases[layer].Length; i++) Biases[layer][i] -= part * _biasGradients[layer][i];
            Array.Clear(_weightGradients[layer]);
            Array.Clear(_biasGradients[layer]);
        }

        _samples = 0;
    }

    void ForwardLayer(int layer)
    {
        var (inputs, outputs, weights) = (Values[layer], Values[layer + 1], Weights[layer]);
        var activation = layer + 1 < Weights.Length ? _hidden : _output;
        for (var i = 0; i < outputs.Length; i++)
        {
            var sum = Biases[layer][i];
            for (var j = 0; j < inputs.Length; j++) sum += weights[i * inputs.Length + j] * inputs[j];
            outputs[i] = activation.Of(sum);
        }
    }

    void BackwardLayer(int layer)
    {
        var (inputs, deltas, weights, gradients) = (Values[layer], Deltas[layer + 1], Weights[layer], _weightGradients[layer]);
        for (var i = 0; i < deltas.Length; i++)
        {
            _biasGradients[layer][i] += deltas[i];
            for (var j = 0; j < inputs.Length; j++) gradients[i * inputs.Length + j] += deltas[i] * inputs[j];
        }

        if (layer == 0) return;
        for (var j = 0; j < inputs.Length; j++)
        {
            var sum = 0.0;
            for (var i = 0; i < deltas.Length; i++) sum += weights[i * inputs.Length + j] * deltas[i];
            // The value of a neuron that was kept was scaled up; its slope is that of the value before.
            var mask = _masks[layer][j];
            Deltas[layer][j] = mask == 0 ? 0 : sum * mask * _hidden.Slope(inputs[j] / mask);
        }
    }
}
