using System.Diagnostics;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

/// <summary>Collects what the next report tells; its sums can be carried over to a resumed run.</summary>
sealed class ProgressMeter(IReadOnlyList<string> parts, TrainingOptions options)
{
    readonly double[] _sums = new double[parts.Count];
    readonly Stopwatch _clock = new();
    double _rate;
    int _steps;
    int _timedSteps;

    /// <summary>What was collected since the last report; null when nothing was.</summary>
    public PartialReport? Partial => _steps > 0 ? new(_steps, [.. _sums]) : null;

    /// <summary>Goes on with what another run had collected.</summary>
    public void Take(PartialReport partial)
    {
        _steps = partial.Steps;
        for (var i = 0; i < _sums.Length; i++) _sums[i] = partial.Sums[i];
    }

    /// <summary>From here on time counts.</summary>
    public void Go() => _clock.Start();

    /// <summary>From here on other work is done, whose time does not count.</summary>
    public void Rest() => _clock.Stop();

    /// <summary>Adds a step.</summary>
    public void Add(IReadOnlyList<float[]> losses, double rate)
    {
        for (var i = 0; i < _sums.Length; i++) _sums[i] += losses[i][0];
        _rate = rate;
        _steps++;
        _timedSteps++;
    }

    /// <summary>Tells of the steps since the last time.</summary>
    public void Tell(IProgress<TrainingProgress>? progress, long step)
    {
        var imagesPerSecond = _timedSteps * options.BatchSize / _clock.Elapsed.TotalSeconds;
        var means = parts.Select((part, i) => (part, Mean: _sums[i] / _steps)).ToDictionary(pair => pair.part, pair => pair.Mean);
        progress?.Report(new(step, options.Steps, imagesPerSecond, _rate, means));
        Array.Clear(_sums);
        (_steps, _timedSteps) = (0, 0);
        _clock.Restart();
    }
}
