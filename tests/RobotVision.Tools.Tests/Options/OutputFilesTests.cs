using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Options;

/// <summary>No output takes the place of an input: it is refused before anything is opened, so that the files need not be what they seem.</summary>
[NonParallelizable]
public class OutputFilesTests
{
    TemporaryFolder _folder = null!;
    string _before = "";

    [SetUp]
    public void MakeFiles()
    {
        _folder = new TemporaryFolder();
        foreach (var folder in new[] { "photos", "set/images", "set/labels", "other" }) Directory.CreateDirectory(_folder[folder]);
        foreach (var name in new[] { "match.mp4", "grid.onnx", "labels.json", "poses.jsonl", "camera.yaml", "recipe.yaml", ".out.partial.mp4",
            "set/images/a.png", "set/images/examples.jpg", "set/labels/a.txt", "set/val.txt", "other/looks.json" })
            File.WriteAllText(_folder[name], "precious");
        foreach (var name in new[] { "0.png", "1.png", "layer-01.png", "report.json" }) File.WriteAllText(_folder["photos/" + name], "precious");
        File.WriteAllText(_folder["set/val.txt"], "images/a.png\n");
        File.WriteAllText(_folder["set/data.yaml"], "val: val.txt\ntrain: images\nnames: [ball]\n");
        File.CreateSymbolicLink(_folder["link.mp4"], "match.mp4");
        Directory.CreateSymbolicLink(_folder["pictures"], "photos");
        using var hard = System.Diagnostics.Process.Start("ln", [_folder["match.mp4"], _folder["hard.mp4"]]);
        hard.WaitForExit();
        _before = Contents();
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    string Contents() => string.Join('\n', Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => $"{file}: {File.ReadAllText(file)}"));

    /// <summary>The recording or the model used to be gone, with exit code 0.</summary>
    [TestCase("replay match.mp4 --annotate match.mp4", "--annotate", "INPUT")]
    [TestCase("replay match.mp4 --annotate ./other/../match.mp4", "--annotate", "INPUT")]
    [TestCase("replay match.mp4 --annotate link.mp4", "--annotate", "INPUT")]
    [TestCase("replay link.mp4 --jsonl hard.mp4", "--jsonl", "INPUT")]
    [TestCase("replay match.mp4 --model grid.onnx --jsonl grid.onnx", "--jsonl", "--model")]
    [TestCase("replay match.mp4 --labels labels.json --report labels.json", "--report", "--labels")]
    [TestCase("replay match.mp4 --calibration camera.yaml --poses poses.jsonl --jsonl poses.jsonl", "--jsonl", "--poses")]
    [TestCase("replay match.mp4 --calibration camera.yaml --contact-sheet camera.yaml", "--contact-sheet", "--calibration")]
    [TestCase("replay .out.partial.mp4 --annotate out.mp4", "--annotate", "INPUT")]
    [TestCase("replay photos --contact-sheet photos/1.png", "--contact-sheet", "INPUT")]
    [TestCase("replay photos/*.png --contact-sheet pictures/1.png", "--contact-sheet", "INPUT")]
    [TestCase("replay photos/1.png --annotate photos", "--annotate", "INPUT")]
    [TestCase("replay photos --annotate pictures/", "--annotate", "INPUT")]
    [TestCase("run --camera match.mp4 --jsonl match.mp4", "--jsonl", "--camera")]
    [TestCase("run --camera match.mp4 --model grid.onnx --jsonl grid.onnx", "--jsonl", "--model")]
    [TestCase("data check set/data.yaml --json set/data.yaml", "--json", "DATA")]
    [TestCase("data check set --json set/data.yaml", "--json", "DATA")]
    [TestCase("data check set --json set/val.txt", "--json", "DATA")]
    [TestCase("data stats set --output set/labels/a.txt", "--output", "DATA")]
    [TestCase("data dedupe set --output set", "--output", "DATA")]
    [TestCase("data extract photos --output photos", "--output", "VIDEO")]
    [TestCase("evaluate-ground --model grid.onnx --report grid.onnx", "--report", "--model")]
    [TestCase("evaluate-looks --looks 2 --recording match.mp4=other/looks.json --output other", "--output", "--recording")]
    [TestCase("evaluate --model grid.onnx --data set --output set/images --split val", "--output", "--data")]
    [TestCase("inspect photos/layer-01.png --output photos", "--output", "IMAGE")]
    [TestCase("calibrate intrinsics photos --pattern 9x6 --square 0.1 --output photos/1.png", "--output", "INPUT")]
    [TestCase("calibrate intrinsics photos --pattern 9x6 --square 0.1 --output new.yaml --report photos/1.png", "--report", "INPUT")]
    [TestCase("calibrate extrinsics photos --pattern 9x6 --square 0.1 --calibration camera.yaml --poses poses.jsonl --output poses.jsonl",
        "--output", "--poses")]
    [TestCase("calibrate field match.mp4 --calibration camera.yaml --output match.mp4", "--output", "INPUT")]
    [TestCase("calibrate latency match.mp4 --calibration camera.yaml --poses poses.jsonl --report camera.yaml", "--report", "--calibration")]
    [TestCase("train recipe.yaml --output recipe.yaml", "--output", "RECIPE")]
    [TestCase("train recipe.yaml --from grid.onnx --output grid.onnx", "--output", "--from")]
    [TestCase("doctor --model grid.onnx --report grid.onnx", "--report", "--model")]
    public void Command_OutputThatIsAnInput_IsRefusedAndNothingIsTouched(string words, string output, string input)
    {
        var (exitCode, errors) = Run(words);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(2), errors);
            Assert.That(errors, Does.StartWith("error: " + output).And.Contain(input));
            Assert.That(Contents(), Is.EqualTo(_before));
        }
    }

    [TestCase("replay match.mp4 --jsonl x.json --report x.json", "--jsonl", "--report")]
    [TestCase("replay match.mp4 --jsonl x.json --report other/../x.json", "--jsonl", "--report")]
    [TestCase("replay photos --contact-sheet pictures/new.png --annotate photos/new.png", "--contact-sheet", "--annotate")]
    [TestCase("calibrate intrinsics photos --pattern 9x6 --square 0.1 --output x --report x", "--output", "--report")]
    public void Command_TwoOutputsOfOneFile_AreRefused(string words, string one, string other)
    {
        var (exitCode, errors) = Run(words);
        Assert.That(exitCode, Is.EqualTo(2), errors);
        Assert.That(errors, Does.Contain(one).And.Contain(other));
        Assert.That(Contents(), Is.EqualTo(_before));
    }

    /// <summary>Exit code 1: the files are none of what they are named, and it is that which is told.</summary>
    [TestCase("replay match.mp4 --model grid.onnx --jsonl /dev/null --report /dev/null")]
    [TestCase("replay match.mp4 --model grid.onnx --jsonl new.jsonl --report photos/report.json")]
    [TestCase("replay photos --model grid.onnx --report photos/report.json")]
    [TestCase("calibrate extrinsics photos --pattern 9x6 --square 0.1 --calibration camera.yaml --output camera.yaml")]
    [TestCase("calibrate latency match.mp4 --calibration camera.yaml --poses poses.jsonl")]
    [TestCase("data extract photos --output other")]
    public void Command_OutputsOfTheirOwn_AreNotRefused(string words)
    {
        var (exitCode, errors) = Run(words);
        Assert.That(exitCode, Is.EqualTo(1), errors);
    }

    (int ExitCode, string Errors) Run(string words) => InProcess.Run([.. words.Split(' ').Select(InFolder)]);

    string InFolder(string word) => word.StartsWith('-') || word.StartsWith("/dev/", StringComparison.Ordinal)
        || !(word.Contains('.', StringComparison.Ordinal) || Directory.Exists(_folder[word]) || word.Contains('/', StringComparison.Ordinal)) || word == "0.1"
        ? word
        : string.Join('=', word.Split('=').Select(part => $"{_folder.Path}/{part}"));
}
