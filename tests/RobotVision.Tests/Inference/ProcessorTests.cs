using RobotVision.Inference;

namespace RobotVision.Tests.Inference;

public class ProcessorTests
{
    [Test]
    public void Instructions_OfThisMachine_AreThoseThatTheRuntimeFinds() =>
        Assert.That(Processor.Instructions.Split(", ").Contains("avx2"), Is.EqualTo(System.Runtime.Intrinsics.X86.Avx2.IsSupported));

    [Test]
    public void Name_OfThisMachine_IsOneLine() => Assert.That(Processor.Name, Is.Not.Empty.And.Not.Contains("\n"));
}
