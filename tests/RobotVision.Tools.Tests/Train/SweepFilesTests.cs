using RobotVision.Testing;
using RobotVision.Training.Sweeps;

namespace RobotVision.Tools.Tests.Train;

/// <summary>The shipped sweeps can be run: all of their options exist, and every combination is valid.</summary>
public class SweepFilesTests
{
    static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "models", "sweeps"), "*.yaml")
            .Where(file => File.ReadAllText(file).Contains("recipe: ", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file)).Order();

    [TestCaseSource(nameof(Files))]
    public void Load_ShippedSweep_IsValid(string file) =>
        Assert.That(new Sweep(Sweep.Load(Path.Combine(Repository.Root, "models", "sweeps", file)), "unused", "", TimeProvider.System).Count,
            Is.GreaterThan(1));

    [Test]
    public void Files_AreThere() => Assert.That(Files, Is.SupersetOf(new[] { "dropout.yaml", "ssl-transfer.yaml" }));
}
