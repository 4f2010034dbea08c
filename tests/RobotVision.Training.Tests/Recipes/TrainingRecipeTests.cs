using RobotVision.Training.Recipes;

namespace RobotVision.Training.Tests.Recipes;

public class TrainingRecipeTests
{
    const string Whole = "data: [{ synthetic: { count: 1 } }]\nvalidation: [{ synthetic: { seed: 2, count: 1 } }]\n";

    [TestCase("network: grid\nloss: focal", 2, "loss: expected CrossEntropy or QualityFocal, found 'focal'")]
    [TestCase("cells: fine", 1, "cells: expected a whole number, found 'fine'")]
    [TestCase("training:\n  steps: 5\n  optimiser: Newton", 3, "training.optimiser: expected AdamW or Adam or Sgd or Nesterov, found 'Newton'")]
    [TestCase("training: { stepps: 5 }", 1, "'training.stepps' is no option of a recipe; the nearest is 'training.steps'")]
    [TestCase("droput: 0.5", 1, "'droput' is no option of a recipe; the nearest is 'dropout'")]
    [TestCase("network: grid\nsteps: 5", 2, "'steps' is no option of a recipe; the nearest is 'training.steps'")]
    [TestCase("mirror_chance: 0", 1, "the nearest is 'augmentation.mirror_chance'")]
    [TestCase("epochs: 20", 1, "the nearest is 'training.steps'")]
    [TestCase("training: { lr: 0.1 }", 1, "the nearest is 'training.learning_rate'")]
    [TestCase("optimizer: Sgd", 1, "the nearest is 'training.optimiser'")]
    [TestCase("zebra: 1", 1, "'zebra' is no option of a recipe; models/recipe-reference.yaml lists all")]
    [TestCase("zebra:", 1, "'zebra' is no option of a recipe")]
    [TestCase("training: 5", 1, "'training' is a group of options")]
    [TestCase("data: { yaml: my.yaml }", 1, "'data' is a list: begin each of its entries with '- '")]
    [TestCase("data:\n- synthetic: { seed: 1 }\n- synthetic: { count: many }", 3, "data.1.synthetic.count: expected a whole number, found 'many'")]
    [TestCase("data:\n- synthetic: { without_patterns: [triads, zebra] }", 2, "data.0.synthetic.without_patterns.1: expected ", "found 'zebra'")]
    [TestCase("- network: grid", 1, "expected options such as 'network: grid'")]
    [TestCase("grid", 1, "expected options such as 'network: grid'")]
    [TestCase("network: grid\ntraining:\n\tsteps: 5", 3, "tab")]
    [TestCase("network: grid\ntraining:\n  steps: 5\n\tseed: 2", 4, "tab")]
    [TestCase("dropout: [0.5]", 1, "'dropout.0' is no option of a recipe")]
    public void Parse_WrongOption_NamesItItsLineAndWhatWasExpected(string text, int line, params string[] words)
    {
        var message = Assert.Throws<InvalidDataException>(() => TrainingRecipe.Parse(text, "x.yaml")).Message;
        Assert.That(message, Does.StartWith($"Recipe 'x.yaml', line {line}: "));
        foreach (var word in words) Assert.That(message, Does.Contain(word));
        Assert.That(message, Does.Not.Contain("RobotVision").And.Not.Contain("System."), "our names are no help");
    }

    [TestCase("network: grid\nwidth: 1\nwidth: 2\ndata: [{ synthetic: { count: 1 } }]")]
    [TestCase("network: grid\ntraining:\n  steps: 1\n  steps: 2\ndata: [{ synthetic: { count: 1 } }]")]
    public void Parse_OptionTwice_SaysWhere(string text) => Assert.That(
        () => TrainingRecipe.Parse(text, "x.yaml"), Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith("Recipe 'x.yaml', line "));

    [Test]
    public void Parse_NoYaml_SaysWhere() =>
        Assert.That(() => TrainingRecipe.Parse("network: grid\ndata: [", "x.yaml"),
            Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith("Recipe 'x.yaml', line "));

    [TestCase("training: { steps: 20, warm_up_steps: 100 }", "training.warm_up_steps: expected 0..20", "found 100")]
    [TestCase("training: { batch_size: 0, learning_rate: 11 }", "training.batch_size: expected 1..4096, found 0", "training.learning_rate: expected above 0")]
    [TestCase("augmentation: { mirror_chance: 2 }", "augmentation.mirror_chance: expected 0 to 1, found 2")]
    [TestCase("training: { steps: 0 }\naugmentation: { maximum_noise: 3 }\ndropout: 1", "training.steps", "augmentation.maximum_noise", "dropout")]
    [TestCase("depth: 9", "depth: expected 0 to 8, found 9")]
    [TestCase("depth: 1\nnetwork: lecture", "depth: the network 'lecture' is fixed")]
    [TestCase("teacher: a.onnx\nteacher_part: 1.5", "teacher_part: expected above 0 to 1, found 1.5")]
    [TestCase("teacher: a.onnx\nnetwork: lecture", "teacher: only the network 'grid'")]
    [TestCase("teacher_part: 0.5", "teacher_part: expected a model in 'teacher', found none")]
    [TestCase("augmentation: { close_up_chance: 0.1 }", "augmentation.close_up_chance: expected the network 'grid' and a model in 'from'")]
    [TestCase("augmentation: { close_up_chance: 0.5 }\nfrom: a.onnx",
        "object_crop_chance and close_up_chance: expected a sum of at most 1, found 0.4, 0.4 and 0.5")]
    public void Parse_ValueOutOfRange_NamesItAsItStandsInTheRecipe(string lines, params string[] words)
    {
        var message = Assert.Throws<InvalidDataException>(() => TrainingRecipe.Parse(Whole + lines, "x.yaml")).Message;
        foreach (var word in words) Assert.That(message, Does.Contain(word));
    }

    [Test]
    public void Parse_WithoutValidation_SaysHowToWriteIt() =>
        Assert.That(() => TrainingRecipe.Parse("data: [{ synthetic: { count: 1 } }]", "x.yaml"), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains("validation: expected images to choose the thresholds on")
                .And.Message.Contains("validation: [{ synthetic: { seed: 1000001, count: 500 } }]"));

    [TestCase("data: [{ }]", "data.0: expected either 'yaml: FILE'", "neither")]
    [TestCase("data: [{ yaml: a.yaml, synthetic: { count: 1 } }]", "data.0: expected either", "both")]
    [TestCase("data: [{ synthetic: { width: 8 } }]", "data.0.synthetic: width: expected 32..4096 pixels, found 8")]
    [TestCase("data:\n-\n- { yaml: a.yaml, weight: -1, limit: -2 }", "data.0: expected a source", "data.1.weight: expected above 0", "data.1.limit")]
    [TestCase("data:", "data: expected data to train on")]
    public void Parse_SourceThatIsNone_NamesItAndWhatToWrite(string lines, params string[] words)
    {
        var message = Assert.Throws<InvalidDataException>(() => TrainingRecipe.Parse(lines, "x.yaml")).Message;
        foreach (var word in words) Assert.That(message, Does.Contain(word));
    }

    [Test]
    public void Parse_GroupWithNothingInIt_IsAsIfItWereLeftOut() =>
        Assert.That(TrainingRecipe.Parse(Whole + "training:\naugmentation:", "x.yaml").Training, Is.EqualTo(new TrainingOptions()));
}
