using BenchmarkDotNet.Attributes;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Benchmarks.Detection;

/// <summary>Decoding the network's output for one sample.</summary>
[MemoryDiagnoser]
public class GridDecoderBenchmark
{
    static readonly GridLayout Layout = new(24);

    readonly float[] _output = new float[Layout.Length];
    readonly DetectionList _detections = new();
    readonly FeatureVector _features = new();
    readonly Thresholds _thresholds = new(Enumerable.Repeat(0.5f, ObjectClasses.Count));

    /// <summary>Objects in the sample; a busy field shows about twenty, a broken network may give as many as the third value.</summary>
    [Params(0, 20, 500)]
    public int Objects { get; set; }

    /// <summary>Places the objects.</summary>
    [GlobalSetup]
    public void PutObjects()
    {
        var random = new Random(1);
        for (var c = 0; c < ObjectClasses.Count; c++) _output.AsSpan(c * Layout.ClassLength, Layout.Plane).Fill(-6);
        for (var i = 0; i < Objects; i++)
            _output[random.Next(ObjectClasses.Count) * Layout.ClassLength + random.Next(Layout.Plane)] = 1 + random.NextSingle();
    }

    /// <summary>Decodes one frame.</summary>
    [Benchmark]
    public void Decode()
    {
        _detections.Clear();
        _features.Clear();
        GridDecoder.Decode(_output, ImageRegion.Whole(640, 480), 640, 480, _thresholds, _detections, _features);
    }
}
