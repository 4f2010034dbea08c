using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Data;

public class SynthesizeCommandTests
{
    const int Frames = 8;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Synthesize_Clip_ComesWithWhatReplayNeedsToPlaceThings()
    {
        var result = CommandLine.Run("synthesize", "--clip", "--count", $"{Frames}", "--seed", "7", "--width", "320", "--height", "240",
            "--output", _folder["match.mp4"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(_folder.Names, Is.EquivalentTo(new[] { "match.mp4", "match.json", "match.yaml", "match.poses.jsonl" }));
        var replay = CommandLine.Run(
            "replay", _folder["match.mp4"], "--model", Workplace.Model, "--calibration", _folder["match.yaml"], "--poses", _folder["match.poses.jsonl"],
            "--jsonl", _folder["out.jsonl"]);
        Assert.That(replay.ExitCode, Is.Zero, replay.ToString());
        var lines = CommandResult.ReadObjects(File.ReadAllText(_folder["out.jsonl"]));
        Assert.That(lines.Select(line => line.GetProperty("pose").GetString()), Is.EqualTo(Enumerable.Repeat("known", Frames)));
    }

    [Test]
    public void Synthesize_TwoSplits_AreOneDataSet()
    {
        Assert.That(Synthesize("data", "--split", "train").ExitCode, Is.Zero);
        Assert.That(Synthesize("data", "--split", "val", "--seed", "2").ExitCode, Is.Zero);
        Assert.That(File.ReadAllText(_folder["data/data.yaml"]), Does.Contain("train: train.txt").And.Contain("val: val.txt"));
        var again = Synthesize("data", "--split", "test");
        Assert.That(again.ExitCode, Is.EqualTo(1), again.ToString());
        Assert.That(again.ErrorLines, Has.Length.EqualTo(1).And.One.Contains("in 'train' already"));
    }

    [Test]
    public void Synthesize_Augmented_WritesOnePicture()
    {
        var result = Synthesize("sheet.png", "--augmented");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(_folder.Names, Is.EqualTo(new[] { "sheet.png" }));
    }

    [TestCase("--families")]
    [TestCase("--views")]
    public void Synthesize_OneFamilyAndView_WritesASheetOfThem(string sheet)
    {
        var one = Synthesize("one.png", sheet, "--family", "ssl", "--view", "low");
        Assert.That(one.ExitCode, Is.Zero, one.ToString());
        var two = Synthesize("two.png", sheet, "--family", "ssl", "--family", "cone", "--view", "low", "--view", "msl");
        Assert.That(two.ExitCode, Is.Zero, two.ToString());
        Imaging.BgrImage small = Imaging.ImageFile.Read(_folder["one.png"]), large = Imaging.ImageFile.Read(_folder["two.png"]);
        Assert.That(large.Height, Is.GreaterThan(small.Height * 3 / 2), "a row each");
    }

    [TestCase("--family: expected nao or booster or", "--family", "zebra")]
    [TestCase("--family, --view: expected images", "--family", "nao", "--clip")]
    public void Synthesize_FamilyThatCannotBeShown_IsWrongUse(string expected, params string[] options)
    {
        var result = Synthesize("match.mp4", options);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.ErrorLines[0], Does.Contain(expected));
        Assert.That(_folder.Names, Is.Empty);
    }

    [Test]
    public void Synthesize_FolderOfAnotherDataSet_IsRejectedBeforeAnythingIsRendered()
    {
        File.WriteAllText(_folder["data.yaml"], "train: images\nnames: [ball]\n");
        var result = Synthesize("");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines, Has.Length.EqualTo(1).And.One.Contains("another data set"));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "data.yaml" }));
    }

    [Test]
    public void Synthesize_FileThatCannotBeWritten_SaysSoInOneLine()
    {
        Directory.CreateDirectory(_folder["data/labels/1_000000.txt"]);
        var result = Synthesize("data");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.ErrorLines, Has.Length.EqualTo(1).And.One.Contains("1_000000.txt").And.One.Contains("folder"));
        Assert.That(result.Errors, Does.Not.Contain("   at "), "a stack trace");
    }

    [TestCase("--augmented", ".png")]
    [TestCase("--clip", ".mp4")]
    public void Synthesize_NameWithoutEnding_IsWrongUse(string option, string ending)
    {
        var result = Synthesize("sheet", option);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.ErrorLines, Has.Length.EqualTo(1).And.One.Contains("sheet'").And.One.Contains(ending));
        Assert.That(_folder.Names, Is.Empty);
    }

    CommandResult Synthesize(string output, params string[] options) =>
        CommandLine.Run(["synthesize", "--count", "2", "--width", "64", "--height", "64", "--output", _folder[output], .. options]);
}
