namespace RobotVision.Cluster.Tests;

public class ShardTests
{
    [TestCase("1/1", 1, 1)]
    [TestCase("2/4", 2, 4)]
    [TestCase("10000/10000", 10_000, 10_000)]
    public void Parse_PartOfParts_IsRead(string text, int part, int of)
    {
        Assert.That(Shard.Parse(text), Is.EqualTo(new Shard(part, of)));
        Assert.That(Shard.Parse(text).ToString(), Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase("2")]
    [TestCase("0/4")]
    [TestCase("5/4")]
    [TestCase("-1/4")]
    [TestCase("1/4/2")]
    [TestCase("1/10001")]
    [TestCase("1 / 4")]
    public void Parse_SomethingElse_IsRefused(string text) =>
        Assert.That(() => Shard.Parse(text), Throws.TypeOf<OptionException>().With.Message.Contains("expected I/N").And.Message.Contains($"'{text}'"));

    static readonly object?[][] Environments =
    [
        ["", null],
        ["SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1", new Shard(3, 4)],
        ["SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0", new Shard(1, 4)],
        ["SLURM_ARRAY_TASK_ID=14 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_STEP=2", new Shard(3, 3)],
        ["JOB_COMPLETION_INDEX=0 ROBOTVISION_PARTS=4", new Shard(1, 4)],
        ["JOB_COMPLETION_INDEX=3 ROBOTVISION_PARTS=4", new Shard(4, 4)],
    ];

    [TestCaseSource(nameof(Environments))]
    public void FromEnvironment_OfAnEngine_IsItsPart(string variables, Shard? expected) =>
        Assert.That(Shard.FromEnvironment(Reader(variables))?.Shard, Is.EqualTo(expected));

    [TestCase("SLURM_ARRAY_TASK_ID=3", "SLURM_ARRAY_TASK_COUNT")]
    [TestCase("SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1", "expected one of 4 tasks")]
    [TestCase("SLURM_ARRAY_TASK_ID=11 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_STEP=2", "in steps of 2")]
    [TestCase("SLURM_ARRAY_TASK_ID=x SLURM_ARRAY_TASK_COUNT=4", "expected a number, found 'x'")]
    [TestCase("JOB_COMPLETION_INDEX=1", "ROBOTVISION_PARTS")]
    [TestCase("JOB_COMPLETION_INDEX=4 ROBOTVISION_PARTS=4", "expected 0..3")]
    public void FromEnvironment_Contradictory_IsRefused(string variables, string message) =>
        Assert.That(() => Shard.FromEnvironment(Reader(variables)), Throws.TypeOf<OptionException>().With.Message.Contains(message));

    [TestCase(0, 3)]
    [TestCase(2, 5)]
    [TestCase(10, 3)]
    [TestCase(1_000_000_007, 10_000)]
    public void Range_OfAllParts_CoversEachItemOnce(int count, int of)
    {
        var ranges = Enumerable.Range(1, of).Select(part => new Shard(part, of).Range(count)).ToArray();
        Assert.That(ranges[0].First, Is.Zero);
        Assert.That(ranges[^1].End, Is.EqualTo(count));
        Assert.That(ranges.Zip(ranges.Skip(1)).All(pair => pair.First.End == pair.Second.First), Is.True);
        Assert.That(ranges.Max(range => range.End - range.First) - ranges.Min(range => range.End - range.First), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void Share_OfDifferentSizes_CoversEachItemOnceAndIsEven()
    {
        var sizes = Enumerable.Range(0, 100).Select(i => (long)(i * 7919 % 1000)).ToArray();
        var parts = Enumerable.Range(1, 4).Select(part => new Shard(part, 4).Share(sizes)).ToArray();
        Assert.That(parts.SelectMany(items => items), Is.EquivalentTo(Enumerable.Range(0, 100)));
        var sums = parts.Select(items => items.Sum(i => sizes[i])).ToArray();
        Assert.That(sums.Max() - sums.Min(), Is.LessThan(1000), "no part is larger than another by more than one item");
    }

    [Test]
    public void Share_OfEqualSizes_IsEvenInNumber()
    {
        var parts = Enumerable.Range(1, 3).Select(part => new Shard(part, 3).Share(new long[7]).Count).ToArray();
        Assert.That(parts.Max() - parts.Min(), Is.EqualTo(1));
    }

    static Func<string, string?> Reader(string variables)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => set.GetValueOrDefault(name);
    }
}
