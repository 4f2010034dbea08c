using RobotVision.Training.Graph;

namespace RobotVision.Training.Layers;

/// <summary>
/// A convolutional gated recurrent unit over the frames of a clip, which adds to the features what earlier frames tell about them. With the features x,
/// the state h of the frame before (zeros before the first) and * for convolution:
/// z = sigmoid(A_z x + U_z * h), r = sigmoid(A_r x + U_r * h), n = tanh(A_n x + U_n * (r h)), h' = h + z (n - h), y = x + O (h' - h0),
/// where h0 is what h' would be without a frame before. So y is x without a frame before, and, since O starts as zeros, in every frame of a network that was
/// not trained yet. (C, H, W) -> (C, H, W).
/// </summary>
/// <remarks>
/// In training and measuring the batch holds whole clips, all first frames before all second ones, and the pass is unrolled over them. At inference
/// (<see cref="NetworkPass.CarriesState"/>) each row is one frame, and the state goes in and out of the graph.
/// Source: Ballas et al., "Delving Deeper into Convolutional Networks for Learning Video Representations", 2016; h0 is an addition of ours.
/// </remarks>
/// <param name="Name">The layer's name.</param>
/// <param name="Channels">Channels of the state, which has the rows and columns of the features.</param>
/// <param name="Frames">Frames of a clip in training, at least 2.</param>
public sealed record GatedMemory(string Name, int Channels, int Frames) : Layer(Name)
{
    /// <summary>Initial bias of z: about a quarter of the state is new in every frame.</summary>
    const float UpdateBias = -1;

    /// <summary>A_z, A_r and A_n, one after the other.</summary>
    Convolution Inputs => new($"{Name}.input", 3 * Channels, Kernel: 1) { StartBias = channel => channel < Channels ? UpdateBias : 0 };

    /// <summary>U_z and U_r.</summary>
    Convolution Gates => new($"{Name}.gates", 2 * Channels, Padding: 1, Bias: false);

    /// <summary>U_n.</summary>
    Convolution Candidate => new($"{Name}.candidate", Channels, Padding: 1, Bias: false);

    /// <summary>The name of the weights of O, (C, <see cref="Channels"/>, 1, 1).</summary>
    public string OutputName => $"{Name}.output.weight";

    /// <summary>The shape of the state for the shape of an input.</summary>
    public IReadOnlyList<int> StateShape(IReadOnlyList<int> input) => [Channels, .. OutputShape(input).Skip(1)];

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> input)
    {
        Image(input);
        return Channels >= 1 && Frames >= 2
            ? input
            : throw new ArgumentException($"Layer '{Name}': expected at least 1 channel and 2 frames, found {Channels} and {Frames}.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<int> input) =>
    [
        .. Inputs.Parameters(input), .. Gates.Parameters(StateShape(input)), .. Candidate.Parameters(StateShape(input)),
        new(OutputName, ParameterKind.Weight, [input[0], Channels, 1, 1]),
    ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<int> input) =>
        Inputs.MultiplyAdds(input) + Gates.MultiplyAdds(StateShape(input)) + Candidate.MultiplyAdds(StateShape(input))
        + (long)input[0] * Channels * input[1] * input[2];

    /// <inheritdoc/>
    public override LayerPass Forward(NetworkPass pass, Tensor input)
    {
        var graph = pass.Graph;
        var weights = pass.Parameter(OutputName);
        var drives = Inputs.Apply(pass, input);
        if (pass.CarriesState)
        {
            var before = pass.AddState([.. StateShape(input.Shape[1..].ToArray())]);
            var (now, alone) = (Step.Of(this, pass, drives, before), Step.Of(this, pass, drives, null));
            pass.SetNextState(now.State);
            return new(graph.Add(input, graph.Conv(graph.Sub(now.State, alone.State), weights, new(1))), (_, _) =>
                throw new InvalidOperationException($"Layer '{Name}': the inference pass has no gradient."));
        }

        var clips = input.Shape[0] / Frames;
        if (clips * Frames != input.Shape[0])
            throw new ArgumentException($"Layer '{Name}': expected a batch of whole clips of {Frames} frames, found {input.Shape[0]} frames.");
        var (steps, first) = (new Step[Frames], new Step?[Frames]);
        for (var i = 0; i < Frames; i++)
        {
            var own = graph.SliceBatch(drives, i * clips, clips);
            steps[i] = Step.Of(this, pass, own, i == 0 ? null : steps[i - 1].State);
            first[i] = i == 0 ? null : Step.Of(this, pass, own, null);
        }

        // Of a first frame h' is h0, and nothing is added.
        var gained = graph.Concat(0, [.. Enumerable.Range(1, Frames - 1).Select(i => graph.Sub(steps[i].State, first[i]!.State))]);
        var added = graph.Conv(gained, weights, new(1));
        var output = graph.Concat(0, graph.SliceBatch(input, 0, clips), graph.Add(graph.SliceBatch(input, clips, clips * (Frames - 1)), added));
        return new(output, (gradient, inputWanted) => Gradient(pass, input, gained, steps, first, gradient, inputWanted));
    }

    Tensor? Gradient(NetworkPass pass, Tensor input, Tensor gained, Step[] steps, Step?[] first, Tensor gradient, bool inputWanted)
    {
        var graph = pass.Graph;
        var clips = input.Shape[0] / Frames;
        var later = graph.SliceBatch(gradient, clips, clips * (Frames - 1));
        var output = new Convolution($"{Name}.output", input.Shape[1], Kernel: 1, Bias: false);
        output.Learn(pass, gained, later);
        var gains = output.Back(pass, later);

        var drives = new Tensor[Frames];
        var recurrent = new StepGradient[Frames];
        Tensor? fromLater = null; // the gradient of the state by the steps behind
        for (var i = Frames - 1; i >= 0; i--)
        {
            var gain = i == 0 ? null : graph.SliceBatch(gains, (i - 1) * clips, clips);
            var state = gain is null ? fromLater! : fromLater is null ? gain : graph.Add(gain, fromLater);
            recurrent[i] = steps[i].Gradient(this, pass, state);
            drives[i] = gain is null ? recurrent[i].Drives : graph.Sub(recurrent[i].Drives, first[i]!.Gradient(this, pass, gain).Drives);
            fromLater = recurrent[i].Before;
        }

        // The weight gradients of all frames at once.
        Tensor Joined(Func<int, Tensor> of) => graph.Concat(0, [.. Enumerable.Range(1, Frames - 1).Select(of)]);
        Gates.Learn(pass, Joined(i => steps[i - 1].State), Joined(i => recurrent[i].Gates!));
        Candidate.Learn(pass, Joined(i => steps[i].Kept!), Joined(i => recurrent[i].Candidate));
        var all = graph.Concat(0, drives);
        Inputs.Learn(pass, input, all);
        return inputWanted ? graph.Add(gradient, Inputs.Back(pass, all)) : null;
    }

    /// <summary>One frame: its gates and its state, each (N, <see cref="Channels"/>, H, W).</summary>
    /// <param name="Before">The state before; null for zeros.</param>
    /// <param name="Update">z.</param>
    /// <param name="Reset">r; null where there is no state before.</param>
    /// <param name="Kept">r h; null where there is no state before.</param>
    /// <param name="New">n.</param>
    /// <param name="Change">n - h.</param>
    /// <param name="State">h'.</param>
    sealed record Step(Tensor? Before, Tensor Update, Tensor? Reset, Tensor? Kept, Tensor New, Tensor Change, Tensor State)
    {
        public static Step Of(GatedMemory layer, NetworkPass pass, Tensor drives, Tensor? before)
        {
            var (graph, channels) = (pass.Graph, layer.Channels);
            Tensor Drive(int gate) => graph.SliceChannels(drives, gate * channels, channels);
            if (before is null)
            {
                var (open, fresh) = (graph.Sigmoid(Drive(0)), graph.Tanh(Drive(2)));
                return new(null, open, null, null, fresh, fresh, graph.Mul(open, fresh));
            }

            var gates = graph.Sigmoid(graph.Add(graph.SliceChannels(drives, 0, 2 * channels), layer.Gates.Apply(pass, before)));
            var (update, reset) = (graph.SliceChannels(gates, 0, channels), graph.SliceChannels(gates, channels, channels));
            var kept = graph.Mul(reset, before);
            var candidate = graph.Tanh(graph.Add(Drive(2), layer.Candidate.Apply(pass, kept)));
            var change = graph.Sub(candidate, before);
            return new(before, update, reset, kept, candidate, change, graph.Add(before, graph.Mul(update, change)));
        }

        /// <summary>The gradients of a step from that of its state.</summary>
        public StepGradient Gradient(GatedMemory layer, NetworkPass pass, Tensor state)
        {
            var (graph, one) = (pass.Graph, pass.Graph.Scalar(1));
            Tensor ThroughSigmoid(Tensor gradient, Tensor gate) => graph.Mul(gradient, graph.Mul(gate, graph.Sub(one, gate)));
            var update = ThroughSigmoid(graph.Mul(state, Change), Update);
            var candidate = graph.Mul(graph.Mul(state, Update), graph.Sub(one, graph.Mul(New, New)));
            if (Before is null) return new(graph.Concat(1, update, graph.Mul(update, graph.Scalar(0)), candidate), null, candidate, null);

            var kept = layer.Candidate.Back(pass, candidate);
            var gates = graph.Concat(1, update, ThroughSigmoid(graph.Mul(kept, Before), Reset!));
            var before = graph.Mul(state, graph.Sub(one, Update));
            before = graph.Add(before, graph.Add(graph.Mul(kept, Reset!), layer.Gates.Back(pass, gates)));
            return new(graph.Concat(1, gates, candidate), gates, candidate, before);
        }
    }

    /// <summary>Gradients of one frame.</summary>
    /// <param name="Drives">By the features' part of z, r and n before their activation.</param>
    /// <param name="Gates">By the arguments of z and r; null where there is no state before.</param>
    /// <param name="Candidate">By the argument of n.</param>
    /// <param name="Before">By the state before; null where there is none.</param>
    readonly record struct StepGradient(Tensor Drives, Tensor? Gates, Tensor Candidate, Tensor? Before);
}
