using System.Text.Json;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Data;

public class DataCommandTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeSet()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder["images"]);
        Directory.CreateDirectory(_folder["labels"]);
        // A square at one position, the same again, and far from it.
        foreach (var (name, number) in new[] { ("a_1", 0), ("a_2", 0), ("b_1", 70) })
        {
            TestVideo.WriteImage(_folder[$"images/{name}.png"], number);
            File.WriteAllText(_folder[$"labels/{name}.txt"], "0 0.5 0.5 0.2 0.2\n");
        }

        File.WriteAllText(_folder["train.txt"], "images/a_1.png\nimages/b_1.png\n");
        File.WriteAllText(_folder["val.txt"], "images/a_2.png\n");
        File.WriteAllText(_folder["data.yaml"], "train: train.txt\nval: val.txt\nnames: [ball]\n");
    }

    [TearDown]
    public void RemoveSet() => _folder.Dispose();

    [Test]
    public void Check_LeakAndBadLine_ReportsBothAndFails()
    {
        File.WriteAllText(_folder["labels/b_1.txt"], "0 0.5 0.5 0.2\n");
        var result = CommandLine.Run("data", "check", _folder["data.yaml"], "--json", _folder["check.json"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Output,
            Does.Contain("b_1.txt:1: expected 5 fields").And.Contain("a_2.png").And.Contain("1 problem, 0 pictures twice, 1 picture in two lists"));
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["check.json"]));
        Assert.That(json.RootElement.GetProperty("leaks")[0].GetProperty("split").GetString(), Is.EqualTo("val"));
    }

    [Test]
    public void Split_Recordings_WritesListsThatShareNothingAndStay()
    {
        var result = CommandLine.Run("data", "split", _folder["data.yaml"], "--parts", "0.6,0.4", "--output", _folder["lists"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(File.ReadAllLines(_folder["lists/train.txt"]).Order(), Is.EqualTo(new[] { "../images/a_1.png", "../images/a_2.png" }));
        Assert.That(File.ReadAllLines(_folder["lists/val.txt"]), Is.EqualTo(new[] { "../images/b_1.png" }));
        File.WriteAllText(_folder["new.yaml"], "train: lists/train.txt\nval: lists/val.txt\nnames: [ball]\n");
        result = CommandLine.Run("data", "check", _folder["new.yaml"]);
        Assert.That(result.Output, Does.Contain(" 0 pictures in two lists"));
        result = CommandLine.Run("data", "split", _folder["data.yaml"], "--output", _folder["lists"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain("is there already"));
    }

    [Test]
    public void Split_NumberedImages_SuggestsByImageWhichDividesThem()
    {
        Directory.CreateDirectory(_folder["photos"]);
        for (var i = 0; i < 4; i++)
        {
            TestVideo.WriteImage(_folder[$"photos/{i:00000}.png"], i * 25);
            File.WriteAllText(_folder[$"photos/{i:00000}.txt"], "0 0.5 0.5 0.2 0.2\n");
        }

        File.WriteAllText(_folder["photos.yaml"], "train: photos\nnames: [ball]\n");
        var result = CommandLine.Run("data", "split", _folder["photos.yaml"], "--output", _folder["lists"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain("--by prefix finds 1 recording").And.Contain("with 4 images").And.Contain("--by image"));
        result = CommandLine.Run("data", "split", _folder["photos.yaml"], "--by", "image", "--distance", "0", "--parts", "0.5,0.5",
            "--output", _folder["lists"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain("val.txt: 2 images of 2 recordings"));
    }

    [Test]
    public void Check_ConsecutiveFrames_CountsTheirClips()
    {
        File.WriteAllText(_folder["train.txt"], "images/a_1.png\nimages/b_1.png\nimages/a_2.png\n");
        var result = CommandLine.Run("data", "check", _folder["data.yaml"], "--split", "train", "--json", _folder["check.json"]);
        Assert.That(result.Output, Does.Contain("train: 3 images, 1 of them much like one before, 2 in 1 clip of consecutive frames"), result.ToString());
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["check.json"]));
        Assert.That(json.RootElement.GetProperty("clips").GetProperty("train").EnumerateArray().Select(clip => clip.GetInt32()), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Check_Page_ShowsPairsAsPicturesAndNotes()
    {
        File.WriteAllText(_folder["labels/b_1.txt"], "0 0.1 0.2 0.3 0.1 0.2 0.4\n");
        var result = CommandLine.Run("data", "check", _folder["data.yaml"], "--page", _folder["check.html"], "--json", _folder["check.json"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Output, Does.Contain("note: ").And.Contain("the upright box around each is taken"));
        Assert.That(File.ReadAllText(_folder["check.html"]), Does.Contain("<img ").And.Contain("val: a_2.png | train: a_1.png").And.Contain("polygons"));
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["check.json"]));
        Assert.That(json.RootElement.GetProperty("notes").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public void Dedupe_NearDuplicates_KeepsTheFirst()
    {
        File.AppendAllText(_folder["train.txt"], "images/a_2.png\n");
        var result = CommandLine.Run("data", "dedupe", _folder["data.yaml"], "--split", "train", "--output", _folder["lists"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(File.ReadAllLines(_folder["lists/train.txt"]), Is.EqualTo(new[] { "../images/a_1.png", "../images/b_1.png" }));
        Assert.That(result.Output, Does.Contain("a_2.png"));
    }

    [TestCase("dedupe")]
    [TestCase("split")]
    public void Lists_ImageThatCannotBeRead_IsReportedAndLeftOut(string command)
    {
        File.WriteAllText(_folder["images/c_1.png"], "no picture");
        File.AppendAllText(_folder["train.txt"], "images/c_1.png\n");
        var result = CommandLine.Run("data", command, _folder["data.yaml"], "--output", _folder["lists"]);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain("warning: ").And.Contain("c_1.png").And.Contain("1 image is left out"));
        Assert.That(File.ReadAllText(_folder["lists/train.txt"]), Does.Contain("a_1.png").And.Not.Contain("c_1.png"));
    }

    [Test]
    public void Check_NearDuplicates_AreCountedOnTheScreenAndNamedInTheFile()
    {
        File.AppendAllText(_folder["train.txt"], "images/a_2.png\n");
        var result = CommandLine.Run("data", "check", _folder["data.yaml"], "--split", "train", "--json", _folder["check.json"]);
        Assert.That(result.Output, Does.Contain("train: 3 images, 1 of them much like one before"));
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["check.json"]));
        Assert.That(json.RootElement.GetProperty("near_duplicates").GetProperty("train").GetInt32(), Is.EqualTo(1));
        var pair = json.RootElement.GetProperty("near_duplicate_pairs")[0];
        Assert.That(pair.GetProperty("image").GetString(), Does.EndWith("a_2.png"));
        Assert.That(pair.GetProperty("like").GetString(), Does.EndWith("a_1.png"));
    }

    [Test]
    public void Stats_Set_WritesAPage()
    {
        var result = CommandLine.Run("data", "stats", _folder["data.yaml"], "--output", _folder["page.html"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(File.ReadAllText(_folder["page.html"]), Does.Contain("3 images, 3 objects").And.Contain("160 x 120").And.Contain("a_1.png"));
    }

    [Test]
    public void Extract_MovingSquare_TakesSomeFramesAndSaysWhy()
    {
        TestVideo.Write(_folder["match.mp4"], frames: 60);
        var result = CommandLine.Run("data", "extract", _folder["match.mp4"], "--output", _folder["frames"]);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        var index = CommandResult.ReadObjects(File.ReadAllText(_folder["frames/frames.jsonl"]));
        Assert.That(index, Has.Length.InRange(2, 30));
        Assert.That(index[0].GetProperty("image").GetString(), Is.EqualTo("match-000000.png"));
        Assert.That(Directory.GetFiles(_folder["frames"], "*.png"), Has.Length.EqualTo(index.Length));
    }

    [TestCase("--parts", "1", "--parts")]
    [TestCase("--distance", "40", "--distance")]
    [TestCase("--by", "(", "--by")]
    public void Split_WrongOption_IsWrongUse(string option, string value, string named)
    {
        var result = CommandLine.Run("data", "split", _folder["data.yaml"], "--output", _folder["lists"], option, value);
        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Errors, Does.Contain(named));
    }
}
