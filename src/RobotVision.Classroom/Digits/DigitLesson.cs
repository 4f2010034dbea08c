using RobotVision.Classroom.Layers;
using RobotVision.Data.Randomness;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Classroom.Digits;

/// <summary>
/// LeNet-5, trained on digits that are written for it, each only once, and on those of the learner; it reads drawings and tells what each layer has to
/// say. One thread at a time; owns its trainer.
/// </summary>
public sealed class DigitLesson : IDisposable
{
    /// <summary>Steps of the whole training.</summary>
    public const int Steps = 500;

    /// <summary>The part of a batch that are drawings of the learner, where there are some.</summary>
    const float OwnPart = 0.25f;

    const int TestDigits = 300;
    const ulong TestSeed = 1_000_000;

    static readonly NetworkDefinition Network = LeNet5.Create();

    static readonly int Side = Network.InputShape[1];

    static readonly Lazy<(float[] Samples, int[] Digits)> Test = new(DrawTest);

    readonly Trainer _trainer;
    readonly Writing _writing;
    readonly List<DigitPoint> _curve = [];
    LayerOutputs? _layers;

    /// <summary>Begins with random weights.</summary>
    /// <exception cref="OptionException">An option is out of range.</exception>
    public DigitLesson(DigitOptions options)
    {
        options.Validate();
        _writing = new(options);
        _trainer = new(Network, new SoftmaxCrossEntropyLoss(), new()
        {
            Seed = options.Seed,
            Steps = Steps,
            WarmUpSteps = 20,
            LearningRate = 3e-3,
            FinalRate = 0.02,
            AverageDecay = 0.98,
            CheckpointEvery = 0,
        });
        Measure();
    }

    /// <summary>Trains and, where there is a drawing, reads it.</summary>
    /// <param name="steps">Steps of 32 digits, at least 0; ends at <see cref="Steps"/>.</param>
    /// <param name="strokes">A drawing in any unit; none for null or without a point.</param>
    /// <returns>What is known afterwards.</returns>
    /// <exception cref="OptionException">The drawing is too large.</exception>
    public DigitState Advance(int steps, PenPoint[][]? strokes)
    {
        if (steps > 0 && _trainer.Step < Steps)
        {
            _trainer.TrainUntil(Math.Min(Steps, _trainer.Step + steps), _writing);
            Measure();
        }

        PenPoint[][] drawn = [.. (strokes ?? []).Where(stroke => stroke?.Length > 0)];
        return new((int)_trainer.Step, Steps, [.. _curve], drawn.Length > 0 ? Read(drawn) : null);
    }

    /// <summary>Digits as the training draws them, to be looked at.</summary>
    /// <param name="count">How many, at least 0.</param>
    public IReadOnlyList<DigitExample> Examples(int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var sample = new float[Side * Side];
        var digit = _writing.Draw(0, i, sample);
        return new DigitExample(digit, ToLevels(sample));
    })];

    /// <inheritdoc/>
    public void Dispose()
    {
        _layers?.Dispose();
        _trainer.Dispose();
    }

    DigitReading Read(PenPoint[][] strokes)
    {
        DigitOptions.Check(strokes);
        var sample = new float[Side * Side];
        DigitPicture.Draw(strokes, sample, Side, Writing.Box, Writing.Thickness);
        var outputs = _layers!.Run(sample);
        var probabilities = Softmax(outputs[^1].Values);
        // Weighted sums before their tanh, and what only changes the shape, are left out.
        var shown = outputs.Where(output => output.Kind is nameof(Tanh) or nameof(AveragePool))
            .Select(output => new DigitLayer(output.Name, output.Shape is [var features, 1, 1] ? [features] : output.Shape, ToLevels(output.Values)));
        return new(
            Array.IndexOf(probabilities, probabilities.Max()), probabilities,
            [
                new(NetworkDefinition.InputName, Network.InputShape, ToLevels(sample)), .. shown,
                new(Network.OutputName, Network.OutputShape, ToLevels(probabilities)),
            ]);
    }

    void Measure()
    {
        _layers?.Dispose();
        _layers = new(Network, _trainer.ToInferenceValues());
        var (samples, digits) = Test.Value;
        var outputs = _layers.RunLast(samples, TestDigits).Chunk(10).ToArray();
        var wrong = outputs.Zip(digits).Count(pair => Array.IndexOf(pair.First, pair.First.Max()) != pair.Second);
        _curve.Add(new((int)_trainer.Step, (double)wrong / TestDigits));
    }

    static (float[], int[]) DrawTest()
    {
        var writing = new Writing(new() { Seed = TestSeed });
        var samples = new float[TestDigits * Side * Side];
        return (samples, [.. Enumerable.Range(0, TestDigits).Select(i => writing.Draw(0, i, samples.AsSpan(i * Side * Side, Side * Side)))]);
    }

    static float[] Softmax(float[] logits)
    {
        var largest = logits.Max();
        float[] powers = [.. logits.Select(logit => MathF.Exp(logit - largest))];
        var sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }

    /// <summary>-1..1 as 0..255.</summary>
    static byte[] ToLevels(float[] values) => [.. values.Select(value => (byte)(127.5f * (1 + Math.Clamp(value, -1, 1))))];

    /// <summary>The digits of each step.</summary>
    sealed class Writing(DigitOptions options) : IBatchSource
    {
        /// <summary>Box and thickness of a drawing that is read, in pixels: in the middle of those that are trained on.</summary>
        public const float Box = 20, Thickness = 2.6f;

        public void Fill(long stepIndex, TrainingBatch batch)
        {
            for (var i = 0; i < batch.Size; i++)
            {
                batch.Target(i).Clear();
                batch.Target(i)[Draw(stepIndex, i, batch.Sample(i))] = 1;
                batch.Weight(i).Fill(1);
            }
        }

        public int Draw(long step, int index, Span<float> sample)
        {
            var random = new RandomSequence(options.Seed, (ulong)step, (uint)index);
            var digit = random.NextInt32(10);
            PenPoint[][] strokes;
            if (options.Own.Count > 0 && random.Chance(OwnPart))
            {
                var own = options.Own[random.NextInt32(options.Own.Count)];
                digit = own.Digit;
                strokes = DigitStrokes.Distort(ToUnitBox(own.Strokes), ref random, 0.6f);
            }
            else
            {
                strokes = DigitStrokes.Write(digit, ref random);
            }

            var thickness = Thickness * random.LogUniform(0.6f, 1.5f);
            DigitPicture.Draw(strokes, sample, Side, Box + random.Uniform(-3, 3), thickness, random.Uniform(-2, 2), random.Uniform(-2, 2));
            return digit;
        }

        /// <summary>Distortions are those of a box of 1 x 1.</summary>
        static PenPoint[][] ToUnitBox(PenPoint[][] strokes)
        {
            PenPoint[] all = [.. strokes.SelectMany(stroke => stroke)];
            float left = all.Min(point => point.X), top = all.Min(point => point.Y);
            var size = MathF.Max(MathF.Max(all.Max(point => point.X) - left, all.Max(point => point.Y) - top), 1e-6f);
            return [.. strokes.Select(stroke => stroke.Select(point => new PenPoint((point.X - left) / size, (point.Y - top) / size)).ToArray())];
        }
    }
}
