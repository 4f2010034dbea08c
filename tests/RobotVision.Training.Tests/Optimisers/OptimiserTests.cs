using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Optimisers;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Tests.Graph;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Training.Tests.Optimisers;

/// <summary>The optimisers other than AdamW, step by step against their formulas in double precision.</summary>
public class OptimiserTests
{
    const double Rate = 0.01;
    const double Decay = 0.1;

    static readonly double[] Gradients = [0.5, -2, 1e-4, 0.3, 7];

    [TestCase(OptimiserKind.Sgd, ParameterKind.Weight, 0.9)]
    [TestCase(OptimiserKind.Sgd, ParameterKind.Offset, 0.9)]
    [TestCase(OptimiserKind.Sgd, ParameterKind.Weight, 0)]
    [TestCase(OptimiserKind.Nesterov, ParameterKind.Weight, 0.9)]
    [TestCase(OptimiserKind.Nesterov, ParameterKind.Offset, 0.5)]
    public void Write_Descent_FollowsItsFormula(OptimiserKind kind, ParameterKind parameter, double momentum)
    {
        double w = 1, v = 0;
        Check(new() { Optimiser = kind, Momentum = momentum }, parameter, (_, gradient) =>
        {
            var g = gradient + (parameter == ParameterKind.Weight ? Decay * w : 0);
            v = momentum * v + g;
            return w -= Rate * (kind == OptimiserKind.Nesterov ? g + momentum * v : v);
        });
    }

    [TestCase(ParameterKind.Weight)]
    [TestCase(ParameterKind.Offset)]
    public void Write_Adam_HasTheDecayInItsGradient(ParameterKind parameter)
    {
        double w = 1, m = 0, v = 0;
        Check(new() { Optimiser = OptimiserKind.Adam }, parameter, (step, gradient) =>
        {
            var g = gradient + (parameter == ParameterKind.Weight ? Decay * w : 0);
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            return w -= Rate * m / (1 - Math.Pow(0.9, step + 1)) / (Math.Sqrt(v / (1 - Math.Pow(0.999, step + 1))) + 1e-8);
        });
    }

    [TestCase(OptimiserKind.AdamW)]
    [TestCase(OptimiserKind.Adam)]
    [TestCase(OptimiserKind.Sgd)]
    [TestCase(OptimiserKind.Nesterov)]
    public void Train_AnyOptimiserWithLimit_LearnsTheToyProblem(OptimiserKind kind)
    {
        var options = ToyProblem.Options with
        {
            Optimiser = kind,
            GradientLimit = 5,
            LearningRate = kind is OptimiserKind.AdamW or OptimiserKind.Adam ? 0.02 : 0.05,
            WeightDecay = 1e-3,
        };
        using var trainer = new Trainer(ToyProblem.Network, new BinaryCrossEntropyLoss(), options);
        var losses = new List<double>();
        trainer.Train(new ToyProblem(), progress: new Losses(losses));
        Assert.That(losses[^1], Is.LessThan(0.7 * losses[0]));
    }

    [TestCase(0.01)]
    [TestCase(1e6)]
    public void Train_GradientLimit_ClipsLargerGradients(double limit)
    {
        var plain = ToyProblem.Options with
        {
            Optimiser = OptimiserKind.Sgd,
            Momentum = 0,
            WeightDecay = 0,
            LearningRate = 1,
            WarmUpSteps = 0,
            Schedule = RateSchedule.Constant,
        };
        double[] free = Change(plain), limited = Change(plain with { GradientLimit = limit });
        double length = Length(free), expected = Math.Min(1, limit / length);
        Assert.That(Length(limited), Is.EqualTo(length * expected).Within(1e-4 * length));
        for (var i = 0; i < free.Length; i++) Assert.That(limited[i], Is.EqualTo(free[i] * expected).Within(1e-6));
    }

    static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));

    /// <summary>The change of all trained values in one step.</summary>
    static double[] Change(TrainingOptions options)
    {
        using var trainer = new Trainer(ToyProblem.Network, new BinaryCrossEntropyLoss(), options);
        double[] Learned()
        {
            var state = trainer.ToCheckpoint().State;
            return [.. ToyProblem.Network.ParameterList.Where(parameter => parameter.Kind != ParameterKind.Statistic)
                .SelectMany(parameter => state[parameter.Name]).Select(value => (double)value)];
        }
        var before = Learned();
        trainer.TrainUntil(1, new ToyProblem());
        return [.. Learned().Zip(before, (a, b) => a - b)];
    }

    static void Check(TrainingOptions options, ParameterKind parameter, Func<int, double, double> expected)
    {
        var optimiser = Optimiser.Of(options.Optimiser, options.Momentum);
        var graph = new GraphBuilder("optimiser");
        Tensor value = graph.Input("w", 1), gradient = graph.Input("g", 1);
        Tensor[] memories = [.. optimiser.Slots.Select(name => graph.Input(name, 1))];
        Tensor[] settings = [.. optimiser.Settings.Select(name => graph.Input(name, 1))];
        var (next, nextMemories) = optimiser.Write(graph, parameter, value, memories, gradient, settings);
        graph.Output("next", next);
        for (var i = 0; i < memories.Length; i++) graph.Output($"next.{i}", nextMemories[i]);
        string[] outputs = ["next", .. memories.Select((_, i) => $"next.{i}")];

        double[] state = [1, .. memories.Select(_ => 0.0)];
        for (var step = 0; step < Gradients.Length; step++)
        {
            double[] given = [.. state, Gradients[step], .. optimiser.SettingsAt(step, Rate, Decay).Select(setting => (double)setting)];
            Tensor[] inputs = [value, .. memories, gradient, .. settings];
            var found = GraphRunner.Run(graph, inputs.Zip(given, (tensor, number) => (tensor, new[] { number })), outputs);
            state = [.. outputs.Select(name => (double)found[name][0])];
            Assert.That(state[0], Is.EqualTo(expected(step, Gradients[step])).Within(1e-6), $"step {step}");
        }
    }

    sealed class Losses(List<double> list) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => list.Add(value.Losses["class"]);
    }
}
