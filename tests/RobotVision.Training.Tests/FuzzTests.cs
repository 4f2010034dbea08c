using RobotVision.Fuzzing;
using RobotVision.Testing;

namespace RobotVision.Training.Tests;

/// <summary>Readers of files and messages get changed inputs, and those that once did something else than read or refuse them.</summary>
[NonParallelizable] // all targets write into one folder
public class FuzzTests
{
    const int InputsATarget = 100;

    static readonly string Corpus = Path.Combine(Repository.Root, "tests/RobotVision.Fuzzing/corpus");

    static IEnumerable<string> Names()
    {
        using var targets = new FuzzTargets();
        return [.. targets.All.Select(target => target.Name)];
    }

    [TestCaseSource(nameof(Names))]
    public void Read_ChangedInputs_AreReadOrRefused(string name)
    {
        using var targets = new FuzzTargets();
        var target = targets.All.Single(target => target.Name == name);
        foreach (var seed in target.Seeds) Assert.That(() => target.Read(seed), Throws.Nothing);
        var folder = Path.Combine(Corpus, name);
        var known = Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];
        var result = FuzzRun.Run(target, InputsATarget, TimeSpan.FromMinutes(1), seed: 1, known);
        Assert.That(result.Findings.Select(finding => $"{finding.Problem}: {Convert.ToHexString(finding.Input)} {finding.Details}"), Is.Empty);
    }
}
