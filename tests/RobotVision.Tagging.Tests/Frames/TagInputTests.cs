using RobotVision.Data.Formats;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Tagging.Frames;
using RobotVision.Testing;

namespace RobotVision.Tagging.Tests.Frames;

public class TagInputTests
{
    [Test]
    public void Open_FolderOfImages_ListsThemByTheirNumbers()
    {
        using var frames = new DrawnFrames(Enumerable.Repeat((0, 0), 11));
        var set = frames.Open();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(set.Frames.Select(frame => frame.Name), Is.EqualTo(Enumerable.Range(0, 11).Select(i => $"images/a-{i}.png")));
            Assert.That(set.Frames[10].Labels, Is.EqualTo(frames["labels/a-10.txt"]));
            Assert.That(set.IsOwn, Is.True);
        }
    }

    [Test]
    public void Open_FolderBelowImages_TakesTheOneAboveAsTheDataSet()
    {
        using var frames = new DrawnFrames((0, 0));
        var set = TagInput.Open(frames["images"], ClassSet.BuiltIn);
        Assert.That((set.Folder, set.Frames[0].Labels), Is.EqualTo((frames.Path, frames["labels/a-0.txt"])));
    }

    [Test]
    public void Open_NamesThatDifferInTheirEnding_AreRefusedSinceTheyWouldShareTheirLabels()
    {
        using var frames = new DrawnFrames((0, 0));
        File.Copy(frames["images/a-0.png"], frames["images/a-0.bmp"]);
        Assert.That(() => frames.Open(), Throws.TypeOf<InvalidDataException>().With.Message.Contains("a-0.txt").And.Message.Contains("a-0.bmp"));
    }

    [TestCase("")]
    [TestCase("images")]
    public void Open_ImagesOfValAndTest_AreHeldOut(string opened)
    {
        using var frames = new DrawnFrames(Enumerable.Repeat((0, 0), 4));
        frames.Write("some.txt", "images/a-0.png\nimages/a-1.png\n");
        frames.Write("data.yaml", "train: images\nval: some.txt\nnames: [ball]\n");
        var set = TagInput.Open(frames[opened], ClassSet.BuiltIn);
        Assert.That(set.Frames.Select(frame => frame.IsHeldOut), Is.EqualTo(new[] { true, true, false, false }));
    }

    [TestCase(DatasetFormat.Voc)]
    [TestCase(DatasetFormat.Coco)]
    [TestCase(DatasetFormat.Torso)]
    public void Open_LabelsOfAnotherFormat_IsRefused(DatasetFormat format)
    {
        using var folder = new TemporaryFolder();
        WrittenScenes.Write(folder, format);
        Assert.That(() => TagInput.Open(folder.Path, ClassSet.BuiltIn), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("yolo"));
    }

    [Test]
    public void Open_DataSetOfOthers_HasItsOwnClasses()
    {
        using var folder = new TemporaryFolder();
        WrittenScenes.Write(folder, DatasetFormat.Yolo);
        var set = TagInput.Open(folder.Path, ClassSet.BuiltIn);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(set.IsOwn, Is.False);
            Assert.That(set.Classes.Select(known => (known.Name, known.Class, known.IsIgnore)), Is.EqualTo(new (string, ObjectClass?, bool)[]
            {
                ("ball", ObjectClass.Ball, false), ("person", ObjectClass.Obstacle, false), ("goalpost", ObjectClass.Goalpost, false),
                ("T-Intersection", ObjectClass.LineT, false), ("ignore_ball", ObjectClass.Ball, true),
            }));
        }
    }

    [Test]
    public void Open_NoImages_SaysWhatIsExpected()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => TagInput.Open(folder.Path, ClassSet.BuiltIn), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("expected images"));
    }

    [Test]
    public void CheckImage_LinkOutOfTheFolder_IsRefused()
    {
        using var frames = new DrawnFrames((0, 0));
        using var elsewhere = new DrawnFrames((0, 0));
        File.CreateSymbolicLink(frames["images/b-0.png"], elsewhere["images/a-0.png"]);
        var set = frames.Open();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(set.Frames[0].CheckImage, Throws.Nothing);
            Assert.That(set.Frames[1].CheckImage, Throws.InstanceOf<InvalidDataException>().With.Message.Contains("link out of it"));
        }
    }

    [TestCase("labels/a-0.txt", TestName = "a label file")]
    [TestCase("labels", TestName = "the folder of the labels")]
    public void CheckLabels_LinkOutOfTheFolder_IsRefused(string link)
    {
        using var frames = new DrawnFrames((0, 0));
        using var elsewhere = new TemporaryFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(frames[link])!);
        if (link == "labels") Directory.CreateSymbolicLink(frames[link], elsewhere.Path);
        else File.CreateSymbolicLink(frames[link], elsewhere["not-there-yet.txt"]);
        Assert.That(frames.Open().Frames[0].CheckLabels, Throws.InstanceOf<InvalidDataException>());
    }
}
