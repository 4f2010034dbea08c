using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Synthesis;
using RobotVision.Data.Labels;
using RobotVision.Evaluation.Frames;
using RobotVision.Inference;
using RobotVision.Testing;

namespace RobotVision.Evaluation.Tests.Frames;

/// <summary>Parts are joined only when they were made of the images, labels and classes that are there, and are whole.</summary>
public class DividedFramesTests
{
    VisionModel _model = null!;
    TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void LoadModel() =>
        _model = VisionModel.Load(Path.Combine(Repository.Root, "models", "grid.onnx"), new() { Accelerator = Accelerator.Cpu, MaxSamples = 1 });

    [OneTimeTearDown]
    public void DisposeModel() => _model.Dispose();

    /// <summary>Writes a set of three images, which one part runs.</summary>
    [SetUp]
    public void MakePart()
    {
        _folder = new TemporaryFolder();
        var rendered = new SyntheticDataset(new() { Seed = 5, Count = 3, Width = 64, Height = 48 });
        var writer = new YoloWriter(_folder["set"], ClassSet.BuiltIn);
        for (var i = 0; i < rendered.Count; i++) writer.Add("val", $"{i}.png", rendered.Load(i));
        writer.Finish();
        Directory.CreateDirectory(_folder["part"]);
        Run(DividedFrames.Part(_folder["part"], _ => true));
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    FrameResult[] Run(DividedFrames frames) =>
        frames.Run([_model], new ImageDataset(DataYaml.Load(_folder["set"]), "val"), 0, [image => image], null, CancellationToken.None)[0];

    FrameResult[] Join() => Run(DividedFrames.Joined([_folder["part"]]));

    string Results => _folder["part/frames-000.jsonl"];

    [Test]
    public void Join_NothingChanged_HasAllFrames() => Assert.That(Join().Select(frame => frame.Index), Is.EqualTo(new[] { 0, 1, 2 }));

    [Test]
    public void Join_AnImageRenamed_IsRefused()
    {
        foreach (var (kind, ending) in new[] { ("images", "png"), ("labels", "txt") })
            File.Move(_folder[$"set/{kind}/1.{ending}"], _folder[$"set/{kind}/1b.{ending}"]);
        File.WriteAllText(_folder["set/val.txt"], File.ReadAllText(_folder["set/val.txt"]).Replace("1.png", "1b.png", StringComparison.Ordinal));
        AssertRefused("was changed");
    }

    [Test]
    public void Join_ClassNamesSwapped_IsRefused()
    {
        var yaml = File.ReadAllText(_folder["set/data.yaml"]);
        var swapped = yaml.Replace("ball", "?", StringComparison.Ordinal).Replace("robot", "ball", StringComparison.Ordinal)
            .Replace("?", "robot", StringComparison.Ordinal);
        Assert.That(swapped, Is.Not.EqualTo(yaml));
        File.WriteAllText(_folder["set/data.yaml"], swapped);
        AssertRefused("was changed");
    }

    [TestCase("")]
    [TestCase("1 0.5 0.5 0.25 0.25\n")]
    public void Join_LabelsChanged_IsRefused(string labels)
    {
        File.AppendAllText(_folder["set/labels/2.txt"], labels + "\n");
        AssertRefused("was changed");
    }

    [TestCase(0, "found 0")]
    [TestCase(1, "Delete its folder and make the part again")]
    [TestCase(100, "Delete its folder and make the part again")]
    public void Join_ResultsCutOff_IsRefused(int bytes, string message)
    {
        using (var file = File.OpenWrite(Results)) file.SetLength(bytes);
        AssertRefused(message);
    }

    [TestCase("null")]
    [TestCase("[null]")]
    [TestCase("[{}]")]
    [TestCase("[]")]
    [TestCase("""[{"Index":0,"Input":"","Name":"","Width":1,"Height":1,"Presence":false,"Blurred":false,"Labelled":0,"Feet":0,"Objects":[[1]],"Found":[]}]""")]
    public void Join_ResultsOfOtherContent_IsRefused(string line)
    {
        File.WriteAllText(Results, line + "\n");
        AssertRefused("ake the part");
    }

    [Test]
    public void Join_ResultsMissing_IsRefused()
    {
        File.Delete(Results);
        AssertRefused("Delete its folder and make the part again");
    }

    void AssertRefused(string message) => Assert.That(Join, Throws.TypeOf<InvalidDataException>().With.Message.Contains(message));
}
