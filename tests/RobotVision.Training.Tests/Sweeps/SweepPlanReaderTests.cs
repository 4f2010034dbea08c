using RobotVision.Training.Sweeps;

namespace RobotVision.Training.Tests.Sweeps;

public class SweepPlanReaderTests
{
    SweepFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Read_Grid_TriesEveryCombinationWithEverySeed()
    {
        var runs = Sweep.Load(_folder.Write("""
            options: { dropout: [0, 0.5], training.learning_rate: [0.001, 0.01] }
            seeds: [7, 8]
            """)).ToRuns();
        Assert.That(runs.Select(run => (run.Recipe.Dropout, run.Recipe.Training.LearningRate, run.Recipe.Training.Seed)),
            Is.EqualTo(new (float, double, ulong)[]
        {
            (0, 0.001, 7), (0, 0.01, 7), (0.5f, 0.001, 7), (0.5f, 0.01, 7), (0, 0.001, 8), (0, 0.01, 8), (0.5f, 0.001, 8), (0.5f, 0.01, 8),
        }));
        Assert.That(runs.Select(run => run.Name).Distinct().Count(), Is.EqualTo(8));
    }

    [Test]
    public void Read_Methods_SetTheirOptionsTogether()
    {
        var runs = Sweep.Load(_folder.Write("""
            set: { augmentation.blur_chance: 0 }
            methods: { plain: {}, gentle: { training.learning_rate: 0.0001, data.0.synthetic.count: 2 } }
            budget: { steps: 3 }
            """)).ToRuns();
        Assert.That(runs.Select(run => (run.Setting.Method, run.Recipe.Training.LearningRate, run.Recipe.Data[0].Synthetic!.Count)),
            Is.EqualTo(new (string?, double, int)[] { ("plain", 0.002, 4), ("gentle", 0.0001, 2) }));
        Assert.That(runs.Select(run => (run.Recipe.Augmentation.BlurChance, run.Recipe.Training.Steps)), Is.All.EqualTo((0f, 3L)));
    }

    [Test]
    public void Read_Random_DrawsInTheRangeAndTheSameAgain()
    {
        const string file = """
            search: random
            options: { training.learning_rate: { from: 0.0001, to: 1, log: true }, training.batch_size: { from: 2, to: 6 }, dropout: [0, 0.5] }
            budget: { runs: 40 }
            """;
        var runs = Sweep.Load(_folder.Write(file)).ToRuns();
        double[] rates = [.. runs.Select(run => run.Recipe.Training.LearningRate)];
        Assert.That(rates, Is.All.InRange(0.0001, 1));
        Assert.That(rates.Count(rate => rate < 0.01), Is.InRange(10, 30), "half of a range whose logarithm is evenly spread");
        Assert.That(runs.Select(run => run.Recipe.Training.BatchSize), Is.All.InRange(2, 6));
        Assert.That(runs.Select(run => run.Recipe.Dropout).Distinct(), Is.EquivalentTo(new[] { 0f, 0.5f }));
        var more = Sweep.Load(_folder.Write(file.Replace("runs: 40", "runs: 50", StringComparison.Ordinal))).ToRuns();
        Assert.That(more.Take(40).Select(run => run.Name), Is.EqualTo(runs.Select(run => run.Name)), "a larger budget adds runs and changes none");
    }

    [Test]
    public void Read_BudgetOfRuns_IsHonoured() =>
        Assert.That(Sweep.Load(_folder.Write("options: { dropout: [0, 0.1, 0.2] }\nbudget: { runs: 2 }")).ToRuns(), Has.Count.EqualTo(2));

    [Test]
    public void Read_PathsOfTheSweep_BeginAtItsFolder()
    {
        Directory.CreateDirectory(_folder["models"]);
        File.Move(_folder["tiny.yaml"], _folder["models/tiny.yaml"]);
        var run = Sweep.Load(_folder.Write("recipe: models/tiny.yaml\nmethods: { a: {}, b: { from: base.onnx, teacher: big.onnx } }")).ToRuns()[1];
        Assert.That((run.Recipe.From, run.Recipe.Teacher), Is.EqualTo((_folder["base.onnx"], _folder["big.onnx"])));
        Assert.That(run.Tree.ToText(_folder["runs/x"]), Does.Contain("from: ../../base.onnx"));
    }

    [TestCase("options: { training.learning_rat: [1] }", "'training.learning_rat' is no option", "'training.learning_rate'")]
    [TestCase("options: { datta.0.limit: [1] }", "'datta.0.limit' is no option", "'data.N.limit'")]
    [TestCase("set: { training: 3 }\noptions: { dropout: [0, 0.1] }", "'training' is a group", "'training.s")]
    [TestCase("options: { data.3.limit: [1, 2] }", "data.3.limit", "has 1 of them")]
    [TestCase("options: { dropout: [] }", "options, dropout", "at least one")]
    [TestCase("options: { dropout: 0.5 }", "options, dropout", "a list such as", "0.5")]
    [TestCase("options: { dropout: [0, much] }", "dropout: expected a number, found 'much'")]
    [TestCase("options: { training.batch_size: [2.5] }", "training.batch_size: expected a whole number, found '2.5'")]
    [TestCase("options: { training.optimiser: [Sgd, Newton] }", "training.optimiser: expected AdamW or Adam or Sgd or Nesterov, found 'Newton'")]
    [TestCase("options: { dropout: [0, 1.5] }", "dropout 1.5", "below 1, found 1.5")]
    [TestCase("options: { cells: [12, 16] }", "cells 16", "cells: expected 12 or 24, found 16")]
    [TestCase("options: { loss: [CrossEntropy, Hinge] }", "loss: expected CrossEntropy or QualityFocal, found 'Hinge'")]
    [TestCase("options: { loss: [CrossEntropy, 7] }", "loss: expected CrossEntropy or QualityFocal, found", "7")]
    [TestCase("options: { dropout: [0, 0] }", "options, dropout", "twice")]
    [TestCase("options: { freeze: [none, features] }", "freeze features", "expected a model in 'from'")]
    [TestCase("options: { dropout: { from: 0, to: 0.5 } }", "dropout", "search: random")]
    [TestCase("search: random\noptions: { dropout: [0, 0.5] }", "budget", "runs")]
    [TestCase("search: random\nbudget: { runs: 2 }\noptions: { dropout: { from: 0, to: 0.5, log: true } }", "dropout", "above 0, found 0 and 0.5")]
    [TestCase("search: greedy\noptions: { dropout: [0] }", "search: expected grid or random, found 'greedy'")]
    [TestCase("options: { dropout: [0] }\nbudget: { runs: none }", "runs: expected a number above 0, found 'none'")]
    [TestCase("options: { dropout: [0] }\nbuget: { runs: 2 }", "found 'buget'", "budget")]
    [TestCase("options: { dropout: [0] }\nseeds: [one]", "seeds", "'one'")]
    [TestCase("options: { dropout: [0] }\nobjective: accuracy", "objective: expected f1 or average_precision or loss, found 'accuracy'")]
    [TestCase("options: { dropout: [0] }\ntest: [{ split: test }]", "test", "test.0: expected either 'yaml: FILE'")]
    [TestCase("seeds: [1]", "expected 'options' or 'methods'")]
    [TestCase("methods: { one: {}, two: {} }", "'one' and 'two' are the same recipe")]
    [TestCase("options: { dropout: [0, \"\"] }", "options, dropout: expected one value")]
    [TestCase("options: { dropout: [0, 0.5", "line ")]
    [TestCase("recipe: [a]", "recipe: expected one value")]
    public void Read_WrongFile_SaysWhatAndWhere(string lines, params string[] words)
    {
        var wrong = Assert.Throws<InvalidDataException>(() => Sweep.Load(_folder.Write(lines)))!;
        Assert.That(wrong.Message, Does.StartWith($"Sweep '{_folder["sweep.yaml"]}'"));
        foreach (var word in words) Assert.That(wrong.Message, Does.Contain(word));
    }

    [Test]
    public void Read_MissingRecipe_NamesIt() =>
        Assert.That(() => Sweep.Load(_folder.Write("recipe: none.yaml\noptions: { dropout: [0] }")),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("none.yaml"));

    [TestCase("width: [1, 2]", "width 2", "'lecture' is fixed")]
    [TestCase("cells: [12, 24]", "cells 12", "only the network 'grid' has cells")]
    [TestCase("loss: [CrossEntropy, QualityFocal]", "loss QualityFocal", "only the network 'grid' has a choice")]
    public void Read_OptionOfGridForTheLecture_IsRejected(string option, string setting, string word)
    {
        File.AppendAllText(_folder["tiny.yaml"], "\n");
        var text = File.ReadAllText(_folder["tiny.yaml"]).Replace("network: grid\nwidth: 0.25", "network: lecture", StringComparison.Ordinal);
        File.WriteAllText(_folder["tiny.yaml"], text);
        Assert.That(() => Sweep.Load(_folder.Write($"options: {{ {option} }}")), Throws.InstanceOf<InvalidDataException>()
            .With.Message.Contains(setting).And.Message.Contains(word));
    }
}
