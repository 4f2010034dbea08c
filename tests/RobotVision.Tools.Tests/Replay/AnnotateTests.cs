using RobotVision.Imaging;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Replay;

/// <summary><c>replay --annotate</c> with videos, folders and pictures.</summary>
public class AnnotateTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void WriteImages()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder["photos"]);
        for (var i = 0; i < 3; i++) TestVideo.WriteImage(_folder[$"photos/{i}.png"], i);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("out")]
    [TestCase("out.d/")]
    public void Replay_FolderOfImages_WritesAPictureOfEachUnderItsName(string name)
    {
        var result = Replay(_folder["photos"], "--annotate", $"{_folder[name]}{(name.EndsWith('/') ? "/" : "")}");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Directory.GetFiles(_folder[name]).Select(Path.GetFileName).Order(), Is.EqualTo(new[] { "0.png", "1.png", "2.png" }));
        Assert.That(ImageFile.Read(_folder[$"{name}/0.png"]).Width, Is.EqualTo(640), "small pictures are enlarged until letters have room");
    }

    [Test]
    public void Replay_Video_WritesAPictureAFrameIntoAFolder()
    {
        var result = Replay(TestVideo.Write(_folder["match.mp4"], 3), "--annotate", _folder["out"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Directory.GetFiles(_folder["out"]).Select(Path.GetFileName).Order(),
            Is.EqualTo(new[] { "match_000000.jpg", "match_000001.jpg", "match_000002.jpg" }));
    }

    [Test]
    public void Replay_OneImage_WritesOnePicture()
    {
        var result = Replay(_folder["photos/1.png"], "--annotate", _folder["drawn.jpg"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(ImageFile.Read(_folder["drawn.jpg"]).Width, Is.EqualTo(640));
    }

    [Test]
    public void Replay_AnnotateIntoTheFolderOfTheImages_IsRejectedAndLosesNothing()
    {
        Directory.CreateSymbolicLink(_folder["link"], _folder["photos"]);
        var before = File.ReadAllBytes(_folder["photos/0.png"]);
        foreach (var (input, output) in new[] { ("photos", "photos"), ("photos", "link"), ("link", "photos"), ("photos/*.png", "photos"),
            ("photos/0.png", "photos"), ("photos/0.png", "photos/0.png") })
        {
            var result = Replay(_folder[input], "--annotate", _folder[output]);
            Assert.That(result.ExitCode, Is.EqualTo(2), $"{input} {output}: {result}");
            Assert.That(result.Errors, Does.Contain("would be written over"));
        }

        Assert.That(File.ReadAllBytes(_folder["photos/0.png"]), Is.EqualTo(before));
    }

    [TestCase("out.png", "one picture", "3 frames")]
    [TestCase("out.gif", ".mp4", "folder")]
    public void Replay_AnnotateIntoWhatCannotHoldIt_SaysWhatCan(string output, params string[] words)
    {
        var result = Replay(_folder["photos"], "--annotate", _folder[output]);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        foreach (var word in words) Assert.That(result.Errors, Does.Contain(word));
    }

    [TestCase("--draw", "ball,robt", "'robt'")]
    [TestCase("--draw-labels", "some", "full")]
    public void Replay_DrawWhatThereIsNot_SaysWhatThereIs(string option, string value, string words)
    {
        var result = Replay(_folder["photos"], "--annotate", _folder["out"], option, value);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Errors, Does.Contain(words));
    }

    [Test]
    public void Replay_Labels_AreDrawnWithWhatIsRightAndWrong()
    {
        var labels = Directory.CreateDirectory(_folder["labels"]).FullName;
        for (var i = 0; i < 3; i++) File.WriteAllText(Path.Combine(labels, $"{i}.txt"), "0 0.5 0.5 0.1 0.1\n");
        Directory.Move(_folder["photos"], _folder["images"]);
        File.WriteAllText(_folder["data.yaml"], "path: .\nval: images\nnames: [ball]\n");

        Assert.That(Replay(_folder["images"], "--annotate", _folder["plain"]).ExitCode, Is.Zero);
        var result = Replay(_folder["images"], "--annotate", _folder["judged"], "--labels", _folder["data.yaml"]);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var (plain, judged) = (ImageFile.Read(_folder["plain/0.png"]), ImageFile.Read(_folder["judged/0.png"]));
        Assert.That(judged.Height, Is.GreaterThan(plain.Height), "a line that says how many are missed and false");
        Assert.That(judged.Pixels.AsSpan(0, plain.Width * 480 * 3).SequenceEqual(plain.Pixels.AsSpan(0, plain.Width * 480 * 3)),
            Is.False, "the label is drawn");
    }

    static CommandResult Replay(string input, params string[] arguments) =>
        CommandLine.Run(["replay", input, "--model", Workplace.Model, "--no-timing", .. arguments]);
}
