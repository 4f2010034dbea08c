using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Optimisers;
using RobotVision.Training.Tests.Graph;

namespace RobotVision.Training.Tests.Optimisers;

public class AdamWTests
{
    [TestCase(ParameterKind.Weight, 0.1)]
    [TestCase(ParameterKind.Offset, 0)]
    public void Write_SeveralSteps_IsTheAlgorithmOfThePaper(ParameterKind kind, double decay)
    {
        const double rate = 0.01, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
        double[] gradients = [0.5, -2, 1e-4, 0.3, 7];
        var graph = new GraphBuilder("adam");
        var adam = new AdamW();
        string[] names = ["w", "m", "v", "g", .. adam.Settings];
        var inputs = names.Select(name => graph.Input(name, 1)).ToArray();
        var (value, moments) = adam.Write(graph, kind, inputs[0], inputs[1..3], inputs[3], inputs[4..]);
        graph.Output("w2", value);
        graph.Output("m2", moments[0]);
        graph.Output("v2", moments[1]);

        double w = 1, m = 0, v = 0;
        double[] state = [1, 0, 0];
        for (var step = 0; step < gradients.Length; step++)
        {
            double[] given = [.. state, gradients[step], .. adam.SettingsAt(step, rate, 0.1).Select(setting => (double)setting)];
            var found = GraphRunner.Run(graph, inputs.Zip(given, (tensor, number) => (tensor, new[] { number })), ["w2", "m2", "v2"]);
            state = [found["w2"][0], found["m2"][0], found["v2"][0]];

            m = beta1 * m + (1 - beta1) * gradients[step];
            v = beta2 * v + (1 - beta2) * gradients[step] * gradients[step];
            var corrected = m / (1 - Math.Pow(beta1, step + 1)) / (Math.Sqrt(v / (1 - Math.Pow(beta2, step + 1))) + epsilon);
            w = w * (1 - rate * decay) - rate * corrected;
            Assert.That(state[0], Is.EqualTo(w).Within(1e-6), $"step {step}");
        }
    }
}
