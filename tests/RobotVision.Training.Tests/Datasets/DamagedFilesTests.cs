using System.Text.RegularExpressions;
using RobotVision.Training.Datasets;
using RobotVision.Training.Randomness;

namespace RobotVision.Training.Tests.Datasets;

/// <summary>Every reader of text survives whatever happens to a file: it reads good boxes or names file and place.</summary>
public class DamagedFilesTests
{
    const string Labels = "1 0.5 0.25 0.2 0.1\n0 0.25 0.5 0.1 0.5\n";
    const string Yaml = "path: .\ntrain: labels\nnames:\n  0: ball\n  1: person\nmap: { person: obstacle }\nunlabelled: [line_l, line_t]\n";
    const string Video = """{"width":640,"height":480,"class":"ball","frames":[{"frame":0,"balls":null},{"frame":3,"balls":[[10,20,30.5,40]]}]}""";

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void ReadLabels_AnyDamage_GivesBoxesInsideTheImageOrSaysFileAndLine()
    {
        var yaml = DataYaml.Load(_folder.Write("data.yaml", "names: [ball, robot]\n"));
        Damage("labels/a.txt", Labels, @":\d+: ", file => CheckBoxes(YoloLabelFile.Read(file, yaml, 200, 100).Labels, 200, 100));
    }

    [Test]
    public void LoadYaml_AnyDamage_IsReadOrSaysFileAndPlace()
    {
        _folder.Write("labels/a.txt", "");
        Damage("data.yaml", Yaml, ":", file =>
        {
            foreach (var target in DataYaml.Load(file).Targets.Values) Assert.That(target.Classes.Bits, Is.Not.Zero);
        });
    }

    [Test]
    public void LoadVideoLabels_AnyDamage_GivesBoxesInsideTheFrameOrSaysFileAndPlace() =>
        Damage("video.json", Video, ":", file => CheckBoxes(NimbroLabels.Load(file)));

    static void CheckBoxes(NimbroLabels labels)
    {
        try
        {
            for (var frame = 0; frame < 10; frame++) CheckBoxes(labels.Find(frame, "", 640, 480)?.Labels ?? [], 640, 480);
        }
        catch (InvalidDataException e) when (e.Message.Contains("width, height", StringComparison.Ordinal))
        {
            // The damage is in the size of the frames, which then is not that of the video.
        }
    }

    static void CheckBoxes(IReadOnlyList<Label> labels, int width, int height)
    {
        foreach (var label in labels)
            Assert.That(label.Box.X1 >= 0 && label.Box.Y1 >= 0 && label.Box.X2 <= width && label.Box.Y2 <= height && label.Box.Area > 0, Is.True);
    }

    /// <summary>Cuts the text off anywhere and overwrites some of its bytes, many times over.</summary>
    void Damage(string name, string good, string place, Action<string> read)
    {
        var whole = System.Text.Encoding.UTF8.GetBytes(good);
        var random = new RandomSequence(5, 1);
        var refused = 0;
        for (var run = 0; run < 600; run++)
        {
            var bytes = random.Chance(0.5f) ? whole.ToArray() : whole[..random.NextInt32(whole.Length + 1)];
            for (var i = random.NextInt32(4); i > 0 && bytes.Length > 0; i--)
                bytes[random.NextInt32(bytes.Length)] = (byte)(random.Chance(0.5f) ? random.NextInt32(256) : 32 + random.NextInt32(95));
            var file = _folder.Write(name, bytes);
            try
            {
                read(file);
            }
            catch (InvalidDataException e)
            {
                refused++;
                Assert.That(e.Message, Does.Match("^" + Regex.Escape(file) + place));
            }
        }

        Assert.That(refused, Is.InRange(100, 599));
    }
}
