using RobotVision.Capture;
using RobotVision.Testing;

namespace RobotVision.Tests.Capture;

public class FrameSourceTests
{
    [TestCase("99", "/dev/video99")]
    [TestCase("/dev/no-such-camera", "/dev/no-such-camera")]
    public void OpenLive_MissingDevice_NamesItAndSaysWhatToDo(string camera, string device) =>
        Assert.That(() => FrameSource.OpenLive(camera, TimeProvider.System), Throws.InstanceOf<FileNotFoundException>()
            .With.Message.EqualTo($"Camera '{device}': there is no such device. 'robotvision doctor' lists the cameras."));

    [Test]
    public void OpenLive_MissingFile_NamesIt() =>
        Assert.That(
            () => FrameSource.OpenLive("no/such.mp4", TimeProvider.System), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("no/such.mp4"));

    [Test]
    public void OpenLive_FileThatIsNoCamera_SaysSo()
    {
        if (!File.Exists("/dev/null")) Assert.Ignore("There is no /dev/null here.");
        Assert.That(() => FrameSource.OpenLive("/dev/null", TimeProvider.System), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("/dev/null"));
    }

    [Test]
    public void OpenLive_Stream_WaitsForItWhenRead()
    {
        using var source = FrameSource.OpenLive("file:///no/such/stream.mp4", TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        Assert.That(source.IsLive, Is.True);
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.SourceLost));
        Assert.That(source.Problem, Does.StartWith("'file:///no/such/stream.mp4' is not there yet; waiting for it"));
    }

    [Test]
    public void OpenLive_Images_PlayInTheirOwnTime()
    {
        using var folder = new TemporaryFolder();
        Sampling.Picture.Write(folder["1.png"]);
        using var source = FrameSource.OpenLive(folder["1.png"], TimeProvider.System);
        Assert.That(source, Is.InstanceOf<PacedSource>());
    }
}
