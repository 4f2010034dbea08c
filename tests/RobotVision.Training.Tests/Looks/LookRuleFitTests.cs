using RobotVision.Data.Datasets;
using RobotVision.Data.Synthesis;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Training.Looks;
using RobotVision.Training.Network;

namespace RobotVision.Training.Tests.Looks;

public class LookRuleFitTests
{
    const int Around = 21;

    static float[] Evidence(float wholeView, float around)
    {
        var evidence = new float[LookRule.EvidenceLength];
        (evidence[0], evidence[4], evidence[Around]) = (1, wholeView, around);
        return evidence;
    }

    /// <summary>Candidates that are right by a known rule: the logit is 2 times the whole view's, less 4 within another candidate.</summary>
    static LookRuleFit Known(int count)
    {
        var (random, fit) = (new Random(1), new LookRuleFit());
        for (var i = 0; i < count; i++)
        {
            var evidence = Evidence(random.NextSingle() * 4 - 2, random.NextDouble() < 0.5 ? 1 : 0);
            fit.Add(ObjectClass.Robot, evidence, random.NextDouble() < 1 / (1 + Math.Exp(-2 * evidence[4] + 4 * evidence[Around])));
        }
        return fit;
    }

    /// <summary>A start from the shipped model with a class of one's own.</summary>
    [Test]
    public void For_MoreClassesThanTheRule_KeepsItAndAddsPlainOnes()
    {
        var rule = ModelContract.Parse(ModelWeights.Read(Path.Combine(Repository.Root, "models", "grid.onnx")).Metadata, "grid.onnx").LookRule!;
        var more = LookRuleFit.For(rule.Count + 1, rule);
        Assert.That(more.Count, Is.EqualTo(9));
        Assert.That(more.WeightsOf(ObjectClass.Robot).ToArray(), Is.EqualTo(rule.WeightsOf(ObjectClass.Robot).ToArray()));
        Assert.That(more.WeightsOf((ObjectClass)8).ToArray().Sum(), Is.EqualTo(4).Within(1e-6), "half of the whole view and half of the close-ups");
    }

    [Test]
    public void Fit_CandidatesOfAKnownRule_FindsIt()
    {
        var weights = Known(30000).Fit().WeightsOf(ObjectClass.Robot);
        Assert.That(weights[4], Is.EqualTo(2).Within(0.2));
        Assert.That(weights[Around], Is.EqualTo(-4).Within(0.4));
        Assert.That(weights[0], Is.EqualTo(0).Within(0.2));
    }

    [Test]
    public void Fit_FewCandidates_StaysNearTheStart()
    {
        var start = Known(30000).Fit();
        var weights = Known(20).Fit(start).WeightsOf(ObjectClass.Robot);
        Assert.That(weights[4], Is.EqualTo(start.WeightsOf(ObjectClass.Robot)[4]).Within(0.5));
    }

    [Test]
    public void Fit_ClassWithoutCandidates_KeepsTheStart()
    {
        var start = Known(200).Fit();
        Assert.That(new LookRuleFit().Fit(start).WeightsOf(ObjectClass.Robot).ToArray(), Is.EqualTo(start.WeightsOf(ObjectClass.Robot).ToArray()));
    }

    [TestCase(false, "robotvision.look_rule", "robotvision.close_up_thresholds")]
    [TestCase(true, "robotvision.look_rule", "robotvision.close_up_thresholds", "robotvision.thresholds")]
    public void Write_ShippedModel_ChangesRuleAndThresholdsAlone(bool withWholeView, params string[] changed)
    {
        var folder = Directory.CreateTempSubdirectory("robotvision");
        try
        {
            var (shipped, output) = (Path.Combine(Repository.Root, "models", "grid.int8.onnx"), Path.Combine(folder.FullName, "fitted.onnx"));
            WeightedDataset[] data = [new(new SyntheticDataset(new() { Seed = 5, Count = 6 }), 1)];
            FittedLooks.Write(shipped, data, 2, output, withWholeView, null, CancellationToken.None);
            var (before, after) = (ModelWeights.Read(shipped).Metadata, ModelWeights.Read(output).Metadata);
            Assert.That(after.Where(entry => !before.TryGetValue(entry.Key, out var value) || value != entry.Value).Select(entry => entry.Key),
                Is.EquivalentTo([.. changed, ModelChecksum.Key]));
            using var model = VisionModel.Load(output, new() { Accelerator = Accelerator.Cpu });
            Assert.That(model.Contract.LookRule, Is.Not.Null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void Write_ModelWithoutBoxes_IsRefused() =>
        Assert.That(
            () => FittedLooks.Write(Path.Combine(Repository.Root, "models", "lecture.int8.onnx"), [], 2, "never.onnx", false, null, CancellationToken.None),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("expected a model with boxes"));
}
