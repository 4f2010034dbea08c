using System.Text.Json.Nodes;
using RobotVision.Inference;
using RobotVision.Pipeline;
using RobotVision.Publishing;
using RobotVision.Testing;

namespace RobotVision.Tests.Publishing;

public class JsonLinesPublisherTests
{
    static readonly PipelineState State = new(ManualTimeProvider.Start, PipelineStatus.Running, "a", null, ExecutionProvider.Cpu, 1, 0, 0);

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Complete_AfterFramesAndStates_WritesOneObjectALine()
    {
        using (var publisher = new JsonLinesPublisher(_folder["a.jsonl"], isLive: false, timing: false))
        {
            publisher.Publish(TestObservation.Empty(number: 1));
            publisher.Publish(State);
            publisher.Publish(TestObservation.Full());
            Assert.That(File.Exists(_folder["a.jsonl"]), Is.False);
            publisher.Complete();
        }

        var text = File.ReadAllText(_folder["a.jsonl"]);
        Assert.That(text, Does.EndWith("}\n"));
        Assert.That(text.TrimEnd().Split('\n').Select(line => (string?)JsonNode.Parse(line)!["schema"]),
            Is.EqualTo(new[] { "robotvision.frame/1", "robotvision.state/1", "robotvision.frame/1" }));
    }

    [Test]
    public void Dispose_WithoutComplete_LeavesNothing()
    {
        using (var publisher = new JsonLinesPublisher(_folder["a.jsonl"], isLive: false, timing: false)) publisher.Publish(TestObservation.Full());
        Assert.That(_folder.Names, Is.Empty);
    }

    [Test]
    public void Publish_Live_IsThereAtOnceAndStays()
    {
        using (var publisher = new JsonLinesPublisher(_folder["a.jsonl"], isLive: true, timing: false))
        {
            publisher.Publish(TestObservation.Full());
            using var reader = new StreamReader(new FileStream(_folder["a.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            Assert.That((string?)JsonNode.Parse(reader.ReadLine()!)!["schema"], Is.EqualTo("robotvision.frame/1"));
        }

        Assert.That(_folder.Names, Is.EqualTo(new[] { "a.jsonl" }));
    }

    [Test]
    public void Publish_SteadyState_AllocatesNothing()
    {
        using var publisher = new JsonLinesPublisher(_folder["a.jsonl"], isLive: false, timing: true);
        var observation = TestObservation.Full();
        for (var i = 0; i < 10; i++) publisher.Publish(observation);
        Assert.That(Allocations.Of(() =>
        {
            for (var i = 0; i < 10; i++) publisher.Publish(observation);
        }), Is.Zero);
    }
}
