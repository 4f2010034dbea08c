using System.Globalization;
using System.Text.RegularExpressions;
using RobotVision.Training.Graph;
using RobotVision.Training.Layers;
using RobotVision.Training.Losses;
using RobotVision.Training.Network;
using RobotVision.Training.Steps;

namespace RobotVision.Training.Tests.Steps;

public class MemoryNeedTests
{
    const long Gigabyte = 1L << 30;

    static readonly NetworkDefinition Lecture = LectureNetwork.Create(0.5f);

    [Test]
    public void PeakBytes_Chain_CountsWhatIsAliveTogether()
    {
        var graph = new GraphBuilder("chain");
        var input = graph.Input("x", 1, 100);
        var first = graph.Relu(input);                              // 400 bytes, alive until the sum
        var second = graph.Reshape(graph.Relu(first), 100);         // 400, and no more by its other shape
        var third = graph.Relu(second);                             // 400: three at once
        graph.Output("y", graph.Add(graph.Reshape(third, 1, 100), first)); // the second is gone
        Assert.That(graph.PeakBytes(), Is.EqualTo(1200));
    }

    /// <summary>Measured: 1.28 and 2.24 GB resident.</summary>
    [TestCase(32, 1.28)]
    [TestCase(128, 2.24)]
    public void Estimate_Lecture_IsNearWhatWasMeasured(int batchSize, double gigabytes) =>
        Assert.That(Need(batchSize), Is.InRange(0.9 * gigabytes * Gigabyte, 1.3 * gigabytes * Gigabyte));

    [Test]
    public void Check_EnoughMemory_DoesNotThrow() => Assert.That(() => Check(32, 2 * Gigabyte), Throws.Nothing);

    [Test]
    public void Check_TooLargeABatch_SaysWhichWouldFit()
    {
        var problem = Assert.Throws<InsufficientMemoryException>(() => Check(4096, 4 * Gigabyte))!.Message;
        Assert.That(problem, Does.Contain("Batch size 4096").And.Contain("'lecture'").And.Contain("found 4.0 GB"));
        var fits = int.Parse(Regex.Match(problem, "at most ([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Check(fits, 4 * Gigabyte), Throws.Nothing);
            Assert.That(() => Check(fits + 1, 4 * Gigabyte), Throws.TypeOf<InsufficientMemoryException>());
        }
    }

    [Test]
    public void Check_NetworkThatDoesNotFit_SaysSo() =>
        Assert.That(() => Check(32, Gigabyte / 4), Throws.TypeOf<InsufficientMemoryException>().With.Message.Contains("Not even a batch_size of 1"));

    [Test]
    public void Available_ThisMachine_IsPositiveAndAtMostItsMemory() =>
        Assert.That(MemoryNeed.Available(), Is.GreaterThan(0).And.LessThanOrEqualTo(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    [Test]
    public void IsShortage_OutOfMemory_IsOneAndOthersAreNot()
    {
        Assert.That(MemoryNeed.IsShortage(Activator.CreateInstance<OutOfMemoryException>()), Is.True);
        Assert.That(MemoryNeed.IsShortage(new InsufficientMemoryException()), Is.False, "it was said before anything was asked for");
        Assert.That(MemoryNeed.IsShortage(new InvalidDataException("Failed to allocate memory")), Is.False);
    }

    static long Need(int batchSize) => MemoryNeed.Estimate(Lecture, Step(batchSize), batchSize);

    static void Check(int batchSize, long available) => MemoryNeed.Check(Lecture, Step, batchSize, available);

    static StepGraph Step(int batchSize) => new(Lecture, new BinaryCrossEntropyLoss(), new() { BatchSize = batchSize });
}
