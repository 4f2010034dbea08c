using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Tag;

/// <summary>Tests of the page of <c>robotvision tag</c>, each with a folder of its own; what counts is what is on the disk in the end.</summary>
public abstract class TagTests : PageTests
{
    /// <summary>The folder of the test.</summary>
    private protected TemporaryFolder Folder { get; private set; } = null!;

    /// <summary>The data set in it.</summary>
    protected string Set => Folder["set"];

    [SetUp]
    public void MakeFolder() => Folder = new();

    [TearDown]
    public void RemoveFolder() => Folder.Dispose();

    /// <summary>The label file of a frame, from 0.</summary>
    protected string LabelFile(int frame) => Path.Combine(Set, FormattableString.Invariant($"labels/match-{frame:000000}.txt"));

    /// <summary>What a label file holds; null where there is none.</summary>
    protected string? Labels(int frame) => File.Exists(LabelFile(frame)) ? File.ReadAllText(LabelFile(frame)) : null;
}
