using System.Text.Json;
using System.Text.RegularExpressions;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Bench;

[NonParallelizable] // it captures the console
public class BenchCommandTests
{
    static readonly string[] StageNames = [.. Enum.GetValues<Stage>().Select(stage => stage.Name())];

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeImages()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder["images"]);
        for (var number = 0; number < 3; number++) TestVideo.WriteImage(Path.Combine(_folder["images"], $"{number}.png"), number);
    }

    [TearDown]
    public void RemoveImages() => _folder.Dispose();

    [Test]
    public void Bench_ImagesAndAModel_MeasuresEveryStageOfEveryVariant()
    {
        var result = CommandLine.Run(
            "bench", _folder["images"], "--model", Workplace.Model, "--looks", "0,2", "--threads", "1,2", "--sizes", "0.5,1", "--cameras", "1,2", "--loaded",
            "--seconds", "1", "--json", _folder["bench.json"], "--report", _folder["bench.html"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        foreach (var name in StageNames) Assert.That(result.Output, Does.Match($@"(?m)^{name} +\d+\.\d{{3}} "), name);
        Assert.That(result.Output, Does.Contain(Processor.Name).And.Contain("grid.onnx, no close-ups, 2 threads, loaded").And.Contain("80x60"));
        Assert.That(File.ReadAllText(_folder["bench.html"]), Does.StartWith("<!DOCTYPE html>").And.Contain("Slow frames").And.Contain("Size of the picture"));

        foreach (Match table in Regex.Matches(File.ReadAllText(_folder["bench.html"]), "<table>(.*?)</table>", RegexOptions.Singleline))
        {
            var rows = Regex.Matches(table.Value, "<tr>(<td.*?)</tr>").Select(row => Regex.Matches(row.Value, "<td[^>]*>([^<]*)</td>"));
            foreach (var column in rows.SelectMany(row => row.Select(cell => cell.Groups[1].Value).Index()).GroupBy(cell => cell.Index))
                Assert.That(column.Select(cell => cell.Item), Is.Not.All.EqualTo("-"), "a column without any figure");
        }

        var json = JsonDocument.Parse(File.ReadAllText(_folder["bench.json"])).RootElement;
        using (var model = VisionModel.Load(Workplace.Model, new()))
            Assert.That(json.GetProperty("models")[0].GetProperty("hash").GetString(), Is.EqualTo(model.Hash));
        Assert.That(json.GetProperty("system").GetProperty("instructions").GetString(), Is.EqualTo(Processor.Instructions));
        var groups = json.GetProperty("groups").EnumerateArray().ToDictionary(
            group => group.GetProperty("topic").GetString()!, group => group.GetProperty("variants").EnumerateArray().ToArray());
        Assert.That(groups.Keys, Is.EqualTo(["whole_way", "picture_size", "cameras"]));
        Assert.That(groups["whole_way"].Select(Settings), Is.EqualTo([(0, 1, false), (2, 1, false), (0, 2, false), (0, 1, true), (0, 2, true)]));
        Assert.That(groups["picture_size"].Select(variant => variant.GetProperty("width").GetInt32()), Is.EqualTo([80, 160]));
        Assert.That(groups["cameras"].Select(variant => variant.GetProperty("variant").GetProperty("cameras").GetInt32()), Is.EqualTo([1, 2]));
        foreach (var (topic, variants) in groups)
            foreach (var variant in variants) CheckCounts(variant, reads: topic == "whole_way", json.GetProperty("rounds").GetInt32());
        Assert.That(groups["picture_size"][1].GetProperty("ratio").GetProperty("high").GetDouble(), Is.EqualTo(1), "the picture as it is: the reference");
    }

    [Test]
    public void Bench_NoInput_RendersAMatchWithLensAndPoses()
    {
        var result = CommandLine.Run(
            "bench", "--looks", "0", "--threads", "1", "--sizes", "1", "--cameras", "1", "--seconds", "1", "--json", _folder["bench.json"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var json = JsonDocument.Parse(File.ReadAllText(_folder["bench.json"])).RootElement;
        var input = json.GetProperty("input");
        Assert.That(
            (input.GetProperty("width").GetInt32(), input.GetProperty("height").GetInt32(), input.GetProperty("is_placed").GetBoolean()),
            Is.EqualTo((640, 480, true)));
        Assert.That(
            json.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("file").GetString()),
            Is.EqualTo(["grid-memory.int8.onnx", "grid.int8.onnx", "grid.onnx"]));
    }

    [Test]
    public void Bench_ShortVideo_IsReadAgainAndAgain()
    {
        const int frames = 4;
        var video = TestVideo.Write(_folder["short.mp4"], frames);
        var result = CommandLine.Run(
            "bench", video, "--model", Workplace.Model, "--looks", "0", "--threads", "1", "--sizes", "1", "--cameras", "1", "--seconds", "1",
            "--json", _folder["bench.json"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var variant = JsonDocument.Parse(File.ReadAllText(_folder["bench.json"])).RootElement.GetProperty("groups")[0].GetProperty("variants")[0];
        Assert.That(variant.GetProperty("frames").GetInt64(), Is.GreaterThan(frames));
    }

    [TestCase("--seconds: expected 1 to 36000, found 0.5", "--seconds", "0.5")]
    [TestCase("--looks: expected different numbers from 0 to 16", "--looks", "0,17")]
    [TestCase("--looks: expected different numbers from 0 to 16", "--looks", "3,3")]
    [TestCase("--threads: expected different numbers from 1 to 64", "--threads", "1.5")]
    [TestCase("--sizes: expected different numbers from 0.1 to 4", "--sizes", "big")]
    [TestCase("--cameras: expected different numbers from 1 to 8", "--cameras", "1,,2")]
    [TestCase("--pose: expected --calibration FILE too", "--pose", "0.5,30,0")]
    public void Bench_WrongOption_SaysWhatIsExpected(string expected, params string[] options)
    {
        var (exitCode, errors) = InProcess.Run(["bench", _folder["images"], .. options]);
        Assert.That((exitCode, errors.Contains(expected, StringComparison.Ordinal)), Is.EqualTo((2, true)), errors);
    }

    [Test]
    public void Bench_FolderWithoutImages_SaysWhatIsExpected() =>
        AssertFails("expected images", Directory.CreateDirectory(_folder["empty"]).FullName);

    [Test]
    public void Bench_ImagesThatCannotBeDecoded_SaysWhatIsExpected()
    {
        _folder.Write("broken/0.png", "no picture");
        AssertFails("expected frames that can be read, found none", _folder["broken"]);
    }

    [Test]
    public void Bench_ModelThatIsNotThere_NamesIt() => AssertFails("nowhere.onnx", _folder["images"], "--model", "nowhere.onnx");

    [Test]
    public void Bench_PresenceNetwork_AsksForAGrid()
    {
        var path = _folder["presence.onnx"];
        Workplace.WriteModel(path, Training.Network.LectureNetwork.Create(),
            (Workplace.Contract with { Network = "lecture", Output = ModelOutput.Presence }).ToMetadata());
        AssertFails("expected the output 'grid'", _folder["images"], "--model", path);
    }

    static void AssertFails(string expected, params string[] arguments)
    {
        var (exitCode, errors) = InProcess.Run(["bench", .. arguments]);
        Assert.That((exitCode, errors.Contains(expected, StringComparison.Ordinal)), Is.EqualTo((1, true)), errors);
    }

    static (int, int, bool) Settings(JsonElement result)
    {
        var variant = result.GetProperty("variant");
        return (variant.GetProperty("close_ups").GetInt32(), variant.GetProperty("threads").GetInt32(), variant.GetProperty("is_loaded").GetBoolean());
    }

    /// <summary>Every stage was measured as often as the whole frame, in every round, and no part takes longer than the whole.</summary>
    static void CheckCounts(JsonElement variant, bool reads, int rounds)
    {
        var stages = variant.GetProperty("stages").EnumerateObject().ToArray();
        var (total, detect, frames) = (variant.GetProperty("total"), variant.GetProperty("detect"), variant.GetProperty("frames").GetInt64());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stages.Select(stage => stage.Name), Is.EqualTo(reads ? StageNames : StageNames.Skip(1)));
            foreach (var times in stages.Select(stage => stage.Value).Append(detect).Append(total))
                Assert.That(times.GetProperty("count").GetInt64(), Is.EqualTo(frames));
            Assert.That(variant.GetProperty("round_medians").GetArrayLength(), Is.EqualTo(rounds));
            Assert.That(detect.GetProperty("p50").GetDouble(), Is.Positive.And.LessThanOrEqualTo(total.GetProperty("p50").GetDouble()));
            Assert.That(total.GetProperty("p50").GetDouble(), Is.LessThanOrEqualTo(total.GetProperty("max").GetDouble()));
            Assert.That(variant.GetProperty("frames_per_second").GetDouble(), Is.Positive);
            Assert.That(variant.GetProperty("processor_ms").ValueKind, Is.EqualTo(Settings(variant).Item3 ? JsonValueKind.Null : JsonValueKind.Number));
            Assert.That(variant.GetProperty("allocated_bytes").GetProperty("capture").GetDouble(), reads ? Is.Positive : Is.Zero);
        }
    }
}
