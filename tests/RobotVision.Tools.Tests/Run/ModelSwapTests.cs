using RobotVision.Capture;
using RobotVision.CloseUps;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Run;

/// <summary>Which models a running process takes, and which names.</summary>
[CancelAfter(300_000)]
public class ModelSwapTests
{
    TemporaryFolder _folder = null!;
    VisionModel _running = null!;
    IFrameSource _source = null!;
    VisionPipeline _pipeline = null!;

    [SetUp]
    public void MakePipeline()
    {
        _folder = new();
        _running = WrittenModels.Load(WrittenModels.WriteFinite(_folder["running.onnx"]));
        WrittenModels.WriteFinite(_folder["other.onnx"], seed: 1);
        for (var i = 0; i < 2; i++) TestVideo.WriteImage(_folder[$"{i}.png"], i);
        _source = FrameSource.OpenRecording(_folder.Path, TimeProvider.System);
        _pipeline = new(_source, _running, [], TimeProvider.System);
    }

    [TearDown]
    public void Free()
    {
        _source.Dispose();
        _running.Dispose();
        _folder.Dispose();
        Assert.That(_pipeline.Pool.Outstanding, Is.Zero);
    }

    /// <summary>What swaps, after the pipeline has seen two pictures.</summary>
    ModelSwap Make(TimeProvider? clock = null, Func<string, VisionModel>? load = null)
    {
        var swap = new ModelSwap(
            _pipeline, load ?? WrittenModels.Load, model => FrameThresholds.Of(model.Contract), clock ?? new AlternatingClock(1, 1));
        _pipeline.RunAsync(default).GetAwaiter().GetResult();
        return swap;
    }

    [Test]
    public void Names_OfTheFolder_AreTheModelFilesThatCanBeShown()
    {
        Directory.CreateDirectory(_folder["deep"]);
        foreach (var name in new[] { ".hidden.onnx", "notes.txt", "deep/inner.onnx", "new\nline.onnx", "red\e[31m.onnx", "<b> & \"c\".onnx", "größer.onnx" })
            File.WriteAllText(_folder[name], "");
        using var swap = Make();
        Assert.That(swap.Names, Is.EqualTo(new[] { "<b> & \"c\".onnx", "größer.onnx", "other.onnx", "running.onnx" }));
    }

    [TestCase("../SIBLING/secret.onnx")]
    [TestCase("FOLDER/other.onnx")] // an absolute path, even of a file that has a name in the list
    [TestCase("./other.onnx")]
    [TestCase("deep/../other.onnx")]
    [TestCase("deep\\..\\other.onnx")]
    [TestCase("OTHER.onnx")]
    [TestCase("other.onnx ")]
    [TestCase("other.onnx\0")]
    [TestCase("new\nline.onnx")]
    [TestCase(".hidden.onnx")]
    [TestCase("other")]
    [TestCase("*.onnx")]
    [TestCase("")]
    [TestCase(null)]
    public void SwapToNameAsync_NameThatIsNotListed_IsRefusedAndNothingIsOpened(string? name)
    {
        using var sibling = new TemporaryFolder();
        foreach (var path in new[] { _folder[".hidden.onnx"], _folder["new\nline.onnx"], sibling["secret.onnx"] }) WrittenModels.WriteFinite(path, seed: 2);
        var hostile = name?.Replace("SIBLING", Path.GetFileName(sibling.Path), StringComparison.Ordinal)
            .Replace("FOLDER", _folder.Path, StringComparison.Ordinal);
        using var swap = Make(load: path => throw new AssertionException($"'{path}' was opened"));
        Assert.That(() => swap.SwapToNameAsync(hostile!, false, default), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("found another"));
    }

    [Test]
    public async Task SwapToNameAsync_NameOfTheList_TellsWhatHappens()
    {
        using var swap = Make(new AlternatingClock(running: 2, candidate: 3));
        var answer = await swap.SwapToNameAsync("other.onnx", false, default);
        Assert.That(answer.Told, Does.StartWith("other.onnx runs from the next frame on").And.Contain(answer.Hash).And.Contain("the last 2 frames")
            .And.Match(@"a frame takes 3\.\d ms, with the model that ran until now 2\.\d ms").And.Contain("running.onnx comes back"));
        Assert.That(answer.Earlier, Is.Null);
        Assert.That(swap.Return(), Does.Contain("The model before"));
        Assert.That(swap.Return, Throws.InstanceOf<InvalidDataException>().With.Message.Contains("no model before is kept"));
    }

    [Test]
    public async Task SwapAsync_ModelThatIsTooSlow_IsRefusedWithBothFiguresUnlessForced()
    {
        using var swap = Make(new AlternatingClock(running: 2, candidate: 120));
        Assert.That(() => swap.SwapAsync(_folder["other.onnx"], isForced: false, default), Throws.InstanceOf<InvalidDataException>().With.Message.Matches(
            @"other\.onnx': a frame takes 12\d\.\d ms, with the model that ran until now 2\.\d ms, and one comes every 33\.3 ms: it is too slow.*--force"));
        Assert.That(_pipeline.TryReturn(), Is.False, "nothing was swapped");
        Assert.That((await swap.SwapAsync(_folder["other.onnx"], isForced: true, default)).FrameMs, Is.EqualTo(120).Within(2));
    }

    [Test]
    public void SwapAsync_ModelThatDoesNotFit_IsRefusedAndSaysWhy()
    {
        using var swap = Make();
        WrittenModels.WriteNaN(_folder["nan.onnx"]);
        Assert.That(() => swap.SwapAsync(_folder["nan.onnx"], isForced: true, default),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("expected finite outputs, found NaN"));
        var metadata = new Dictionary<string, string>(Workplace.Contract.ToMetadata()) { ["robotvision.classes"] = "cat,dog" };
        Workplace.WriteModel(_folder["classes.onnx"], Training.Network.GridNetwork.Create(), metadata);
        Assert.That(() => swap.SwapAsync(_folder["classes.onnx"], isForced: true, default),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(ObjectClasses.Names[0]).And.Message.Contains("found 'cat,dog'"));
        Assert.That(() => swap.SwapAsync(_folder["none.onnx"], isForced: true, default), Throws.InstanceOf<FileNotFoundException>());
        Assert.That(_pipeline.TryReturn(), Is.False, "nothing was swapped");
    }
}
