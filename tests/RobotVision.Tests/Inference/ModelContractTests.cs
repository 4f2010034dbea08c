using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.Tests.Inference;

public class ModelContractTests
{
    static readonly ModelContract Contract = new()
    {
        Network = "grid",
        Input = new SampleFormat { Order = ColorOrder.Bgr, Layout = SampleLayout.Hwc, Mean = 12.5f, Scale = 0.25f },
        Output = ModelOutput.Presence,
        Thresholds = [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f],
        Precision = "int8",
        Origin = """{"seed":7}""",
    };

    [Test]
    public void Parse_OfToMetadata_IsTheSame()
    {
        var parsed = ModelContract.Parse(Contract.ToMetadata(), "a.onnx");
        Assert.That(parsed.Thresholds, Is.EqualTo(Contract.Thresholds));
        Assert.That(parsed with { Thresholds = Contract.Thresholds }, Is.EqualTo(Contract));
    }

    [Test]
    public void Parse_FileFromBeforeThereWasInt8_IsFloat32()
    {
        var metadata = Contract.ToMetadata().Where(pair => pair.Key != ModelContract.PrecisionKey).ToDictionary();
        Assert.That(ModelContract.Parse(metadata, "a.onnx").Precision, Is.EqualTo("fp32"));
    }

    [Test]
    public void Parse_ExtraClasses_AreNamedBehindTheEight()
    {
        var contract = Contract with { Classes = ClassNames.With(["cone"]), Thresholds = [.. Contract.Thresholds, Thresholds.Off] };
        var metadata = contract.ToMetadata();
        Assert.That(metadata["robotvision.classes"], Does.EndWith(",penalty_mark,cone"));
        var parsed = ModelContract.Parse(metadata, "a.onnx");
        Assert.That(parsed.Classes, Is.EqualTo(contract.Classes));
        Assert.That(parsed.Untrained, Is.EqualTo(new[] { "cone" }));
    }

    [TestCase("cone,cone", "again")]
    [TestCase("Cone", "found 'Cone'")]
    [TestCase("cone", "robotvision.thresholds: expected 9 numbers")]
    public void Parse_ExtraClassesThatCannotBeUsed_SaysWhy(string extra, string message)
    {
        var metadata = new Dictionary<string, string>(Contract.ToMetadata());
        metadata["robotvision.classes"] += $",{extra}";
        Assert.That(() => ModelContract.Parse(metadata, "a.onnx"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(message));
    }

    [TestCase("contract")]
    [TestCase("network")]
    [TestCase("classes")]
    [TestCase("input")]
    [TestCase("output")]
    [TestCase("thresholds")]
    [TestCase("origin")]
    public void Parse_MissingKey_NamesIt(string key)
    {
        var metadata = Contract.ToMetadata().Where(pair => pair.Key != $"robotvision.{key}").ToDictionary();
        Assert.That(() => ModelContract.Parse(metadata, "a.onnx"), Throws.InstanceOf<InvalidDataException>()
            .With.Message.StartsWith("Model 'a.onnx': expected metadata").And.Message.Contains($"not found: robotvision.{key}."));
    }

    [TestCase("contract", "2", "expected '1', found '2'")]
    [TestCase("classes", "ball,robot", "line_t,line_x,penalty_mark', and perhaps others after these, found 'ball,robot'")]
    [TestCase("output", "boxes", "expected 'grid' or 'presence', found 'boxes'")]
    [TestCase("thresholds", "[0.5]", "expected 8 numbers between 0 and 1, found '[0.5]'")]
    [TestCase("thresholds", "[0,0.5,0.5,0.5,0.5,0.5,0.5,0.5]", "expected 8 numbers")]
    [TestCase("thresholds", "[1,0.5,0.5,0.5,0.5,0.5,0.5,0.5]", "expected 8 numbers")]
    [TestCase("thresholds", "half", "expected 8 numbers")]
    [TestCase("input", "no json", "found 'no json'")]
    [TestCase("input", """{"Size":64,"Order":"Rgb","Layout":"Chw","Mean":0,"Scale":1}""", "expected {\"Size\":96")]
    [TestCase("input", """{"Size":96,"Order":"Grey","Layout":"Chw","Mean":0,"Scale":1}""", "expected {\"Size\":96")]
    [TestCase("input", """{"Size":96,"Order":"7","Layout":"Chw","Mean":0,"Scale":1}""", "expected {\"Size\":96")]
    [TestCase("input", """{"Size":96,"Order":"Rgb","Layout":"Chw","Mean":0,"Scale":0}""", "expected {\"Size\":96")]
    public void Parse_ValueThatCannotBeUsed_SaysWhatWasExpectedAndFound(string key, string value, string message)
    {
        var metadata = new Dictionary<string, string>(Contract.ToMetadata()) { [$"robotvision.{key}"] = value };
        Assert.That(() => ModelContract.Parse(metadata, "a.onnx"),
            Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith($"Model 'a.onnx': robotvision.{key}: ").And.Message.Contains(message));
    }

    /// <summary>A model that did not say its mean used to be run with a mean of 0.</summary>
    [Test]
    public void Parse_InputWithoutMean_IsRejected()
    {
        var metadata = new Dictionary<string, string>(Contract.ToMetadata())
        {
            ["robotvision.input"] = """{"Size":96,"Order":"Rgb","Layout":"Chw","Scale":1}""",
        };
        Assert.That(() => ModelContract.Parse(metadata, "a.onnx"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("\"Mean\":number"));
    }

    [Test]
    public void Parse_SeveralProblems_ListsThemAll()
    {
        var metadata = new Dictionary<string, string>(Contract.ToMetadata()) { ["robotvision.contract"] = "9", ["robotvision.output"] = "boxes" };
        Assert.That(() => ModelContract.Parse(metadata, "a.onnx"),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("robotvision.contract").And.Message.Contains("robotvision.output"));
    }

    [Test]
    public void ToMetadata_Classes_AreInTheOrderOfTheTensors() =>
        Assert.That(Contract.ToMetadata()["robotvision.classes"].Split(','), Is.EqualTo(ObjectClasses.Names));

    [Test]
    public void ThresholdsFor_CloseUps_AreTheirOwnWhereTheModelHasThem()
    {
        var closer = Enumerable.Repeat(0.75f, ObjectClasses.Count).ToArray();
        var contract = TestModel.Contract with { CloseUpThresholds = closer };
        var read = ModelContract.Parse(contract.ToMetadata(), "model.onnx");

        Assert.That(read.ThresholdsFor(3), Is.EqualTo(closer));
        Assert.That(read.ThresholdsFor(0), Is.EqualTo(contract.Thresholds));
        Assert.That(TestModel.Contract.ThresholdsFor(3), Is.EqualTo(TestModel.Contract.Thresholds));
    }

    [Test]
    public void Parse_ModelWithALookRule_ReadsItAndOneWithoutHasNone()
    {
        var rule = new LookRule(Enumerable.Range(0, ObjectClasses.Count).Select(c => Enumerable.Range(0, LookRule.EvidenceLength).Select(i => c - i / 7f)));
        var read = ModelContract.Parse((TestModel.Contract with { LookRule = rule }).ToMetadata(), "model.onnx").LookRule;
        Assert.That(read?.WeightsOf(ObjectClass.LineT).ToArray(), Is.EqualTo(rule.WeightsOf(ObjectClass.LineT).ToArray()));
        Assert.That(ModelContract.Parse(TestModel.Contract.ToMetadata(), "model.onnx").LookRule, Is.Null);
    }

    [TestCase("""{"Version":2,"Weights":[]}""")]
    [TestCase("""{"Version":1,"Weights":[[1],[1],[1],[1],[1],[1],[1],[1]]}""")]
    [TestCase("""{"Version":1,"Weights":null}""")]
    [TestCase("rule")]
    public void Parse_LookRuleThatCannotBeUsed_SaysWhatWasExpected(string rule)
    {
        var metadata = new Dictionary<string, string>(TestModel.Contract.ToMetadata()) { ["robotvision.look_rule"] = rule };
        Assert.That(() => ModelContract.Parse(metadata, "a.onnx"), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains("robotvision.look_rule: expected version 1 and 23 finite weights for each of 8 classes, found"));
    }

    [Test]
    public void Parse_ModelThatWasTrainedOnSomeClasses_HasTheOthersOff()
    {
        var thresholds = Some(ObjectClass.Ball, ObjectClass.Robot);
        var read = ModelContract.Parse((TestModel.Contract with { Thresholds = thresholds, CloseUpThresholds = thresholds }).ToMetadata(), "model.onnx");
        Assert.That(read.Thresholds, Is.EqualTo(thresholds));
        Assert.That(read.ThresholdsFor(6), Is.EqualTo(thresholds));
        Assert.That(read.IsTrained(ObjectClass.Robot), Is.True);
        Assert.That(read.Untrained, Is.EqualTo(ObjectClasses.Names.Skip(2)));
    }

    /// <summary>A program from before classes could be off refuses anything but numbers between 0 and 1 and knows no other key.</summary>
    [Test]
    public void ToMetadata_ClassThatIsOff_IsBarelyEverFoundByAnOlderProgram()
    {
        var metadata = (TestModel.Contract with { Thresholds = Some(ObjectClass.Ball) }).ToMetadata()
            .Where(pair => pair.Key != "robotvision.trained").ToDictionary();
        var read = ModelContract.Parse(metadata, "model.onnx");
        Assert.That(read.Thresholds[0], Is.EqualTo(0.5f));
        Assert.That(read.Thresholds.Skip(1), Is.All.InRange(0.9999999f, MathF.BitDecrement(1)));
    }

    [Test]
    public void ToMetadata_AllClassesTrained_IsAsBeforeClassesCouldBeOff() =>
        Assert.That(TestModel.Contract.ToMetadata().Keys, Does.Not.Contain("robotvision.trained"));

    [Test]
    public void Parse_TrainedOnAnUnknownClass_SaysWhichThereAre()
    {
        var metadata = new Dictionary<string, string>(TestModel.Contract.ToMetadata()) { ["robotvision.trained"] = "ball,goalie" };
        Assert.That(() => ModelContract.Parse(metadata, "model.onnx"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contain("robotvision.trained: expected some of ball,robot")
                .And.Message.Contain("'ball,goalie'"));
    }

    static float[] Some(params ObjectClass[] trained) =>
        [.. ObjectClasses.Names.Select((_, i) => trained.Contains((ObjectClass)i) ? 0.5f : Thresholds.Off)];

    [Test]
    public void Parse_BrokenCloseUpThresholds_SaysWhatWasExpected()
    {
        var metadata = new Dictionary<string, string>(TestModel.Contract.ToMetadata()) { ["robotvision.close_up_thresholds"] = "[0.5]" };
        Assert.That(() => ModelContract.Parse(metadata, "model.onnx"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contain("close_up_thresholds: expected 8 numbers").And.Message.Contain("[0.5]"));
    }
}
