using RobotVision.Capture;
using RobotVision.Drawing;
using RobotVision.Inference;
using RobotVision.Testing;
using RobotVision.Tests.Publishing;

namespace RobotVision.Tests.Drawing;

public class AnnotatedVideoPublisherTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Complete_FramesOfTwoSizes_MakesAVideoOfAllInTheFirstSize()
    {
        using (var publisher = new AnnotatedVideoPublisher(_folder["a.mp4"], 10, ExecutionProvider.Cpu, timing: true))
        {
            for (var i = 0; i < 5; i++) publisher.Publish(TestObservation.Empty(160, 120));
            for (var i = 0; i < 4; i++) publisher.Publish(TestObservation.Empty(201, 77));
            publisher.Publish(TestObservation.Full());
            Assert.That(File.Exists(_folder["a.mp4"]), Is.False);
            publisher.Complete();
        }

        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.mp4" }));
        using var source = new VideoFileSource(_folder["a.mp4"], TimeProvider.System);
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        var frames = 0;
        (int, int)? size = null;
        while (source.Read(frame) == ReadOutcome.Frame)
        {
            frames++;
            Assert.That((frame.Width, frame.Height), Is.EqualTo(size ?? (frame.Width, frame.Height)));
            size = (frame.Width, frame.Height);
        }

        Assert.That((frames, source.Problem), Is.EqualTo((10, (string?)null)));
        Assert.That(size?.Item1, Is.EqualTo(640), "small frames are enlarged");
    }

    [Test]
    public void Dispose_WithoutComplete_LeavesNothing()
    {
        using (var publisher = new AnnotatedVideoPublisher(_folder["a.mp4"], 10, ExecutionProvider.Cpu, timing: false))
            publisher.Publish(TestObservation.Full());
        Assert.That(_folder.Names, Is.Empty);
    }

    [Test]
    public void Complete_WithoutFrames_MakesNoFile()
    {
        using (var publisher = new AnnotatedVideoPublisher(_folder["a.mp4"], 10, ExecutionProvider.Cpu, timing: false)) publisher.Complete();
        Assert.That(_folder.Names, Is.Empty);
    }

    [Test]
    public void Constructor_OtherEnding_SaysWhichAreExpected() =>
        Assert.That(
            () => new AnnotatedVideoPublisher(_folder["a.gif"], 10, ExecutionProvider.Cpu, timing: false),
            Throws.TypeOf<OptionException>().With.Message.Contains(".mp4 .avi .mkv"));
}
