using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Formats;

/// <summary>Every form of labels reads the same scene alike, and survives whatever happens to its file.</summary>
[TestFixture(DatasetFormat.Yolo)]
[TestFixture(DatasetFormat.Voc)]
[TestFixture(DatasetFormat.Coco)]
[TestFixture(DatasetFormat.Torso)]
public class LabelFormatsTests(DatasetFormat format)
{
    const int MostRuns = 150;

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new TemporaryFolder();
        WrittenScenes.Write(_folder, format);
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Load_SameScene_GivesTheSameLabels()
    {
        var dataset = Open();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(dataset.Load(0).Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, ObjectClass.Goalpost, ObjectClass.Obstacle, ObjectClass.LineT)));
            Assert.That(dataset.Load(1).Labels, Is.Empty);
            Assert.That(dataset.Load(1).Labelled, Is.EqualTo(dataset.Load(0).Labelled));
            Assert.That(dataset.Load(0).Labels.Count(IsTrue), Is.EqualTo(WrittenScenes.Objects.Length));
            Assert.That(dataset.Load(0).Labels.Select(label => label.Ignore), Is.EqualTo(WrittenScenes.Objects.Select(label => label.Ignore)));
        }
    }

    [Test]
    public void Find_SameSceneByFileName_GivesTheSameLabels()
    {
        var labels = FrameLabels.Load(_folder.Path);
        Assert.That(labels.Find(9, "a7.png", WrittenScenes.Width, WrittenScenes.Height)!.Labels.Count(IsTrue), Is.EqualTo(WrittenScenes.Objects.Length));
        Assert.That(labels.Find(0, "b8.png", WrittenScenes.Width, WrittenScenes.Height)!.Labels, Is.Empty);
        Assert.That(labels.Find(0, "c.png", WrittenScenes.Width, WrittenScenes.Height), Is.Null);
    }

    [Test]
    public void Fingerprint_OneLetterOtherInTheLabels_IsOther()
    {
        var before = ((IDataset)Open()).Fingerprint();
        File.AppendAllText(WrittenScenes.LabelFile(_folder.Path, format), "\n");
        Assert.That(((IDataset)Open()).Fingerprint(), Is.Not.EqualTo(before));
    }

    [Test]
    public void Constructor_ImageThatIsNotAnnotated_IsRefused()
    {
        File.Copy(Path.Combine(_folder.Path, "images", "b8.png"), Path.Combine(_folder.Path, "images", "c.png"));
        Assert.That(Open, Throws.TypeOf<InvalidDataException>().With.Message.Contains("1 of 3").And.Message.Contains("c.png"));
    }

    [Test]
    public void Load_ImageOfOtherSize_IsRefusedWhereLabelsKnowIt()
    {
        RobotVision.Imaging.ImageFile.Write(Path.Combine(_folder.Path, "images", "a7.png"), new RobotVision.Imaging.BgrImage(100, 200).View);
        // YOLO labels are parts of the image and know no size.
        Assert.That(() => Open().Load(0), format == DatasetFormat.Yolo ? Throws.Nothing : Throws.TypeOf<InvalidDataException>()
            .With.Message.StartsWith(WrittenScenes.LabelFile(_folder.Path, format) + ":").And.Message.Contains("100x200").And.Message.Contains("200x100"));
    }

    [Test]
    public void Load_Damage_GivesTrueBoxesOrSaysFileAndLine([Values] Damage damage)
    {
        var file = WrittenScenes.LabelFile(_folder.Path, format);
        var good = File.ReadAllText(file);
        var random = new RandomSequence(11, (ulong)damage);
        var runs = damage == Damage.DeepNesting ? MostRuns / 5 : MostRuns; // large files
        var refused = 0;
        for (var run = 0; run < runs; run++)
        {
            var bytes = Damaging.Do(damage, good, ref random);
            File.WriteAllBytes(file, bytes);
            try
            {
                var dataset = Open();
                for (var i = 0; i < dataset.Count; i++) Check(dataset.Load(i), damage, bytes);
            }
            catch (InvalidDataException e)
            {
                refused++;
                // An image that the damaged file no longer names is missed by the data.yaml.
                Assert.That(e.Message, Does.Match("^" + System.Text.RegularExpressions.Regex.Escape(file)
                    + @":\d+:|data\.yaml: split 'train': expected labels of each image"), Text(bytes));
            }
        }

        // YOLO's lines know nothing of each other, and neither it nor TORSO-21 has quotes.
        var harmless = (format == DatasetFormat.Yolo && damage is (Damage.LineRemoved or Damage.LineTwice or Damage.QuoteLost))
            || (format == DatasetFormat.Torso && damage == Damage.QuoteLost);
        Assert.That(refused, harmless ? Is.Zero : Is.GreaterThan(runs / 3));
    }

    static void Check(LabelledImage image, Damage damage, byte[] bytes)
    {
        int strangers = 0, unmarked = 0;
        foreach (var label in image.Labels)
        {
            var box = label.Box;
            Assert.That(box.X1 >= 0 && box.Y1 >= 0 && box.X2 <= image.Image.Width && box.Y2 <= image.Image.Height && box.Area > 0, Is.True, Text(bytes));
            var isPlaced = image.Name.EndsWith("a7.png", StringComparison.Ordinal);
            if (isPlaced && IsTrue(label)) continue;
            if (isPlaced && IsTrue(label with { Ignore = true })) unmarked++;
            else strangers++;
        }

        // A digit cut off or turned into another makes one other box, which nobody can tell from a true one; nor can anybody tell that an
        // object was to be ignored where the line that says so is gone, or its name is no longer like itself.
        var isBoxLost = damage is Damage.CutOff or Damage.ByteFlipped;
        var isFlagLost = damage is Damage.LineRemoved or Damage.DeepNesting;
        Assert.That(strangers, Is.LessThanOrEqualTo(isBoxLost ? 1 : 0), Text(bytes));
        Assert.That(strangers + unmarked, Is.LessThanOrEqualTo(isBoxLost || isFlagLost ? 1 : 0), Text(bytes));
    }

    static bool IsTrue(Label label) => WrittenScenes.Objects.Any(truth =>
        truth.Class == label.Class && truth.Ignore == label.Ignore && MathF.Abs(truth.Box.X1 - label.Box.X1) + MathF.Abs(truth.Box.Y1 - label.Box.Y1)
            + MathF.Abs(truth.Box.X2 - label.Box.X2) + MathF.Abs(truth.Box.Y2 - label.Box.Y2) < 1e-3f);

    static string Text(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    ImageDataset Open() => new(DataYaml.Load(_folder.Path), "train");
}
