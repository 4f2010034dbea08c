using RobotVision.Classroom.Digits;
using RobotVision.Classroom.Layers;
using RobotVision.Data.Randomness;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Classroom.Curves;

/// <summary>
/// A network with one hidden layer that learns to read a fixed set of written digits, with its error on them and on digits that it never sees: too
/// small a network can do neither, too large a one learns its examples by heart. One thread at a time; owns its trainer.
/// </summary>
public sealed class CurveLesson : IDisposable
{
    /// <summary>Steps of the whole training.</summary>
    public const int Steps = 600;

    /// <summary>Digits that are never trained on.</summary>
    public const int TestExamples = 500;

    const int Side = 14, BatchSize = 32;
    const ulong TestSeed = 2_000_000;

    readonly NetworkDefinition _network;
    readonly Trainer _trainer;
    readonly ExampleSet _examples;
    readonly ExampleSet _test = new(new() { Seed = TestSeed, Examples = TestExamples, WrongLabels = 0 });
    readonly List<CurvePoint> _points = [];

    /// <summary>Draws the examples and begins with random weights.</summary>
    /// <exception cref="OptionException">An option is out of range.</exception>
    public CurveLesson(CurveOptions options)
    {
        options.Validate();
        _network = new("curves", [Side * Side], "digits",
        [
            new Dense("hidden", options.Hidden), new Relu("relu"), new Dropout("dropout", (float)options.Dropout), new Dense("output", 10),
        ]);
        _examples = new(options);
        _trainer = new(_network, new SoftmaxCrossEntropyLoss(), new()
        {
            Seed = options.Seed,
            Steps = Steps,
            BatchSize = BatchSize,
            LearningRate = 5e-3,
            FinalRate = 0.1,
            WeightDecay = options.WeightDecay,
            AverageDecay = 0,
            CheckpointEvery = 0,
            Threads = 1,
        });
        Measure();
    }

    /// <summary>Trains.</summary>
    /// <param name="steps">Steps of 32 examples, at least 0; ends at <see cref="Steps"/>.</param>
    /// <returns>What is known afterwards.</returns>
    public CurveState Advance(int steps)
    {
        if (steps > 0 && _trainer.Step < Steps)
        {
            _trainer.TrainUntil(Math.Min(Steps, _trainer.Step + steps), _examples);
            Measure();
        }

        return new([.. _points], Steps, _network.LearnedCount);
    }

    /// <inheritdoc/>
    public void Dispose() => _trainer.Dispose();

    void Measure()
    {
        using var layers = new LayerOutputs(_network, _trainer.ToInferenceValues());
        var (trainingError, trainingWrong) = _examples.Measure(layers);
        var (testError, testWrong) = _test.Measure(layers);
        _points.Add(new((int)_trainer.Step, trainingError, testError, trainingWrong, testWrong));
    }

    /// <summary>Written digits, always the same ones.</summary>
    sealed class ExampleSet : IBatchSource
    {
        readonly CurveOptions _options;
        readonly (int Label, PenPoint[][] Strokes, float Thickness)[] _written;
        readonly float[] _samples;

        public ExampleSet(CurveOptions options)
        {
            _options = options;
            _written = new (int, PenPoint[][], float)[options.Examples];
            _samples = new float[options.Examples * Side * Side];
            for (var i = 0; i < _written.Length; i++)
            {
                var random = new RandomSequence(options.Seed, (ulong)i);
                var digit = i % 10;
                var label = random.Chance((float)options.WrongLabels) ? (digit + 1 + random.NextInt32(9)) % 10 : digit;
                _written[i] = (label, DigitStrokes.Write(digit, ref random), random.LogUniform(0.9f, 2));
                Draw(_written[i].Strokes, i, random.Uniform(-1.5f, 1.5f), random.Uniform(-1.5f, 1.5f), _samples.AsSpan(i * Side * Side, Side * Side));
            }
        }

        public void Fill(long stepIndex, TrainingBatch batch)
        {
            for (var i = 0; i < batch.Size; i++)
            {
                var random = new RandomSequence(_options.Seed + 1, (ulong)stepIndex, (uint)i);
                var example = random.NextInt32(_written.Length);
                var (label, strokes, _) = _written[example];
                if (_options.IsAugmented)
                    Draw(DigitStrokes.Distort(strokes, ref random, 0.6f), example, random.Uniform(-1.5f, 1.5f), random.Uniform(-1.5f, 1.5f), batch.Sample(i));
                else
                    _samples.AsSpan(example * Side * Side, Side * Side).CopyTo(batch.Sample(i));
                batch.Target(i).Clear();
                batch.Target(i)[label] = 1;
                batch.Weight(i).Fill(1);
            }
        }

        /// <summary>The mean cross-entropy and the part that is read wrong.</summary>
        public (double Error, double Wrong) Measure(LayerOutputs layers)
        {
            double error = 0, wrong = 0;
            foreach (var (i, logits) in layers.RunLast(_samples, _written.Length).Chunk(10).Index())
            {
                var label = _written[i].Label;
                var largest = logits.Max();
                error += largest - logits[label] + Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
                if (Array.IndexOf(logits, largest) != label) wrong++;
            }

            return (error / _written.Length, wrong / _written.Length);
        }

        void Draw(PenPoint[][] strokes, int example, float shiftX, float shiftY, Span<float> sample) =>
            DigitPicture.Draw(strokes, sample, Side, 10, _written[example].Thickness, shiftX, shiftY);
    }
}
