using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Tagging.Frames;
using RobotVision.Tagging.Storage;
using RobotVision.Testing;

namespace RobotVision.Teaching.Tests;

public class FrameSnapshotTests
{
    [Test]
    public void Write_TaggedFrames_AreADataSetThatLaterEditsLeaveAlone()
    {
        using var frames = new TaughtFrames(3);
        frames.Tag(0, 2);
        var yaml = FrameSnapshot.Write(frames.Session.Set, [0, 1], frames["snapshot"]);
        frames.Session.Save(0, frames.Session.Read(0).Version, [], FrameStatus.Done, "nothing here");

        var set = new ImageDataset(DataYaml.Load(yaml), "train");
        Assert.That(set.Count, Is.EqualTo(2));
        Assert.That(set.Load(0).Labels.Single().Class, Is.EqualTo(ObjectClass.Ball));
        Assert.That(set.Labelled.Contains(ObjectClass.Goalpost), Is.False, "it was not tagged");
        Assert.That(set.Load(1).Image.Width, Is.EqualTo(48));
    }

    [Test]
    public void Write_ExtraClass_IsCarriedByName()
    {
        using var folder = new TemporaryFolder();
        ImageFile.Write(folder["a.png"], new BgrImage(8, 8).View);
        var set = TagInput.Open(folder.Path, ClassSet.Of(ObjectClass.Ball, (ObjectClass)8), classes: ClassNames.With(["cone"]));
        File.WriteAllText(set.Frames[0].Labels, "16 0.5 0.5 0.5 0.5\n");
        var snapshot = new ImageDataset(DataYaml.Load(FrameSnapshot.Write(set, [0], folder["snapshot"])), "train");
        Assert.That(snapshot.Classes.Extra, Is.EqualTo(new[] { "cone" }));
        Assert.That(snapshot.Load(0).Labels.Single().Class, Is.EqualTo((ObjectClass)8));
        Assert.That(snapshot.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, (ObjectClass)8)));
    }

    [Test]
    public void Write_FolderOfAnInterruptedWriting_IsReplaced()
    {
        using var frames = new TaughtFrames(2);
        frames.Tag(0, 2);
        FrameSnapshot.Write(frames.Session.Set, [0, 1], frames["snapshot"]);
        FrameSnapshot.Write(frames.Session.Set, [1], frames["snapshot"]);
        Assert.That(File.ReadAllLines(frames["snapshot/train.txt"]), Is.EqualTo(new[] { "images/hall-01.png" }));
        Assert.That(Directory.GetFiles(frames["snapshot/images"]), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_FramesThatDifferByAFolderImages_AreBothThere()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, side) in new[] { ("hall/a.png", 8), ("hall/images/a.png", 16) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            ImageFile.Write(folder[name], new BgrImage(side, side).View);
        }

        var set = TagInput.Open(folder.Path, ClassSet.BuiltIn);
        foreach (var frame in set.Frames) File.WriteAllText(PlaceOf(frame.Labels), "");
        var snapshot = new ImageDataset(DataYaml.Load(FrameSnapshot.Write(set, [0, 1], folder["snapshot"])), "train");

        Assert.That(Enumerable.Range(0, snapshot.Count).Select(i => snapshot.Load(i).Image.Width), Is.EquivalentTo(new[] { 8, 16 }));

        static string PlaceOf(string file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return file;
        }
    }
}
