using System.Diagnostics;
using RobotVision.Training.Checkpoints;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Runs;

/// <summary>Collects losses and speed between two progress reports; the sums are part of a checkpoint, so that a resumed run reports the same.</summary>
sealed class ProgressMeter(IReadOnlyList<string> parts, TrainingOptions options)
{
    readonly double[] _sums = new double[parts.Count];
    readonly Stopwatch _clock = new();
    double _rate;
    int _steps;
    int _timedSteps;

    /// <summary>The sums since the last report; null when no step was added.</summary>
    public PartialReport? Partial => _steps > 0 ? new(_steps, [.. _sums]) : null;

    /// <summary>Restores the sums of a checkpoint.</summary>
    public void Restore(PartialReport partial)
    {
        _steps = partial.Steps;
        for (var i = 0; i < _sums.Length; i++) _sums[i] = partial.Sums[i];
    }

    /// <summary>Starts or continues the clock.</summary>
    public void StartClock() => _clock.Start();

    /// <summary>Stops the clock while other work is done.</summary>
    public void StopClock() => _clock.Stop();

    /// <summary>Adds a step.</summary>
    public void Add(IReadOnlyList<float[]> losses, double rate)
    {
        for (var i = 0; i < _sums.Length; i++) _sums[i] += losses[i][0];
        _rate = rate;
        _steps++;
        _timedSteps++;
    }

    /// <summary>Reports the steps since the last report and starts anew.</summary>
    /// <param name="progress">Receives the report.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="steps">Steps of the whole run.</param>
    public void Report(IProgress<TrainingProgress>? progress, long step, long steps)
    {
        var imagesPerSecond = _timedSteps * options.BatchSize / _clock.Elapsed.TotalSeconds;
        var means = parts.Select((part, i) => (part, Mean: _sums[i] / _steps)).ToDictionary(pair => pair.part, pair => pair.Mean);
        progress?.Report(new(step, steps, imagesPerSecond, _rate, means));
        Array.Clear(_sums);
        (_steps, _timedSteps) = (0, 0);
        _clock.Restart();
    }
}
