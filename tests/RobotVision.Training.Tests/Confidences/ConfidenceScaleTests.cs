using RobotVision.Detections;
using RobotVision.Training.Confidences;
using RobotVision.Training.Network;

namespace RobotVision.Training.Tests.Confidences;

public class ConfidenceScaleTests
{
    /// <summary>Of detections whose logits are twice as large as they should be, half the logit is right.</summary>
    [Test]
    public void Fit_ConfidencesThatAreTooSure_AreMadeLessSure()
    {
        var random = new Random(1);
        var detections = Enumerable.Range(0, 4000).Select(_ =>
        {
            var logit = random.NextDouble() * 6 - 3;
            return ((float)Sigmoid(2 * logit), random.NextDouble() < Sigmoid(logit));
        }).ToArray();
        var scale = ConfidenceScale.Fit(detections);
        Assert.That(scale.Factor, Is.EqualTo(0.5).Within(0.06));
        Assert.That(scale.Shift, Is.EqualTo(0).Within(0.15));
    }

    [Test]
    public void Fit_FewDetections_HardlyChangesThem()
    {
        var scale = ConfidenceScale.Fit([(0.9f, false), (0.3f, true)]);
        Assert.That(scale.Factor, Is.EqualTo(1).Within(0.3));
    }

    [Test]
    public void Fit_OnlyRightOrOnlyWrongDetections_ChangesNothing()
    {
        Assert.That(ConfidenceScale.Fit([(0.9f, true), (0.3f, true)]), Is.EqualTo(ConfidenceScale.None));
        Assert.That(ConfidenceScale.Fit([]), Is.EqualTo(ConfidenceScale.None));
    }

    [Test]
    public void Apply_AScaleOfOneClass_ChangesThatLogitAlone()
    {
        var network = Folding.WithoutNormalisation(GridNetwork.Create(dropout: 0, width: 0.25f, cells: 12));
        var values = network.ParameterList.ToDictionary(
            parameter => parameter.Name, parameter => Enumerable.Range(0, parameter.Length).Select(i => MathF.Sin(i) / 10).ToArray());
        var scales = Enumerable.Repeat(ConfidenceScale.None, ObjectClasses.Count).ToArray();
        scales[(int)ObjectClass.Robot] = new(0.5, -1);
        var samples = Enumerable.Range(0, 3 * 96 * 96).Select(i => MathF.Cos(i)).ToArray();
        var (before, after) = (Run(values), Run(ConfidenceScale.Apply(network, values, scales)));
        var layout = new GridLayout(12);
        var robot = layout.Start(ObjectClass.Robot, GridLayout.Logit);
        for (var i = 0; i < before.Length; i++)
            Assert.That(after[i], Is.EqualTo(i >= robot && i < robot + layout.Plane ? before[i] * 0.5f - 1 : before[i]).Within(1e-4));

        float[] Run(IReadOnlyDictionary<string, float[]> parameters) =>
            RobotVision.Training.Runs.ModelExporter.Run(network.ToInferenceModel(parameters), network, samples);
    }

    static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));
}
