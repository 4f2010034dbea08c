using RobotVision.Training.Learning;

namespace RobotVision.Training.Tests.Learning;

public class TrainingRecipeTests
{
    [TestCase("network: grid\nloss: focal", 2, "loss: expected CrossEntropy or QualityFocal, found 'focal'")]
    [TestCase("cells: fine", 1, "cells: expected a whole number, found 'fine'")]
    [TestCase("training:\n  steps: 5\n  optimiser: Newton", 3, "training.optimiser: expected AdamW or Adam or Sgd or Nesterov, found 'Newton'")]
    [TestCase("training: { stepps: 5 }", 1, "'training.stepps' is no option of a recipe; the nearest is 'training.steps'")]
    [TestCase("droput: 0.5", 1, "'droput' is no option of a recipe; the nearest is 'dropout'")]
    [TestCase("training: 5", 1, "'training' is a group of options")]
    [TestCase("data:\n- synthetic: { seed: 1 }\n- synthetic: { count: many }", 3, "data.1.synthetic.count: expected a whole number, found 'many'")]
    [TestCase("data:\n- synthetic: { without_patterns: [triads, zebra] }", 2, "data.0.synthetic.without_patterns.1: expected ", "found 'zebra'")]
    [TestCase("dropout: [0.5]", 1, "'dropout.0' is no option of a recipe")]
    public void Parse_WrongOption_NamesItItsLineAndWhatWasExpected(string text, int line, params string[] words)
    {
        var message = Assert.Throws<InvalidDataException>(() => TrainingRecipe.Parse(text, "x.yaml")).Message;
        Assert.That(message, Does.StartWith($"Recipe 'x.yaml', line {line}: "));
        foreach (var word in words) Assert.That(message, Does.Contain(word));
    }

    [Test]
    public void Parse_NoYaml_SaysWhere() =>
        Assert.That(() => TrainingRecipe.Parse("network: grid\ndata: [", "x.yaml"), Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith("Recipe 'x.yaml', line "));
}
