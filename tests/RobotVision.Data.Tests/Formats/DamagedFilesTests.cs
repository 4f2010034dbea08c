using System.Text.RegularExpressions;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

/// <summary>
/// <c>data.yaml</c> and the labels of a video survive whatever happens to them: they are read for what they are or name file and line.
/// </summary>
public class DamagedFilesTests
{
    const int MostRuns = 300;
    const string Yaml = "path: .\ntrain: labels\nnames:\n  0: 'ball'\n  1: person\nmap: { person: \"obstacle\" }\nunlabelled: [line_l, line_t]\n";
    const string Video = """{"width":640,"height":480,"class":"ball","frames":[{"frame":0,"balls":null},{"frame":3,"balls":[[10,20,30.5,40]]}]}""";

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void LoadYaml_Damage_IsReadForWhatItWasOrSaysFileAndLine([Values] Damage damage)
    {
        var good = DataYaml.Load(_folder.Write("data.yaml", Yaml));
        Try("data.yaml", Yaml, damage, file =>
        {
            var found = DataYaml.Load(file);
            foreach (var target in found.Targets.Values) Assert.That(target.Classes.Bits, Is.Not.Zero);
            // A field that is gone, a word cut short or a digit that is another number: nobody can tell.
            if (damage is Damage.CutOff or Damage.LineRemoved or Damage.ByteFlipped) return;
            Assert.That(found.Names, Is.EqualTo(good.Names));
            Assert.That(found.Targets, Is.EqualTo(good.Targets));
            Assert.That(found.Labelled, Is.EqualTo(good.Labelled));
        });
    }

    [Test]
    public void LoadVideoLabels_Damage_GivesTrueBoxesOrSaysFileAndLine([Values] Damage damage) => Try("video.json", Video, damage, file =>
    {
        var labels = NimbroLabels.Load(file);
        for (var frame = 0; frame < 10; frame++)
        {
            foreach (var label in Find(labels, frame))
            {
                Assert.That(label.Box.X1 >= 0 && label.Box.Y1 >= 0 && label.Box.X2 <= 640 && label.Box.Y2 <= 480 && label.Box.Area > 0, Is.True);
                if (damage != Damage.ByteFlipped) Assert.That((frame, label.Box), Is.EqualTo((3, new RobotVision.Detections.Box(10, 20, 30.5f, 40))));
            }
        }
    });

    static IReadOnlyList<Label> Find(NimbroLabels labels, int frame)
    {
        try
        {
            return labels.Find(frame, "", 640, 480)?.Labels ?? [];
        }
        catch (InvalidDataException e) when (e.Message.Contains("width, height", StringComparison.Ordinal))
        {
            // The damage is in the size of the frames, which then is not that of the video.
            return [];
        }
    }

    /// <summary>Damages a file many times over.</summary>
    void Try(string name, string good, Damage damage, Action<string> read)
    {
        var random = new RandomSequence(5, (ulong)damage);
        for (var run = damage == Damage.DeepNesting ? MostRuns * 9 / 10 : 0; run < MostRuns; run++)
        {
            var bytes = Damaging.Do(damage, good, ref random);
            var file = _folder.Write(name, bytes);
            try
            {
                read(file);
            }
            catch (InvalidDataException e)
            {
                Assert.That(e.Message, Does.Match("^" + Regex.Escape(file) + @":\d+:"), System.Text.Encoding.Latin1.GetString(bytes));
            }
        }
    }
}
