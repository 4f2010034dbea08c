using RobotVision.Inference;

namespace RobotVision.Tools.Bench;

/// <summary>
/// Measures all variants in rounds: each has a block of time in each round, in one order and back, so that whatever else the machine does in a round is
/// shared by all, and their ratios hold on a machine that others use.
/// </summary>
/// <param name="options">What is measured.</param>
/// <param name="input">The frames; borrowed.</param>
sealed class BenchRun(BenchOptions options, BenchInput input)
{
    const int FewestRounds = 3, MostRounds = 100;

    /// <summary>A block is about so long where the time allows: a hundred frames of the shipped network.</summary>
    static readonly TimeSpan Block = TimeSpan.FromMilliseconds(150);

    /// <summary>Measures.</summary>
    /// <param name="report">Called with the blocks that are done and how many there are.</param>
    /// <param name="stop">Stops between blocks.</param>
    /// <exception cref="InvalidDataException">A model or the input cannot be used.</exception>
    public BenchReport Run(Action<long, long> report, CancellationToken stop)
    {
        var models = new Dictionary<(string, int), VisionModel>();
        var runs = new List<VariantRun>();
        try
        {
            var load = LoadAverage();
            foreach (var variant in Variant.Of(options))
            {
                stop.ThrowIfCancellationRequested();
                var key = (variant.Model, variant.Threads);
                if (!models.TryGetValue(key, out var model)) model = models[key] = Load(variant);
                runs.Add(new(variant, model, input));
            }

            var rounds = (int)Math.Clamp(options.Time / (Block * runs.Count), FewestRounds, MostRounds);
            Measure(runs, rounds, report, stop);
            var groups = runs.GroupBy(run => run.Variant.Topic).Select(group => GroupOf(group.Key, [.. group]));
            return new(
                BenchSystem.Now(load), BenchedInput.Of(input), options.Time.TotalSeconds, rounds,
                [.. models.Values.DistinctBy(model => model.Hash).Select(BenchedModel.Of)], [.. groups]);
        }
        finally
        {
            foreach (var run in runs) run.Dispose();
            foreach (var model in models.Values) model.Dispose();
        }
    }

    /// <summary>The results of a group, beside those of its first variant; of sizes beside those of the picture as it is.</summary>
    static BenchGroup GroupOf(BenchTopic topic, IReadOnlyList<VariantRun> runs)
    {
        var first = runs.FirstOrDefault(run => topic == BenchTopic.PictureSize && run.Variant.Scale == 1) ?? runs[0];
        return new(topic, [.. runs.Select(run => run.Result(first))]);
    }

    /// <summary>Runs the rounds, after one that does not count.</summary>
    void Measure(List<VariantRun> runs, int rounds, Action<long, long> report, CancellationToken stop)
    {
        using var busy = new BusyCores();
        var block = options.Time / ((rounds + 1) * runs.Count);
        long done = 0;
        for (var round = 0; round <= rounds; round++)
            foreach (var run in round % 2 == 0 ? runs : Enumerable.Reverse(runs))
            {
                stop.ThrowIfCancellationRequested();
                busy.IsOn = run.Variant.IsLoaded;
                if (round == 0) run.WarmUp(block);
                else run.RunBlock(block);
                report(++done, (rounds + 1L) * runs.Count);
            }
    }

    VisionModel Load(Variant variant)
    {
        var model = VisionModel.Load(
            variant.Model, new() { Accelerator = options.Accelerator, Threads = variant.Threads, MaxSamples = Math.Max(1, options.Looks.Max()) });
        if (model.Contract.Output == ModelOutput.Grid) return model;
        var found = model.Contract.Output.Name();
        model.Dispose();
        throw new InvalidDataException(
            $"Model '{variant.Model}': expected the output 'grid', found '{found}', which says what is there but not where. Use a grid network.");
    }

    static double? LoadAverage()
    {
        try
        {
            return double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // another system
        }
    }
}
