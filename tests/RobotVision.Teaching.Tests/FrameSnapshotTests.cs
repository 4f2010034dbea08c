using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Detections;
using RobotVision.Tagging.Storage;

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
    public void Write_FolderOfAnInterruptedWriting_IsReplaced()
    {
        using var frames = new TaughtFrames(2);
        frames.Tag(0, 2);
        FrameSnapshot.Write(frames.Session.Set, [0, 1], frames["snapshot"]);
        FrameSnapshot.Write(frames.Session.Set, [1], frames["snapshot"]);
        Assert.That(File.ReadAllLines(frames["snapshot/train.txt"]), Is.EqualTo(new[] { "images/hall-01.png" }));
        Assert.That(Directory.GetFiles(frames["snapshot/images"]), Has.Length.EqualTo(1));
    }
}
