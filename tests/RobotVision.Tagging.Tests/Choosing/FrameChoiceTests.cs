using RobotVision.Imaging;
using RobotVision.Tagging.Choosing;
using RobotVision.Tagging.Storage;

namespace RobotVision.Tagging.Tests.Choosing;

public class FrameChoiceTests
{
    [Test]
    public void Choose_NearDuplicates_AreLeftOut()
    {
        using var frames = new DrawnFrames((10, 40), (11, 40), (12, 40));
        ImageFile.Write(frames["images/b-0.png"], Turned(DrawnFrames.Draw(90, 20, seed: 7)).View);
        using var session = frames.Start();
        for (var i = 0; i < 4; i++) session.Looks.LookAt(i);
        var (chosen, _) = FrameChoice.Choose(session, 20);
        Assert.That(chosen, Is.EqualTo(new[] { 0, 3 }));
    }

    [Test]
    public void Choose_FramesOfTheValList_AreLeftOut()
    {
        using var frames = new DrawnFrames((10, 40));
        ImageFile.Write(frames["images/b-0.png"], Turned(DrawnFrames.Draw(90, 20, seed: 7)).View);
        frames.Write("val.txt", "images/b-0.png\n");
        frames.Write("data.yaml", "train: images\nval: val.txt\nnames: [ball]\n");
        using var session = frames.Start();
        for (var i = 0; i < 2; i++) session.Looks.LookAt(i);
        Assert.That(FrameChoice.Choose(session, 20).Frames, Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void Choose_LikeTaggedFrames_AreLeftOut()
    {
        using var frames = new DrawnFrames((10, 40), (11, 40));
        using var session = frames.Start();
        for (var i = 0; i < 2; i++) session.Looks.LookAt(i);
        session.Save(0, session.Read(0).Version, [], FrameStatus.Done, "test");
        var (chosen, message) = FrameChoice.Choose(session, 20);
        Assert.That(chosen, Is.Empty);
        Assert.That(message, Does.StartWith("no untagged frame differs"));
    }

    static BgrImage Turned(BgrImage image)
    {
        var turned = new BgrImage(image.Width, image.Height);
        var last = image.Width * image.Height - 1;
        for (var i = 0; i <= last; i++) image.Pixels.AsSpan(i * 3, 3).CopyTo(turned.Pixels.AsSpan((last - i) * 3));
        return turned;
    }
}
