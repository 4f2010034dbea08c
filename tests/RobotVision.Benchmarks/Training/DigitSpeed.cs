using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Recipes;
using RobotVision.Training.Runs;
using RobotVision.Training.Tests.Runs;

namespace RobotVision.Benchmarks.Training;

/// <summary>
/// Training time of LeNet-5 for drawn digits of seven fonts, distorted and noisy: <c>RobotVision.Benchmarks digits THREADS</c> prints seconds of training,
/// drawing included, and the accuracy on 4,000 new digits, until it is 98 %.
/// </summary>
static class DigitSpeed
{
    const int Tested = 4000, Steps = 4000, Between = 250;
    const double Enough = 0.98;

    public static void Print(int threads)
    {
        var network = LeNet5.Create();
        var options = new TrainingOptions { Steps = Steps, WarmUpSteps = 20, LearningRate = 3e-3, AverageDecay = 0.98, Threads = threads, CheckpointEvery = 0 };
        using var trainer = new Trainer(network, new SoftmaxCrossEntropyLoss(), options);
        var source = new Digits(FontDigits.Draw, seed: 1);
        var samples = new float[Tested * Digits.Length];
        var truth = Enumerable.Range(0, Tested).Select(i => FontDigits.Draw(new(2, (ulong)i), samples.AsSpan(i * Digits.Length, Digits.Length))).ToArray();
        var clock = new Stopwatch();
        while (trainer.Step < Steps)
        {
            clock.Start();
            trainer.TrainUntil(trainer.Step + Between, source);
            clock.Stop();
            var read = Read(network.ToInferenceModel(trainer.ToInferenceValues()), samples).Chunk(10)
                .Zip(truth).Count(pair => Array.IndexOf(pair.First, pair.First.Max()) == pair.Second) / (double)Tested;
            Console.WriteLine(FormattableString.Invariant($"{trainer.Step} steps, {clock.Elapsed.TotalSeconds:F1} s: {read:P2}"));
            if (read >= Enough) return;
        }
    }

    static float[] Read(byte[] model, float[] samples)
    {
        using var session = new InferenceSession(model);
        using var input = OrtValue.CreateTensorValueFromMemory(samples, [Tested, 1, Digits.Side, Digits.Side]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, session.InputNames, [input], session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
