using BenchmarkDotNet.Attributes;
using RobotVision.Sampling;

namespace RobotVision.Benchmarks.Inference;

/// <summary>One sample through the shipped network on the CPU.</summary>
[MemoryDiagnoser]
public class InferenceBenchmark
{
    readonly float[] _sample = new float[SampleFormat.Length];
    float[] _output = [];
    BenchmarkModel _model = null!;

    /// <summary>CPU threads of the network.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Loads the model.</summary>
    [GlobalSetup]
    public void Load()
    {
        _model = new BenchmarkModel(Threads);
        _output = new float[_model.Model.OutputLength];
        var random = new Random(1);
        for (var i = 0; i < _sample.Length; i++) _sample[i] = random.NextSingle() * 2 - 1;
    }

    /// <summary>Frees the model.</summary>
    [GlobalCleanup]
    public void Free() => _model.Dispose();

    /// <summary>One run, including copies in and out.</summary>
    [Benchmark]
    public void Run() => _model.Runner.Run(_sample, 1, _output);
}
