using Microsoft.ML.OnnxRuntime;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Runs;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Runs;

public class ModelExporterTests
{
    string _path = "";

    [SetUp]
    public void MakeFolder() => _path = Path.Combine(Directory.CreateTempSubdirectory("robotvision").FullName, "model.onnx");

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void Export_TrainedNetwork_ComputesWhatTheTrainerComputes()
    {
        using var trainer = new Trainer(ToyProblem.Network, new BinaryCrossEntropyLoss(), ToyProblem.Options);
        trainer.TrainUntil(20, new ToyProblem());
        var report = trainer.Export(_path, new Dictionary<string, string>());
        Assert.That(report.LargestDifference, Is.LessThan(1e-5f));

        var values = trainer.ToInferenceValues();
        var samples = new float[5 * 64];
        RandomTensors.FillNormal(samples, 1, 1, 1);
        var exported = ModelExporter.Run(File.ReadAllBytes(_path), ToyProblem.Network, samples);
        var own = ModelExporter.Run(ToyProblem.Network.ToInferenceModel(values), ToyProblem.Network, samples, GraphOptimizationLevel.ORT_DISABLE_ALL);
        Assert.That(exported, Is.EqualTo(own).Within(1e-5f));
        Assert.That(exported, Has.Length.EqualTo(10));
    }

    [Test]
    public void Export_AnyNetwork_HasNoNormalisationAndNoDropout()
    {
        var (folded, _) = Folding.Fold(ToyProblem.Network, Start(ToyProblem.Network));
        var all = folded.Layers.Concat(folded.Layers.OfType<Residual>().SelectMany(residual => residual.Branch)).ToList();
        Assert.That(all.Any(layer => layer is BatchNormalisation or Dropout), Is.False);
        Assert.That(all.OfType<Convolution>().All(convolution => convolution.Bias), Is.True);
    }

    [Test]
    public void Export_Metadata_TravelsInTheFile()
    {
        ModelExporter.Export(ToyProblem.Network, Start(ToyProblem.Network), new Dictionary<string, string> { ["contract"] = "1" }, _path);
        using var session = new InferenceSession(_path);
        Assert.That(session.ModelMetadata.CustomMetadataMap["contract"], Is.EqualTo("1"));
        Assert.That(session.InputMetadata[NetworkDefinition.InputName].Dimensions, Is.EqualTo(new[] { -1, 1, 8, 8 }));
    }

    [Test]
    public void Export_DivergedWeights_WritesNothing()
    {
        var values = Start(ToyProblem.Network);
        values["dense.bias"][0] = float.NaN;
        Assert.That(() => ModelExporter.Export(ToyProblem.Network, values, new Dictionary<string, string>(), _path),
            Throws.TypeOf<DivergedException>().With.Message.Contains(_path));
        Assert.That(File.Exists(_path), Is.False);
    }

    [Test]
    public void Export_LectureNetwork_RunsForward()
    {
        var network = LectureNetwork.Create();
        ModelExporter.Export(network, Start(network), new Dictionary<string, string>(), _path);
        Assert.That(ModelExporter.Run(File.ReadAllBytes(_path), network, new float[2 * 3 * 96 * 96]), Has.Length.EqualTo(16));
    }

    static Dictionary<string, float[]> Start(NetworkDefinition network) => network.ParameterList.ToDictionary(parameter => parameter.Name, parameter =>
    {
        var values = new float[parameter.Length];
        if (parameter.FanIn > 0) RandomTensors.FillNormal(values, Math.Sqrt(2.0 / parameter.FanIn), 1, (uint)parameter.Length);
        else for (var i = 0; i < values.Length; i++) values[i] = 0.5f + i * 0.1f;
        return values;
    });
}
