using RobotVision.Sampling;

namespace RobotVision.Inference;

/// <summary>How long a model takes on this machine, as its runner is set up, while no other program takes the processor away.</summary>
/// <param name="WholeView">A run on one sample: the time that a tenth of the runs keep to.</param>
/// <param name="CloseUp">What each further sample of the same run takes besides; that of the whole view where a run takes one sample.</param>
public sealed record ModelSpeed(TimeSpan WholeView, TimeSpan CloseUp)
{
    /// <summary>Runs at least, of one sample and of several, which take longer.</summary>
    const int FewestRuns = 10, FewestFullRuns = 5;

    /// <summary>Measures it on samples of zeros: no network of ours takes longer for another picture.</summary>
    /// <param name="runner">Runs the model, borrowed.</param>
    /// <param name="time">About so long.</param>
    /// <param name="clock">Measures.</param>
    public static ModelSpeed Measure(ModelRunner runner, TimeSpan time, TimeProvider clock)
    {
        var most = runner.Model.MaxSamples;
        var one = Undisturbed(runner, 1, FewestRuns, time / 2, clock);
        return new(one, most == 1 ? one : (Undisturbed(runner, most, FewestFullRuns, time / 2, clock) - one) / (most - 1));
    }

    /// <summary>How many close-ups besides the whole view fit a time.</summary>
    public int CloseUpsIn(TimeSpan time) => time <= WholeView || CloseUp <= TimeSpan.Zero ? 0 : (int)((time - WholeView) / CloseUp);

    /// <summary>What a frame takes: its whole view and so many close-ups.</summary>
    public TimeSpan TimeFor(int closeUps) => WholeView + closeUps * (CloseUp > TimeSpan.Zero ? CloseUp : TimeSpan.Zero);

    static TimeSpan Undisturbed(ModelRunner runner, int count, int fewest, TimeSpan time, TimeProvider clock)
    {
        var samples = new float[count * SampleFormat.Length];
        var output = new float[count * runner.Model.OutputLength];
        var runs = new List<TimeSpan>();
        for (var started = clock.GetTimestamp(); runs.Count < fewest || clock.GetElapsedTime(started) < time;)
        {
            var before = clock.GetTimestamp();
            runner.Run(samples, count, output);
            runs.Add(clock.GetElapsedTime(before));
        }

        runs.Sort();
        return runs[runs.Count / 10];
    }
}
