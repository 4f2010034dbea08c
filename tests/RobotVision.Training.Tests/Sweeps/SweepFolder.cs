namespace RobotVision.Training.Tests.Sweeps;

/// <summary>A folder with a recipe that trains in a second, for sweeps of it; deleted with the test.</summary>
sealed class SweepFolder : IDisposable
{
    const string Recipe = """
        network: grid
        width: 0.25
        training: { batch_size: 2, steps: 4, warm_up_steps: 1, threads: 1, report_every: 1 }
        data: [{ synthetic: { seed: 1, count: 4, width: 64, height: 64 } }]
        validation: [{ synthetic: { seed: 2, count: 3, width: 64, height: 64 } }]
        """;

    readonly string _path = Directory.CreateTempSubdirectory("robotvision").FullName;

    public SweepFolder() => File.WriteAllText(this["tiny.yaml"], Recipe);

    public string this[string name] => Path.Combine(_path, name);

    /// <summary>Writes a sweep of the recipe and returns its path.</summary>
    public string Write(string lines)
    {
        File.WriteAllText(this["sweep.yaml"], lines.Contains("recipe:", StringComparison.Ordinal) ? lines : "recipe: tiny.yaml\n" + lines);
        return this["sweep.yaml"];
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
