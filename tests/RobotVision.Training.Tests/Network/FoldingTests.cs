using RobotVision.Training.Graph.Format;
using RobotVision.Training.Layers;
using RobotVision.Training.Network;
using RobotVision.Training.Runs;
using RobotVision.Training.Tests.Layers;

namespace RobotVision.Training.Tests.Network;

public class FoldingTests
{
    /// <summary>The operators of the exported file, and the number of scale-and-shift layers.</summary>
    static IEnumerable<TestCaseData> Networks()
    {
        TestCaseData Case(string name, int scalings, params Layer[] layers) =>
            new TestCaseData(scalings, new NetworkDefinition("n", [3, 8, 8], "y", layers)).SetArgDisplayNames(name);
        BatchNormalisation n(string name = "norm") => new(name);
        yield return Case("conv-bn", 0, new Convolution("c", 4, Padding: 1, Bias: false), n(), new Relu("r"));
        yield return Case("conv with bias-bn", 0, new Convolution("c", 4, Padding: 1), n());
        yield return Case("groups-bn", 0, new Convolution("c", 6, Padding: 1) { Groups = 3 }, n());
        yield return Case("conv-dropout-bn", 0, new Convolution("c", 4, Padding: 1), new Dropout("d", 0.5f), n());
        yield return Case("dense-bn", 0, new Flatten("f"), new Dense("d", 5), n(), new Relu("r"), new Dense("e", 2));
        yield return Case("bn first", 1, n(), new Convolution("c", 4, Padding: 1));
        yield return Case("bn after relu", 1, new Convolution("c", 4, Padding: 1), new Relu("r"), n());
        yield return Case("bn after relu of features", 1, new Flatten("f"), new Dense("d", 5), new Relu("r"), n());
        yield return Case("bn after bn", 1, new Convolution("c", 4, Padding: 1), n("n1"), new Relu("r"), n("n2"));
        yield return Case("in a residual", 1,
            new Residual("s", [n("n0"), new Relu("r"), new Convolution("c", 3, Padding: 1, Bias: false), n("n1")]));
        yield return Case("in a concat", 1,
            new Concat("j", [[new Convolution("c", 4, Padding: 1), n("n0")], [new MaxPool("p", 3) { Stride = 1, Padding = 1 }, n("n1")], []]));
        yield return Case("after a concat", 1, new Concat("j", [[new Convolution("c", 4, Padding: 1)], []]), n());
    }

    [TestCaseSource(nameof(Networks))]
    public void Fold_NormalisationAnywhere_ComputesTheSameWithoutIt(int scalings, NetworkDefinition network)
    {
        var values = RandomValues.Of(network);
        var path = Path.GetTempFileName();
        try
        {
            // Throws if the outputs differ from those of the unfolded network.
            Assert.That(ModelExporter.Export(network, values, new Dictionary<string, string>(), path).LargestDifference, Is.LessThan(2e-5f));
            var operators = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Node.Select(node => node.OpType).ToArray();
            Assert.Multiple(() =>
            {
                Assert.That(operators, Has.None.EqualTo("BatchNormalization"));
                Assert.That(operators.Count(name => name == "Mul"), Is.EqualTo(scalings));
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCaseSource(nameof(Networks))]
    public void WithoutNormalisation_AnyNetwork_HasTheParametersOfTheFoldedOne(int scalings, NetworkDefinition network)
    {
        var (folded, _) = Folding.Fold(network, RandomValues.Of(network));
        static string[] Texts(NetworkDefinition network) =>
            [.. network.ParameterList.Select(parameter => $"{parameter.Name} ({string.Join(", ", parameter.Shape)})")];
        Assert.That(Texts(Folding.WithoutNormalisation(network)), Is.EqualTo(Texts(folded)));
        Assert.That(folded.Layers.Concat(folded.Layers.OfType<Residual>().SelectMany(residual => residual.Branch))
            .Concat(folded.Layers.OfType<Concat>().SelectMany(concat => concat.Branches.SelectMany(branch => branch)))
                .Count(layer => layer is ScaleAndShift), Is.EqualTo(scalings));
    }
}
