using RobotVision.Drawing;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Testing;
using RobotVision.Tests.Publishing;

namespace RobotVision.Tests.Drawing;

public class AnnotatedImagesPublisherTests
{
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Publish_Images_WritesEachUnderItsName()
    {
        Publish(_folder["out"], From("a.jpg", 0), From("b.png", 1), From("c.pgm", 2));

        Assert.That(Names("out"), Is.EqualTo(new[] { "a.jpg", "b.png", "c.pgm.png" }), "a PGM has no colours");
        Assert.That(ImageFile.Read(_folder["out/a.jpg"]).Width, Is.EqualTo(640), "enlarged");
    }

    [Test]
    public void Publish_FramesOfAVideo_WritesNumberedPictures()
    {
        Publish(_folder["out"], From("match.mp4", 7), From("match.mp4", 8));

        Assert.That(Names("out"), Is.EqualTo(new[] { "match_000007.jpg", "match_000008.jpg" }));
    }

    [Test]
    public void Publish_PictureNamed_WritesThatPicture()
    {
        Publish(_folder["one.png"], From("a.jpg", 0));

        Assert.That(_folder.Names, Is.EqualTo(new[] { "one.png" }));
    }

    [Test]
    public void Constructor_FileInTheWayOfTheFolder_IsRejected()
    {
        File.WriteAllText(_folder["taken"], "");

        Assert.That(() => new AnnotatedImagesPublisher(_folder["taken"], ExecutionProvider.Cpu, timing: false), Throws.InstanceOf<IOException>());
    }

    static void Publish(string path, params Observation[] observations)
    {
        using var publisher = new AnnotatedImagesPublisher(path, ExecutionProvider.Cpu, timing: false);
        foreach (var observation in observations) publisher.Publish(observation);
        publisher.Complete();
    }

    static Observation From(string source, long number)
    {
        var observation = TestObservation.Empty(number: number);
        observation.Frame.Source = source;
        return observation;
    }

    IEnumerable<string?> Names(string folder) => Directory.GetFiles(_folder[folder]).Select(Path.GetFileName).Order();
}
